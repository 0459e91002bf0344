/** Reports of what analyses find in the reached states. */
export type { Analysed } from './common.ts';
export * from './locks.ts';
export * from './races.ts';
