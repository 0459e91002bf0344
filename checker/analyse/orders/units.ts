/**
 * The units of a function: the statements of its body or of a block in it, each with everything nested in it, named.
 *
 * A check or a label stands in front of the statement behind it and moves with it. A jump leads to its label wherever that stands, as long as
 * it stands further down; a return leaves the function from wherever it stands.
 */
import type { Body, FunctionDefinition, Spec, Statement, Variant } from '../../lang/index.ts';
import { expressionText, ownersIn, visitStatements } from '../../model/index.ts';
import { labelText, type Site, siteBeside } from './block.ts';
import type { Precedence } from './universe.ts';

export interface OrderUnit {
  readonly name: string;
  /** The C text of what it consists of. */
  readonly text: string;
  readonly statements: Body;
}

/** The function cannot be taken apart in the way that was asked for: what the user has to change. */
export class OrdersError extends Error {}

export interface OrderedFunction {
  readonly definition: FunctionDefinition;
  readonly units: readonly OrderUnit[];
  /** The body of the function with something else in the place of the units. */
  readonly around: Site['around'];
}

/** How the units are told apart and named. */
export interface UnitWish {
  readonly fn: string;
  /** Names in the order of the body; `a+b` is one unit of two statements, and `a+a` too. Null: the C text names them. */
  readonly names: readonly string[] | null;
  /** The text of a step: the units are the statements of its block. Null: those of the body. */
  readonly beside: string | null;
}

/** Names of the functions that the processes of a variant reach. */
export const functionNames = (spec: Spec, variant: Variant): readonly string[] =>
  ownersIn(spec, variant).flatMap(({ definition }) =>
    definition === null ? [] : [definition.name],
  );

/** Takes a block of a function apart. Throws `OrdersError`. */
export function unitsOf(
  { spec, variant }: { readonly spec: Spec; readonly variant: Variant },
  { fn, names, beside }: UnitWish,
): OrderedFunction {
  const owner = ownersIn(spec, variant).find(({ definition }) => definition?.name === fn);
  if (owner === undefined || owner.definition === null)
    throw new OrdersError(`${spec.id} has no function '${fn}'`);
  const { block, around } = siteOf(owner.body, fn, beside);
  const pieces = piecesOf(block);
  const units = names === null ? unnamed(pieces) : named(pieces, names, fn);
  for (const unit of units) refuseStops(unit);
  jumpsBetween(units);
  return { definition: owner.definition, units: Object.freeze(units), around };
}

function siteOf(body: Body, fn: string, beside: string | null): Site {
  if (beside === null) return { block: body, around: (block) => block };
  const site = siteBeside(body, beside);
  if (site === null) throw new OrdersError(`--beside: ${fn}() has no step '${beside}'`);
  return site;
}

/** The body of the units in some order. */
export const bodyInOrder = (units: readonly OrderUnit[], order: readonly number[]): Body =>
  order.flatMap((unit) => units[unit]?.statements ?? []);

const LEADS: ReadonlySet<Statement['kind']> = new Set(['check', 'label']);

function piecesOf(body: Body): readonly Body[] {
  const pieces: Statement[][] = [];
  let leading: Statement[] = [];
  for (const statement of body) {
    leading.push(statement);
    if (LEADS.has(statement.kind)) continue;
    pieces.push(leading);
    leading = [];
  }
  pieces.at(-1)?.push(...leading);
  return pieces;
}

function unnamed(pieces: readonly Body[]): readonly OrderUnit[] {
  const used = new Set<string>();
  return pieces.map((statements) => {
    const short = shortName(statements);
    let name = short;
    for (let number = 2; used.has(name); number++) name = `${short}#${number}`;
    used.add(name);
    return Object.freeze({ name, text: textOf(statements), statements });
  });
}

function named(
  pieces: readonly Body[],
  names: readonly string[],
  fn: string,
): readonly OrderUnit[] {
  const lengths = names.map((name) => name.split('+').length);
  const length = lengths.reduce((sum, each) => sum + each, 0);
  if (length !== pieces.length) {
    const texts = pieces.map(textOf).join('; ');
    throw new OrdersError(
      `--steps names ${length} of the ${pieces.length} statements of ${fn}(), which are: ${texts}`,
    );
  }
  const shown = names.map((name) => [...new Set(name.split('+'))].join('+'));
  const twice = shown.find((name, at) => shown.indexOf(name) !== at);
  if (twice !== undefined) throw new OrdersError(`--steps: '${twice}' is given more than once`);
  let from = 0;
  return shown.map((name, at) => {
    const statements = pieces.slice(from, from + (lengths[at] as number)).flat();
    from += lengths[at] as number;
    return Object.freeze({ name, text: textOf(statements), statements });
  });
}

function refuseStops({ name, statements }: OrderUnit): void {
  visitStatements(statements, (statement) => {
    if (statement.kind === 'stop')
      throw new OrdersError(`'${name}' stops the process in the middle: it cannot be moved`);
    if ('rest' in statement && statement.rest)
      throw new OrdersError(`'${name}' is a resting point: it cannot be moved`);
  });
}

/** Whoever jumps runs before the unit with the label. Throws `OrdersError` for a label that is in no unit. */
export function jumpsBetween(units: readonly OrderUnit[]): readonly Precedence[] {
  const marks = units.map(({ statements }) => labelsAndJumps(statements));
  return marks.flatMap(({ labels, jumps }, before) =>
    [...jumps].flatMap((label) => {
      if (labels.has(label)) return [];
      const after = marks.findIndex((each) => each.labels.has(label));
      if (after >= 0) return [{ before, after }];
      throw new OrdersError(`'${units[before]?.name}' jumps out of the block, to '${label}'`);
    }),
  );
}

function labelsAndJumps(statements: Body) {
  const labels = new Set<string>();
  const jumps = new Set<string>();
  visitStatements(statements, (statement) => {
    if (statement.kind === 'label') labels.add(statement.name);
    if (statement.kind === 'goto') jumps.add(statement.label);
  });
  return { labels, jumps };
}

const textOf = (statements: Body): string =>
  statements
    .filter(({ kind }) => !LEADS.has(kind))
    .map(statementText)
    .join('; ');

function statementText(statement: Statement): string {
  switch (statement.kind) {
    case 'call':
      return `${statement.definition.name}(${statement.args.map((arg) => expressionText(arg)).join(', ')})`;
    case 'when':
    case 'given': {
      const own =
        'label' in statement && statement.label !== null ? labelText(statement.label) : null;
      const condition = own ?? `if (${expressionText(statement.condition)})`;
      return `${condition} ${textOf(statement.then)}`;
    }
    case 'oneOf':
      return statement.branches.map((branch) => textOf(branch)).find((text) => text !== '') ?? '';
    case 'forEach':
      return textOf(statement.body);
    default:
      return 'label' in statement && typeof statement.label === 'object' && statement.label !== null
        ? labelText(statement.label)
        : statement.kind;
  }
}

/** The callee, also behind a condition. */
function shortName(statements: Body): string {
  const first = statements.find(({ kind }) => !LEADS.has(kind));
  if (first === undefined) return 'nothing';
  if (first.kind === 'forEach') return shortName(first.body);
  if (first.kind === 'oneOf')
    return shortName(first.branches.find(({ length }) => length > 0) ?? []);
  if (first.kind === 'when' || first.kind === 'given')
    return first.then.length > 0 ? shortName(first.then) : statementText(first);
  return statementText(first).replace(/\(.*$/s, '').trim();
}
