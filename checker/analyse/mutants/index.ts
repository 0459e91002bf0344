/** Mutants of the code of a spec, and who notices them. */
export { type Mutant, type MutantName, mutantsOf, mutatedVariant } from './mutants.ts';
export type { MutantsJob } from './mutants-job.ts';
export type { Operator } from './operators.ts';
export type { Change, Judged, Notice, OwnBehaviour } from './outcome.ts';
export { type JudgedMutant, type MutantsOutcome, runMutants } from './run-mutants.ts';
export {
  type MutantsFound,
  mutantsFound,
  NOTICED_BY,
  type Protection,
  type Score,
  type StaleNote,
  type Survivor,
} from './score.ts';
