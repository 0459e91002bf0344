/** Searches in threads of their own. */

export { type Explored, explore } from './compiled-search.ts';
export { Disagreement, findingOf, pathOf, resultOf } from './findings.ts';
export { initialRows } from './initial-rows.ts';
export * from './jobs/answer-requests.ts';
export * from './jobs/cell.ts';
export * from './jobs/job.ts';
export * from './jobs/pool.ts';
export { serveSearches } from './jobs/serve.ts';
export { WorkerThread } from './jobs/worker-thread.ts';
export * from './memory/memory.ts';
export * from './reached.ts';
export { type Engine, type Examine, searchModel } from './search-model.ts';
export type { Sighting } from './sightings.ts';
export {
  type SimulatedFinding,
  type Simulation,
  type SimulationWish,
  simulate,
} from './simulate/simulate.ts';
export { searchSmall } from './small-search.ts';
export * from './spec-module.ts';
export { walk } from './trace-walk.ts';
