/**
 * A random program as text, to be read by whoever has to explain a disagreement. Printing only.
 */
import type {
  Block,
  Effect,
  Expression,
  Program,
  Statement,
  Target,
  Variable,
} from './random-program.ts';

/** The whole program, one statement per line. */
export function programText(program: Program): string {
  return [
    ...program.shared.map(declared),
    ...program.locks.map(
      (lock) =>
        `${lock.kind} ${lock.name}${lock.kind === 'rwsem' && !lock.writerPriority ? ' without writer priority' : ''}`,
    ),
    ...program.functions.flatMap(({ name, params, locals, body }) => [
      `${name}(${params.map((each) => `${each.name} in ${each.low}..${each.high}`).join(', ')})`,
      ...locals.map((each) => `  ${declared(each)}`),
      ...inside(body),
    ]),
    ...program.roles.flatMap(({ name, count, locals, body }) => [
      `process ${name}${count === null ? '' : `[0..${count})`}`,
      ...locals.map((each) => `  ${declared(each)}`),
      ...inside(body),
    ]),
    ...program.properties.flatMap(({ name, clauses }) => [
      `property ${name}`,
      ...clauses.map(
        ({ given, then }) => `  ${given === null ? '' : `${text(given)} => `}${text(then)}`,
      ),
    ]),
  ].join('\n');
}

const declared = ({ name, domain, initial }: Variable): string =>
  `${name}: ${JSON.stringify(domain)} initially ${initial.map((value) => JSON.stringify(value)).join(' or ')}`;

function text(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return JSON.stringify(expression.value);
    case 'shared':
    case 'local':
    case 'bound':
      return expression.name;
    case 'element':
      return `${expression.array}[${text(expression.index)}]`;
    case 'operator':
      return `${expression.operator}(${expression.operands.map(text).join(', ')})`;
    case 'every':
    case 'some':
    case 'count':
      return `${expression.kind} ${expression.bound} in ${expression.low}..${expression.high}: ${text(expression.body)}`;
    case 'owns':
      return `owns(${expression.process}, ${expression.lock})`;
    case 'holds':
      return `holds(${expression.process}, ${expression.lock}, ${expression.mode})`;
    case 'queued':
      return `queued(${expression.lock})`;
    case 'inside':
      return `inside(${expression.process}, ${expression.fn})`;
    case 'resting':
      return `resting(${expression.process})`;
    case 'quiescent':
      return 'quiescent()';
  }
}

const placeText = (target: Target): string =>
  target.kind === 'element' ? `${target.array}[${text(target.index)}]` : target.name;

function effectText(effect: Effect): string {
  if (effect.kind === 'assignAll') return `${effect.array}[*] := ${text(effect.value)}`;
  if (effect.kind !== 'choose') return `${placeText(effect.target)} := ${text(effect.value)}`;
  const { where } = effect;
  return `choose ${placeText(effect.target)}${where === null ? '' : ` = ${effect.bound} where ${text(where)}`}`;
}

const inside = (block: Block): string[] =>
  block.statements.flatMap(lines).map((line) => `  ${line}`);

/** A line, and blocks below it. */
const nest = (head: string, body: Block, otherwise?: Block): string[] => [
  head,
  ...inside(body),
  ...(otherwise === undefined ? [] : ['else', ...inside(otherwise)]),
];

function lines(statement: Statement): string[] {
  const mark = 'rest' in statement && statement.rest ? 'rest ' : '';
  switch (statement.kind) {
    case 'step': {
      const guard = statement.guard === null ? '' : `when ${text(statement.guard)}: `;
      return [`${mark}${statement.label}: ${guard}${statement.effects.map(effectText).join('; ')}`];
    }
    case 'when':
      return nest(`if ${text(statement.condition)}`, statement.then, statement.otherwise);
    case 'while':
      return nest(`while ${text(statement.condition)}`, statement.body);
    case 'repeat':
      return nest(`repeat ${statement.times}`, statement.body);
    case 'forEach':
    case 'oneOfEach': {
      const order = 'backwards' in statement && statement.backwards ? ' backwards' : '';
      return nest(
        `${mark}${statement.kind} ${statement.bound} in ${statement.low}..${statement.high}${order}`,
        statement.body,
      );
    }
    case 'oneOf':
      return [`${mark}oneOf`, ...statement.branches.flatMap((branch) => ['-', ...inside(branch)])];
    case 'trylock':
      return nest(`${statement.operation}(${statement.lock})`, statement.taken, statement.busy);
    case 'forever':
    case 'atomically':
      return nest(`${mark}${statement.kind}`, statement.body);
    default:
      return [line(statement)];
  }
}

type Line = Extract<
  Statement,
  { kind: 'call' | 'label' | 'goto' | 'return' | 'stop' | 'check' | 'lock' }
>;

function line(statement: Line): string {
  switch (statement.kind) {
    case 'call':
      return `${statement.fn}(${statement.args.map(text).join(', ')})`;
    case 'label':
    case 'goto':
      return `${statement.kind} ${statement.name}`;
    case 'check':
      return `check ${statement.property}: ${text(statement.condition)}`;
    case 'lock':
      return `${statement.operation}(${statement.lock})`;
    default:
      return statement.kind;
  }
}
