/**
 * The program of the threads in which a check searches.
 */
import type { WorkerProgram } from '../../explore/index.ts';
import { examineRaces } from '../races/examine.ts';

/** The worker is started by file and not imported. */
export const SEARCH_PROGRAM: WorkerProgram = Object.freeze({
  url: new URL('./search-worker.js', import.meta.url),
  examine: examineRaces,
});
