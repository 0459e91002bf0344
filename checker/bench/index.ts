/** The benchmark's record and its tables, for the documents. */
export type { BenchRecord } from './record.ts';
export { documentTable } from './tables.ts';
