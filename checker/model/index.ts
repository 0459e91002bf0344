/** The frozen model that a spec becomes, and what is read off it without running it. */
export * from './digest.ts';
export { unreachable, valueText } from './ground-domain.ts';
export { applyOperator, readsOf } from './ground-expression.ts';
export * from './instantiate.ts';
export * from './model.ts';
export * from './print-expression.ts';
export * from './problem.ts';
