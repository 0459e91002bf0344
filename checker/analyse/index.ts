/** What results mean: the comparison with expectations, and what was shown by nothing. */
export * from './expectation.ts';
export * from './outcome.ts';
export * from './vacuity.ts';
