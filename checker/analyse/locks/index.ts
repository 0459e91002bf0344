/** The order of locks over all schedules, as lockdep tells it. */
export type { CallRow } from './calls.ts';
export { type Cycle, type Edge, findLockOrder, type LockOrder, type Witness } from './locks.ts';
export type { LockPair, OrderComparison } from './order.ts';
