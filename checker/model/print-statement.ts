/**
 * Statements as C-like lines: what `show` prints of a body. The labels are those of the traces; what a step does that its label
 * does not say stands behind it in a comment.
 */
import type {
  Atomically,
  Binder,
  Body,
  Bound,
  Call,
  Effect,
  ElementDomain,
  ForEach,
  Repeat,
  Statement,
  Step,
  When,
  While,
} from '../lang/index.ts';
import { unreachable } from './ground-domain.ts';
import { expressionText } from './print-expression.ts';
import { blocksOf, statementsOf } from './template.ts';
import { labelTemplate, unitLabel } from './unit-label.ts';

/** One level of nesting, as in the kernel but with blanks. */
export const INDENT = ' '.repeat(8);

/** The lines of a body, one level deeper than `depth`. */
export function bodyLines(body: Body, depth = 0): readonly string[] {
  return body.flatMap((statement) => statementLines(statement, depth + 1));
}

function statementLines(statement: Statement, depth: number): readonly string[] {
  const line = (text: string, at = depth) => `${INDENT.repeat(at)}${text}`;
  switch (statement.kind) {
    case 'step':
      return [line(stepText(statement))];
    case 'operation':
      return [line(labelled(unitLabel(statement) as string, operationRemarks(statement.body)))];
    case 'call':
      return [line(callText(statement))];
    case 'check':
      return [line(`assert(${expressionText(statement.condition)}); /* ${statement.property} */`)];
    case 'label':
      return [line(`${statement.name}:`, depth - 1)];
    case 'goto':
      return [line(`goto ${statement.label};`)];
    case 'return':
    case 'stop':
      return [line(`${statement.kind};`)];
    case 'oneOf':
      return oneOfLines(statement, depth);
    case 'given':
      return givenLines(statement, depth);
    case 'when':
    case 'while':
    case 'repeat':
    case 'forEach':
    case 'atomically': {
      const [first = [], second = []] = blocksOf(statement);
      const alternative =
        second.length === 0 ? [] : [line('} else {'), ...bodyLines(second, depth)];
      return [line(headText(statement)), ...bodyLines(first, depth), ...alternative, line('}')];
    }
    default:
      return unreachable(statement);
  }
}

/** The line that opens a block. */
function headText(statement: When | While | Repeat | ForEach | Atomically): string {
  switch (statement.kind) {
    case 'when':
    case 'while':
      return headed(unitLabel(statement) as string, conditionRemarks(statement));
    case 'repeat':
      return `repeat (${boundText(statement.times)}) {`;
    case 'forEach': {
      return `for_each${statement.backwards ? '_reverse' : ''} (${binderText(statement.binder)}) {`;
    }
    case 'atomically': {
      const remarks = [unitLabel(statement) as string, ...restRemarks(statement)];
      return `atomically { /* ${remarks.join('; ')} */`;
    }
    default:
      return unreachable(statement);
  }
}

function callText({ definition, args, note }: Call): string {
  const texts = args.map((arg) => expressionText(arg));
  return labelled(`${definition.name}(${texts.join(', ')})${note === null ? '' : `#${note}`}`, []);
}

function oneOfLines(
  statement: Extract<Statement, { kind: 'oneOf' }>,
  depth: number,
): readonly string[] {
  const { binder, branches, rest } = statement;
  const line = (text: string) => `${INDENT.repeat(depth)}${text}`;
  const over = binder === null ? '' : ` (${binderText(binder)})`;
  const remark = rest ? ' /* rest */' : '';
  return [
    ...branches.flatMap((branch, index) => [
      line(index === 0 ? `either${over} {${remark}` : '} or {'),
      ...branchLines(branch, depth + 1),
    ]),
    line('}'),
  ];
}

/** The first step of a branch does not wait: while it cannot run, the branch is not taken. */
function branchLines(branch: Body, depth: number): readonly string[] {
  const statements = statementsOf(branch);
  const first = statements.findIndex(({ kind }) => kind !== 'check');
  return statements.flatMap((statement, at) =>
    at === first && statement.kind === 'step'
      ? [`${INDENT.repeat(depth)}${stepText(statement, 'only if')}`]
      : statementLines(statement, depth),
  );
}

/** What constants leave open: it depends on a loop variable or a parameter. */
function givenLines(
  { condition, then, otherwise }: Extract<Statement, { kind: 'given' }>,
  depth: number,
): readonly string[] {
  const alternative = otherwise.length === 0 ? [] : ['#else', ...bodyLines(otherwise, depth - 1)];
  return [
    `#if ${expressionText(condition)}`,
    ...bodyLines(then, depth - 1),
    ...alternative,
    '#endif',
  ];
}

const WAITS = 'waits for';

function stepText(step: Step, guarded = WAITS): string {
  const label = labelTemplate(step.label);
  const work = step.lockAction === null ? workRemarks(step, label, guarded) : [];
  const reason = step.unused === null ? [] : [`unused: ${step.unused}`];
  return labelled(label, [...restRemarks(step), ...work, ...reason]);
}

/** What a step waits for and does, as far as its label does not say it. */
function workRemarks({ guard, effects }: Step, label: string, guarded = WAITS): readonly string[] {
  const waits = guard === null ? [] : [`${guarded} ${expressionText(guard)}`];
  const done = effects
    .map(effectText)
    .filter((text) => !plainLabel(label).split('; ').includes(text));
  return done.length === 0 ? waits : [...waits, done.join(', ')];
}

export function effectText(effect: Effect): string {
  const place = expressionText(effect.place);
  switch (effect.kind) {
    case 'assign': {
      const text = `${place} = ${expressionText(effect.value)}`;
      return effect.marked ? `WRITE_ONCE(${place}, ${expressionText(effect.value)})` : text;
    }
    case 'assignAll':
      return `${place}[*] = ${expressionText(effect.value)}`;
    case 'choose': {
      const where = effect.where === null ? '' : ` where ${expressionText(effect.where)}`;
      return `${place} = any ${domainName(effect.binder.domain)}${where}`;
    }
    default:
      return unreachable(effect);
  }
}

/** What a lock does is known; of other operations the effects are shown, since a spec may add to them. */
function operationRemarks(body: Body): readonly string[] {
  const isResting = body.some((each) => 'rest' in each && each.rest);
  const work = body.flatMap((each) =>
    each.kind === 'step' && each.lockAction === null ? workRemarks(each, '') : [],
  );
  return [...(isResting ? ['rest'] : []), ...work];
}

function conditionRemarks(statement: When | While): readonly string[] {
  const { condition, label } = statement;
  if (condition === null) return restRemarks(statement);
  const text = expressionText(condition);
  const isSaid = label === null || labelTemplate(label).includes(text);
  return [...restRemarks(statement), ...(isSaid ? [] : [text])];
}

const restRemarks = ({ rest }: { readonly rest: boolean }): readonly string[] =>
  rest ? ['rest'] : [];

/** `label#note` with its remarks as a statement: the note is a remark too. */
function labelled(label: string, remarks: readonly string[]): string {
  const [text, comment] = commented(label, remarks);
  return `${text};${comment}`;
}

function headed(label: string, remarks: readonly string[]): string {
  const [text, comment] = commented(label, remarks);
  return `${text} {${comment}`;
}

function commented(label: string, remarks: readonly string[]): readonly [string, string] {
  const text = plainLabel(label);
  const note = label.slice(text.length);
  const all = [...(note === '' ? [] : [note]), ...remarks];
  return [text, all.length === 0 ? '' : ` /* ${all.join('; ')} */`];
}

/** A label without the note that tells it from an equal one. */
export const plainLabel = (label: string): string => label.replace(/(#[\w-]+)+$/, '');

/** `buffer in 0..2`; a binder that is named as its domain stands alone. */
export function binderText({ name, domain }: Binder): string {
  const over = domainName(domain);
  return name === over ? name : `${name} in ${over}`;
}

/** How a domain that is counted off is called: by its name, its role, or its bounds. */
export function domainName(domain: ElementDomain): string {
  switch (domain.kind) {
    case 'boolean':
      return 'bool';
    case 'enum':
    case 'index':
      return domain.name;
    case 'range':
      return `${boundText(domain.low)}..${boundText(domain.high)}`;
    case 'process':
      return domain.role ?? 'process';
    default:
      return unreachable(domain);
  }
}

const boundText = (bound: Bound): string =>
  typeof bound === 'number' ? String(bound) : expressionText(bound.node);
