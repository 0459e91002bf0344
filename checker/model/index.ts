/** The frozen model that a spec becomes, and what is read off it without running it. */

export { canonicalText, Identities } from './canonical.ts';
export { diffModels, lineDiff } from './diff.ts';
export * from './digest.ts';
export { contains, unreachable, valueText } from './ground-domain.ts';
export { applyOperator, readsOf } from './ground-expression.ts';
export { groundText } from './ground-text.ts';
export { innerBlocks } from './inner-blocks.ts';
export * from './instantiate.ts';
export * from './lineage.ts';
export * from './model.ts';
export * from './print-expression.ts';
export { printModel } from './print-model.ts';
export { plainLabel } from './print-statement.ts';
export * from './problem.ts';
export { statusText } from './status.ts';
export {
  blocksOf,
  childrenOf,
  type Owner,
  ownersIn,
  visitNodes,
  visitStatements,
} from './template.ts';
export { unitLabel } from './unit-label.ts';
export * from './validate-spec.ts';
