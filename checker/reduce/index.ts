/** Reductions: which instances are interchangeable, and which steps are in each other's way. Tables only; the search applies them. */
export type { Instances } from './exchange.ts';
export * from './footprint.ts';
export * from './symmetry.ts';
