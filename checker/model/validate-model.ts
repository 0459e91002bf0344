/**
 * What can only be told of a spec when constants are fixed: values, jumps and loops as they are in the model.
 *
 * What the spec itself shows, whatever the configuration, is in `validate-spec.ts`. Nothing here runs the model.
 */
import { innerBlocks } from './inner-blocks.ts';
import type { Block, GroundStatement, Model } from './model.ts';
import type { Problems } from './problem.ts';
import { checkAtomic } from './rules/atomic.ts';
import { checkControl } from './rules/control.ts';
import { checkStepLabels } from './rules/step-labels.ts';
import { checkValues } from './rules/values.ts';

/** Reports what is wrong with a model. Cost: proportional to the size of its statement trees. */
export function validateModel(model: Model, problems: Problems): void {
  for (const process of model.processes) {
    checkStepLabels(process.role, process.body, problems);
    checkControl(process, problems);
    visitLive(process.body, (statement) => {
      checkValues(statement, model, problems);
      if (statement.kind === 'atomically') checkAtomic(statement.body, problems);
    });
  }
}

/** Calls `visit` for every statement but those behind a condition that constants make false. */
function visitLive(block: Block, visit: (statement: GroundStatement) => void): void {
  for (const statement of block) {
    if (statement.kind === 'step' && isLiteral(statement.guard, 0)) continue;
    visit(statement);
    for (const inner of liveBlocks(statement)) visitLive(inner, visit);
  }
}

const isLiteral = (expr: { kind: string; value?: unknown } | null, value: number): boolean =>
  expr?.kind === 'literal' && expr.value === value;

function liveBlocks(statement: GroundStatement): readonly Block[] {
  if (statement.kind === 'when' && isLiteral(statement.condition, 1)) return [statement.then];
  if (statement.kind === 'when' && isLiteral(statement.condition, 0)) return [statement.otherwise];
  if (statement.kind === 'while' && isLiteral(statement.condition, 0)) return [];
  return innerBlocks(statement);
}
