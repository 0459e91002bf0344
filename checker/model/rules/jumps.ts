/**
 * Rules on jumps within one body: each leads to a label, each label is jumped to, nothing is out of reach.
 */
import type { Body, Statement } from '../../lang/index.ts';
import { type Problems, suggest } from '../problem.ts';
import { blocksOf, type Owner, statementsOf, visitStatements } from '../template.ts';

/** Reports jumps to nowhere, labels given twice or for nothing, and statements that nothing reaches. */
export function checkJumps({ name, body }: Owner, problems: Problems): void {
  const declared = checkLabels(name, body, problems);
  checkTargets(body, [], declared, problems);
  checkReach(body, problems);
}

function checkLabels(name: string, body: Body, problems: Problems): readonly string[] {
  const jumped = new Set<string>();
  visitStatements(body, (each) => {
    if (each.kind === 'goto') jumped.add(each.label);
  });
  const declared = new Set<string>();
  visitStatements(body, (each) => {
    if (each.kind !== 'label') return;
    if (declared.has(each.name)) {
      problems.report('E-LABEL', `the label '${each.name}' occurs twice in '${name}'`, each.source);
    } else if (!jumped.has(each.name)) {
      const message = `nothing jumps to the label '${each.name}'`;
      problems.report('E-UNREACHABLE', message, each.source, 'remove it, or write the goto');
    }
    declared.add(each.name);
  });
  return [...declared];
}

/** Labels of a `given` belong to the block around it: when the model is built, it is not there any more. */
function labelsIn(block: Body): readonly string[] {
  return statementsOf(block).flatMap((each) => {
    if (each.kind === 'label') return [each.name];
    return each.kind === 'given' ? blocksOf(each).flatMap(labelsIn) : [];
  });
}

function checkTargets(
  block: Body,
  around: readonly string[],
  declared: readonly string[],
  problems: Problems,
): void {
  const visible = [...around, ...labelsIn(block)];
  for (const statement of statementsOf(block)) {
    for (const inner of blocksOf(statement)) checkTargets(inner, visible, declared, problems);
    if (statement.kind !== 'goto' || visible.includes(statement.label)) continue;
    const help = declared.includes(statement.label)
      ? 'a jump leads to a label of its own block or of one around it'
      : suggest(statement.label, visible);
    const message = `there is no label '${statement.label}' to jump to from here`;
    problems.report('E-LABEL', message, statement.source, help);
  }
}

function checkReach(block: Body, problems: Problems): void {
  const statements = statementsOf(block);
  for (const [index, statement] of statements.entries()) {
    const before = statements[index - 1];
    if (before !== undefined && leaves(before) && statement.kind !== 'label') {
      const message = `nothing leads here: control does not get past the ${describe(before)} before it`;
      problems.report('E-UNREACHABLE', message, statement.source);
    }
    for (const inner of blocksOf(statement)) checkReach(inner, problems);
  }
}

const describe = ({ kind }: Statement): string => (kind === 'while' ? 'loop' : kind);

/** Whether control never gets from this statement to the one behind it. */
function leaves(statement: Statement): boolean {
  switch (statement.kind) {
    case 'goto':
    case 'return':
    case 'stop':
      return true;
    case 'while':
      return statement.condition === null;
    case 'when':
    case 'given':
    case 'oneOf': {
      const blocks = blocksOf(statement);
      return blocks.length > 0 && blocks.every(endsElsewhere);
    }
    default:
      return false;
  }
}

function endsElsewhere(block: Body): boolean {
  const last = statementsOf(block).at(-1);
  return last !== undefined && leaves(last);
}
