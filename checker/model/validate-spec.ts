/**
 * What can be told of a spec before anything is fixed: names, bodies, types. All problems at once, in source order.
 *
 * What depends on the values of constants is in `validate-model.ts`; `instantiate` does both.
 */
import type { Spec } from '../lang/index.ts';
import { type Problem, Problems } from './problem.ts';
import { checkConstants } from './rules/constants.ts';
import { checkNames } from './rules/ids.ts';
import { checkJumps } from './rules/jumps.ts';
import { checkProperties } from './rules/properties.ts';
import { checkStatements } from './rules/statements.ts';
import { checkSynchronisation } from './rules/synchronisation.ts';
import { checkStatementTypes } from './rules/types.ts';
import { checkUnused } from './rules/unused.ts';
import { checkVariants } from './rules/variants.ts';
import { bodiesOf, visitStatements } from './template.ts';

const known = new WeakMap<Spec, readonly Problem[]>();

/** Reports the problems of a spec in any variant and configuration. Cost: one walk over all bodies, once per spec. */
export function validateSpec(spec: Spec): readonly Problem[] {
  const before = known.get(spec);
  if (before !== undefined) return before;
  const problems = new Problems();
  checkNames(spec, problems);
  checkConstants(spec, problems);
  checkVariants(spec, problems);
  checkProperties(spec, problems);
  for (const owner of bodiesOf(spec)) {
    checkStatements(owner, problems);
    checkJumps(owner, problems);
    visitStatements(owner.body, (statement) => checkStatementTypes(statement, problems));
  }
  checkSynchronisation(spec, problems);
  checkUnused(spec, problems);
  known.set(spec, problems.all);
  return problems.all;
}
