/**
 * Expressions without binders, constants and quantifiers: the second half of making a model.
 *
 * Elaboration substitutes, unrolls and folds in one pass. The result is decided by values alone: equal templates with equal
 * bindings give equal ground expressions.
 */
import type { Binder, ExprNode, Operator, Source, VariableDeclaration } from '../lang/index.ts';
import {
  contains,
  type DomainContext,
  elementsOf,
  groundDomain,
  MOST_SET_MEMBERS,
  unreachable,
} from './ground-domain.ts';
import type { GroundExpr, GroundOperator } from './model.ts';
import { ModelSize } from './model-size.ts';
import { expressionText } from './print-expression.ts';
import type { Problems } from './problem.ts';

/** A variable as laid out in cells: a scalar, an array by index, or a record by field. */
export type CellTree =
  | { readonly kind: 'cell'; readonly cell: number }
  | {
      readonly kind: 'array';
      readonly low: number;
      readonly elements: readonly CellTree[];
      readonly name: string;
    }
  | { readonly kind: 'record'; readonly fields: Readonly<Record<string, CellTree>> };

/** What the elaboration of an expression needs to know. */
export interface ExpressionContext extends DomainContext {
  readonly problems: Problems;
  readonly size: ModelSize;
  readonly bindings: ReadonlyMap<Binder, GroundExpr>;
  /** Number of the executing process; null in properties. */
  readonly self: number | null;
  /** Whether positions may be read: in properties and goals only. */
  readonly positions: boolean;
  readonly processCount: number;
  /** The statement, clause or declaration that is being read, for problems of what has no place of its own. */
  readonly source: Source | null;
  constantValue(name: string, source: Source | null): number;
  /** Locals of the functions and the role around this place. */
  readonly locals: ReadonlyMap<VariableDeclaration, CellTree>;
  /** Cells of a variable that is not a local. */
  cells(variable: VariableDeclaration): CellTree;
}

export const literal = (value: number): GroundExpr => Object.freeze({ kind: 'literal', value });
const TRUE = literal(1);
const FALSE = literal(0);

/** The ground form of a scalar expression. */
export function groundExpression(node: ExprNode, context: ExpressionContext): GroundExpr {
  context.size.add('operations', 1, context.source);
  switch (node.kind) {
    case 'literal':
      return groundLiteral(node, context);
    case 'constant':
      return literal(context.constantValue(node.constant.name, node.constant.source));
    case 'self':
      return groundSelf(context);
    case 'binder':
      return groundBinder(node.binder, context);
    case 'marked':
      return marked(groundExpression(node.of, context));
    case 'named':
      return groundExpression(node.of, context);
    case 'variable':
    case 'element':
    case 'field':
      return groundPlace(node, context);
    case 'operator':
      return groundOperation(
        node.operator,
        node.operands.map((operand) => groundExpression(operand, context)),
      );
    case 'quantified':
      return groundQuantified(node, context);
    case 'position':
      return groundPosition(node, context);
    default:
      return unreachable(node);
  }
}

/** Every read in it as one with `READ_ONCE()`; for the analysis of data races, to all others it is the same. */
function marked(expr: GroundExpr): GroundExpr {
  switch (expr.kind) {
    case 'cell':
      return Object.freeze({ ...expr, isMarked: true as const });
    case 'select':
      return Object.freeze({ ...expr, choices: Object.freeze(expr.choices.map(marked)) });
    case 'operator':
      return Object.freeze({ ...expr, operands: Object.freeze(expr.operands.map(marked)) });
    default:
      return expr;
  }
}

/** Members that are counted off, such as an element of an index domain, may be too many for the constants of this model. */
function groundLiteral(
  { domain, value }: Extract<ExprNode, { kind: 'literal' }>,
  context: ExpressionContext,
): GroundExpr {
  const isCounted = domain.kind === 'index' || domain.kind === 'enum' || domain.kind === 'process';
  if (!isCounted || contains(groundDomain(domain, context), value)) return literal(value);
  const { high } = groundDomain(domain, context);
  const name = 'name' in domain ? domain.name : (domain.role ?? 'process');
  const message = `'${name}' has no element ${value}; its elements are 0..${high}`;
  context.problems.report('E-VALUE', message, context.source);
  return literal(value);
}

function groundSelf(context: ExpressionContext): GroundExpr {
  if (context.self !== null) return literal(context.self);
  context.problems.report(
    'E-SCOPE',
    "'self' is used outside of a process",
    context.source,
    'quantify over PROCESS or over the instances of a role',
  );
  return FALSE;
}

function groundBinder(binder: Binder, context: ExpressionContext): GroundExpr {
  const bound = context.bindings.get(binder);
  if (bound !== undefined) return bound;
  context.problems.report(
    'E-SCOPE',
    `'${binder.name}' is used outside of the function, loop or quantifier that binds it`,
    context.source,
  );
  return FALSE;
}

/** A variable, an array element or a record field as a cell, or as a selection among cells. */
export function groundPlace(node: ExprNode, context: ExpressionContext): GroundExpr {
  const place = resolve(node, context);
  return place === null
    ? FALSE
    : scalarOf(place, (tree) => (tree.kind === 'cell' ? tree : null), context);
}

/** All cells of a place (an array as a whole), for effects on all of them. */
export function allCells(node: ExprNode, context: ExpressionContext): readonly number[] {
  const place = resolve(node, context);
  return place?.kind === 'fixed' ? cellsOf(place.tree) : [];
}

export function cellsOf(tree: CellTree): readonly number[] {
  if (tree.kind === 'cell') return [tree.cell];
  return (tree.kind === 'array' ? tree.elements : Object.values(tree.fields)).flatMap(cellsOf);
}

type Resolved =
  | { readonly kind: 'fixed'; readonly tree: CellTree }
  | {
      readonly kind: 'selected';
      readonly index: GroundExpr;
      readonly low: number;
      readonly choices: readonly Resolved[];
      readonly array: string;
    };

function resolve(node: ExprNode, context: ExpressionContext): Resolved | null {
  if (node.kind === 'variable') {
    const tree = treeOf(node.variable, context);
    return tree === null ? null : { kind: 'fixed', tree };
  }
  if (node.kind === 'field') {
    const record = resolve(node.record, context);
    return record === null
      ? null
      : descend(record, (tree) =>
          tree.kind === 'record' ? (tree.fields[node.field] ?? null) : null,
        );
  }
  if (node.kind === 'element') {
    const of = resolve(node.array, context);
    const index = groundExpression(node.index, context);
    return of === null ? null : elementAt(of, index, node.source, context);
  }
  const message = `'${expressionText(node)}' is no variable and cannot be assigned`;
  context.problems.report('E-ASSIGN', message, context.source);
  return null;
}

function treeOf(variable: VariableDeclaration, context: ExpressionContext): CellTree | null {
  if (variable.kind !== 'local') return context.cells(variable);
  const tree = context.locals.get(variable);
  if (tree !== undefined) return tree;
  context.problems.report(
    'E-SCOPE',
    `the local '${variable.name}' is used outside of its function or process`,
    variable.source,
    'list it in the `locals` of the function or process that uses it',
  );
  return null;
}

function descend(place: Resolved, step: (tree: CellTree) => CellTree | null): Resolved | null {
  if (place.kind === 'fixed') {
    const tree = step(place.tree);
    return tree === null ? null : { kind: 'fixed', tree };
  }
  const choices = place.choices.map((choice) => descend(choice, step));
  return choices.includes(null) ? null : { ...place, choices: choices as readonly Resolved[] };
}

function elementAt(
  of: Resolved,
  index: GroundExpr,
  source: Source,
  context: ExpressionContext,
): Resolved | null {
  if (of.kind === 'selected') {
    const choices = of.choices.map((choice) => elementAt(choice, index, source, context));
    return choices.includes(null) ? null : { ...of, choices: choices as readonly Resolved[] };
  }
  const { tree } = of;
  if (tree.kind !== 'array') return null;
  if (index.kind !== 'literal') {
    return {
      kind: 'selected',
      index,
      low: tree.low,
      array: tree.name,
      choices: tree.elements.map((element) => ({ kind: 'fixed', tree: element })),
    };
  }
  const element = tree.elements[index.value - tree.low];
  if (element !== undefined) return { kind: 'fixed', tree: element };
  context.problems.report(
    'E-VALUE',
    `index ${index.value} is outside '${tree.name}', which has the indices ${tree.low}..${tree.low + tree.elements.length - 1}`,
    source,
  );
  return null;
}

function scalarOf(
  place: Resolved,
  leaf: (tree: CellTree) => GroundExpr | null,
  context: ExpressionContext,
): GroundExpr {
  if (place.kind === 'fixed') return leaf(place.tree) ?? FALSE;
  const choices = place.choices.map((choice) => scalarOf(choice, leaf, context));
  return Object.freeze({
    kind: 'select',
    index: place.index,
    low: place.low,
    choices: Object.freeze(choices),
    array: place.array,
  });
}

function groundQuantified(
  node: Extract<ExprNode, { kind: 'quantified' }>,
  context: ExpressionContext,
): GroundExpr {
  const values = elementsOf(node.binder.domain, context);
  ModelSize.quantified(values.length, node.source);
  const instances = values.map(({ value }) =>
    groundExpression(node.body, {
      ...context,
      bindings: new Map([...context.bindings, [node.binder, literal(value)]]),
    }),
  );
  if (node.quantifier === 'every') return groundOperation('and', instances);
  if (node.quantifier === 'some') return groundOperation('or', instances);
  const ones = instances.map((instance) => groundOperation('if', [instance, TRUE, FALSE]));
  return ones.reduce((sum, one) => groundOperation('add', [sum, one]), FALSE);
}

function groundPosition(
  node: Extract<ExprNode, { kind: 'position' }>,
  context: ExpressionContext,
): GroundExpr {
  // What stands in for a mistake is no constant, so that no second mistake follows from it.
  const { predicate, fn, label, source } = node;
  if (!context.positions) {
    const message = `'${predicate}' reads where a process is; only properties and goals may do that`;
    const help = 'keep what the guard needs in a variable or a ghost';
    context.problems.report('E-POSITION', message, source, help);
    return positionOf('resting', 0);
  }
  if (predicate === 'quiescent') {
    const all = Array.from({ length: context.processCount }, (_, process) =>
      positionOf('resting', process),
    );
    return groundOperation('and', all);
  }
  const process = groundExpression(node.process as ExprNode, context);
  if (process.kind === 'literal') return positionOf(predicate, process.value, fn, label);
  const help = 'quantify over PROCESS or over the instances of a role';
  context.problems.report('E-POSITION', `'${predicate}' needs a fixed process`, source, help);
  return positionOf('resting', 0);
}

const positionOf = (
  predicate: Extract<GroundExpr, { kind: 'position' }>['predicate'],
  process: number,
  fn: string | null = null,
  label: string | null = null,
): GroundExpr => Object.freeze({ kind: 'position', predicate, process, fn, label });

/** Builds an operation and folds what is known; conjunctions and disjunctions are flattened. */
export function groundOperation(
  operator: Operator | GroundOperator,
  operands: readonly GroundExpr[],
): GroundExpr {
  if (operator === 'implies') {
    const [premise, conclusion] = operands as [GroundExpr, GroundExpr];
    return groundOperation('or', [groundOperation('not', [premise]), conclusion]);
  }
  if (operator === 'and' || operator === 'or') return connective(operator, operands);
  const values = operands.map((operand) => (operand.kind === 'literal' ? operand.value : null));
  if (operator === 'if' && values[0] !== null)
    return operands[values[0] === 1 ? 1 : 2] as GroundExpr;
  if (values.every((value) => value !== null)) return literal(applyOperator(operator, values));
  return Object.freeze({ kind: 'operator', operator, operands: Object.freeze([...operands]) });
}

function connective(operator: 'and' | 'or', operands: readonly GroundExpr[]): GroundExpr {
  const neutral = operator === 'and' ? 1 : 0;
  const flat = operands.flatMap((operand) =>
    operand.kind === 'operator' && operand.operator === operator ? operand.operands : [operand],
  );
  const open = flat.filter((operand) => operand.kind !== 'literal' || operand.value !== neutral);
  if (open.some((operand) => operand.kind === 'literal')) return literal(1 - neutral);
  if (open.length <= 1) return open[0] ?? literal(neutral);
  return Object.freeze({ kind: 'operator', operator, operands: Object.freeze(open) });
}

/** The value of an operator on values; booleans are 0 and 1, sets are masks. */
export function applyOperator(operator: GroundOperator, values: readonly number[]): number {
  const [a = 0, b = 0, c = 0] = values;
  switch (operator) {
    case 'not':
      return a === 1 ? 0 : 1;
    case 'and':
      return values.every((value) => value === 1) ? 1 : 0;
    case 'or':
      return values.some((value) => value === 1) ? 1 : 0;
    case 'eq':
      return a === b ? 1 : 0;
    case 'ne':
      return a === b ? 0 : 1;
    case 'lt':
      return a < b ? 1 : 0;
    case 'le':
      return a <= b ? 1 : 0;
    case 'add':
      return a + b;
    case 'sub':
      return a - b;
    case 'if':
      return a === 1 ? b : c;
    case 'in':
      return isBit(a) && (b & (1 << a)) !== 0 ? 1 : 0;
    case 'with':
      return isBit(b) ? a | (1 << b) : -1;
    case 'without':
      return isBit(b) ? a & ~(1 << b) : a;
    case 'union':
      return a | b;
    case 'intersect':
      return a & b;
    case 'minus':
      return a & ~b;
    case 'subset':
      return (a & ~b) === 0 ? 1 : 0;
    case 'size':
      return bitCount(a);
    default:
      return unreachable(operator);
  }
}

/** Whether a value can be a member of any set; a shift takes its distance modulo 32 and would name another. */
const isBit = (value: number): boolean => value >= 0 && value < MOST_SET_MEMBERS;

function bitCount(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

/** Calls `visit` for every cell and position that the expression may read. */
export function readsOf(
  expr: GroundExpr,
  visit: (read: { cell: number } | { process: number }) => void,
): void {
  switch (expr.kind) {
    case 'literal':
      return;
    case 'cell':
      visit({ cell: expr.cell });
      return;
    case 'select':
      readsOf(expr.index, visit);
      for (const choice of expr.choices) readsOf(choice, visit);
      return;
    case 'operator':
      for (const operand of expr.operands) readsOf(operand, visit);
      return;
    case 'position':
      visit({ process: expr.process });
      return;
    default:
      unreachable(expr);
  }
}
