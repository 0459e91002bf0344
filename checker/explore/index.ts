/** Searches in threads of their own. */
export * from './cell.ts';
export { type Explored, explore } from './compiled-search.ts';
export { Disagreement, findingOf, pathOf, resultOf } from './findings.ts';
export { initialRows } from './initial-rows.ts';
export * from './job.ts';
export * from './memory.ts';
export * from './pool.ts';
export * from './reached.ts';
export { type Engine, type Examine, searchModel } from './search-model.ts';
export { serveSearches } from './serve.ts';
export type { Sighting } from './sightings.ts';
export {
  type SimulatedFinding,
  type Simulation,
  type SimulationWish,
  simulate,
} from './simulate.ts';
export * from './spec-module.ts';
export { walk } from './trace-walk.ts';
export type { WorkerProgram } from './worker-thread.ts';
