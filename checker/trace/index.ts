/** Traces: counterexamples and replayed runs as structures to read, and their stable stored form. */

export * from './align.ts';
export type { Provenance } from './assemble.ts';
export { waitCycle } from './cycle.ts';
export type { Run } from './follow.ts';
export { prefix } from './follow.ts';
export { holdingText } from './holdings.ts';
export * from './json.ts';
export * from './replay.ts';
export { splitNote } from './steps.ts';
export * from './stored.ts';
export { storedOf } from './stored-of.ts';
export { contextSwitches } from './switches.ts';
export * from './trace.ts';
export { Disagreement, traceOf } from './trace-of.ts';
export * from './walk.ts';
export * from './why.ts';
