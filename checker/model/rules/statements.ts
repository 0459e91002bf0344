/**
 * Rules on single statements: that they are statements, that calls fit, that choices have branches, and that a step assigns
 * a place once.
 */
import type { Body, Call, ExprNode, LabelText, Source, Statement, Step } from '../../lang/index.ts';
import { canonicalText, Identities } from '../canonical.ts';
import { expressionText } from '../print-expression.ts';
import type { Problems } from '../problem.ts';
import {
  blocksOf,
  effectsOf,
  isEffect,
  isStatement,
  type Owner,
  statementsOf,
} from '../template.ts';

/** Reports what is wrong with the statements of one body, callees not entered. */
export function checkStatements({ name, body, source }: Owner, problems: Problems): void {
  const visit = (block: Body, around: Source): void => {
    for (const each of block as readonly unknown[]) {
      if (!isStatement(each)) reportForeign(each, { name, around }, problems);
    }
    for (const statement of statementsOf(block)) {
      if (statement.kind === 'call') checkCall(statement, problems);
      if (statement.kind === 'step') {
        reportForeignEffects(statement, problems);
        checkAssignments(statement, problems);
      }
      checkLabel(statement, problems);
      if (statement.kind === 'oneOf') checkBranches(statement, problems);
      for (const inner of blocksOf(statement)) visit(inner, statement.source);
    }
  };
  visit(body, source);
}

function reportForeign(
  value: unknown,
  { name, around }: { readonly name: string; readonly around: Source },
  problems: Problems,
): void {
  const { what, help } = describe(value);
  problems.report('E-STATEMENT', `the body of '${name}' holds ${what}`, around, help);
}

function describe(value: unknown): { readonly what: string; readonly help: string } {
  const statement = 'write a statement: step(...), when(...), a call';
  if (typeof value === 'function') {
    const help = `call it: ${value.name}(...)`;
    return { what: `the function '${value.name}' instead of a call of it`, help };
  }
  if (Array.isArray(value)) return { what: 'a list', help: 'spread it: ...list' };
  if (value === undefined || value === null) return { what: String(value), help: statement };
  if (typeof value !== 'object') return { what: JSON.stringify(value), help: statement };
  const kind = 'kind' in value ? String(value.kind) : 'an object';
  const isEffect = kind === 'assign' || kind === 'assignAll' || kind === 'choose';
  if (isEffect)
    return { what: `the effect ${kind}(...)`, help: 'wrap it: step(label, ...effects)' };
  return { what: 'node' in value ? 'an expression' : kind, help: statement };
}

function checkCall({ definition, args, source }: Call, problems: Problems): void {
  const { name, params } = definition;
  if (args.length <= params.length) return;
  const message = `${name}() takes ${params.length} arguments and is given ${args.length}`;
  problems.report('E-CALL', message, source);
}

function checkBranches(
  { branches, source }: { readonly branches: readonly Body[]; readonly source: Source },
  problems: Problems,
): void {
  if (branches.length === 0) problems.report('E-BRANCH', 'oneOf has no branches', source);
  for (const [index, branch] of branches.entries()) {
    if (branch.length > 0) continue;
    const help = 'a branch begins with the step that chooses it; write one that does nothing';
    problems.report('E-BRANCH', `branch ${index + 1} of oneOf is empty`, source, help);
  }
}

function reportForeignEffects({ effects, source }: Step, problems: Problems): void {
  for (const each of effects as readonly unknown[]) {
    if (isEffect(each)) continue;
    const what =
      typeof each === 'object' && each !== null && 'node' in each
        ? `'${expressionText(each.node as ExprNode)}'`
        : isStatement(each)
          ? `the statement ${each.kind}`
          : describe(each).what;
    const help = 'write what it does: assign(place, value)';
    problems.report('E-STATEMENT', `a step holds ${what} instead of an effect`, source, help);
  }
}

function checkAssignments(step: Step, problems: Problems): void {
  const { source } = step;
  const effects = effectsOf(step);
  const identities = new Identities();
  const places = effects.map(({ place }) => canonicalText(place, identities));
  for (const [index, { place }] of effects.entries()) {
    if (places.indexOf(places[index] as string) === index) continue;
    reportAssignedTwice(expressionText(place), source, problems);
  }
}

/** Traces are ASCII, and name a step by its label. */
function checkLabel(statement: Statement, problems: Problems): void {
  const label: LabelText | null =
    'label' in statement && typeof statement.label === 'object' ? statement.label : null;
  if (label === null) return;
  const written = label.parts.map((part) => (typeof part === 'string' ? part : '?')).join('');
  const [plain = ''] = written.split('#');
  if (plain.trim() === '') {
    const help = 'write the C statement that it stands for';
    problems.report('E-LABEL', 'a label is empty', statement.source, help);
  } else if (!/^[ -~]*$/.test(written)) {
    const help = 'traces go into mails: write printable ASCII';
    problems.report('E-LABEL', `the label '${written}' is not ASCII`, statement.source, help);
  }
}

/** Shared with the rule on the model, which sees what two indices come to. */
export function reportAssignedTwice(name: string, source: Source, problems: Problems): void {
  const help = 'assignments of a step are simultaneous; write one of them, or two steps';
  problems.report('E-ASSIGN', `'${name}' is assigned twice in one step`, source, help);
}
