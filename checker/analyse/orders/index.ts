/** Orders: which orders of the units of a function are safe, what they have in common, and why. */
export * from './answer.ts';
export * from './ask.ts';
export type { ByValue, Tally, UnitCensus, Why } from './census.ts';
export { NotCompiled } from './family-program.ts';
export type { Figures } from './family-search.ts';
export { orderText, type Place } from './order-model.ts';
export { OrderSearches } from './order-searches.ts';
export { OrdersDisagreement, type Running, searchOrder } from './plain.ts';
export {
  closureOf,
  type ForbiddenPattern,
  freeGroups,
  layersOf,
  type Requirements,
  reduction,
} from './precedences.ts';
export {
  functionNames,
  type OrderedFunction,
  OrdersError,
  type OrderUnit,
  unitsOf,
} from './units.ts';
export { countOrders, type Order, type Precedence } from './universe.ts';
