/** What results mean: the comparison with expectations, and what was shown by nothing. */
export * from './compare.ts';
export * from './expectation.ts';
export { entryKey, inOrder, matrixText, type ReadMatrix, readMatrix } from './matrix-text.ts';
export * from './orders/index.ts';
export * from './outcome.ts';
export * from './record.ts';
export * from './vacuity.ts';
