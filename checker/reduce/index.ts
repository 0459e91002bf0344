/** Reductions: which instances are interchangeable. Tables only; the search applies them. */
export type { Instances } from './exchange.ts';
export * from './symmetry.ts';
