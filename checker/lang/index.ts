/**
 * The spec language: everything a spec author imports, and the node types that the rest of the checker reads.
 */
export * from './domain.ts';
export * from './expression.ts';
export * from './function.ts';
export * from './kernel/index.ts';
export * from './label.ts';
export * from './property.ts';
export * from './race.ts';
export * from './source.ts';
export * from './spec.ts';
export * from './statement.ts';
export * from './survivor.ts';
export * from './variable.ts';
