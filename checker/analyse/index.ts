/** What results mean: the comparison with expectations, and what was shown by nothing. */
export * from './closeness/index.ts';
export * from './compare.ts';
export * from './expectation.ts';
export * from './locks/index.ts';
export { entryKey, inOrder, matrixText, type ReadMatrix, readMatrix } from './matrix-text.ts';
export * from './mutants/index.ts';
export * from './orders/index.ts';
export * from './outcome.ts';
export * from './races/index.ts';
export * from './record.ts';
export type { AccessKind } from './threads/accesses.ts';
export type { Extent } from './threads/analysis.ts';
export type { AnalysisJob, AnalysisOutcome } from './threads/analysis-job.ts';
export type { Mode } from './threads/held.ts';
export { runAnalysis } from './threads/run-analysis.ts';
export { SEARCH_PROGRAM } from './threads/search-program.ts';
export * from './vacuity.ts';
