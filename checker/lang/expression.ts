/**
 * Expressions: frozen trees over constants, variables, binders and process positions.
 *
 * A spec never holds a raw JavaScript value in expression position, so `!x`, `x === y` or `a + 1` on expressions are compile
 * errors. `&&`, `||`, `?:` and `if` cannot be seen by the compiler: a conjunct would vanish in silence. Therefore every
 * operator node is remembered until something uses it; validation reports what was built and never used.
 *
 * This file owns the node types and the operators; variables are declared in `variable.ts`.
 */
import type {
  Domain,
  ElementDomain,
  None,
  ScalarDomain,
  SetDomain,
  SetOf,
  ValueOf,
} from './domain.ts';
import { captureSource, type Source } from './source.ts';
import type { ConstantDeclaration, VariableDeclaration } from './variable.ts';

declare const expressionType: unique symbol;

/**
 * An expression whose values have the static type `T`. The second member exists for the compiler only; it keeps everything else
 * that has a node (a lock, a whole array) out of expression position.
 */
export interface Expr<T> {
  readonly node: ExprNode;
  readonly [expressionType]: T;
}

/** A name bound by a quantifier, a `forEach`, a `oneOfEach` or a parameter list. */
export interface Binder {
  readonly name: string;
  readonly domain: ElementDomain;
}

export type Operator =
  | 'not'
  | 'and'
  | 'or'
  | 'implies'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'add'
  | 'sub'
  | 'if'
  | 'in'
  | 'with'
  | 'without'
  | 'union'
  | 'intersect'
  | 'minus'
  | 'subset'
  | 'size';

export type Quantifier = 'every' | 'some' | 'count';

export type ExprNode =
  | { readonly kind: 'literal'; readonly domain: ScalarDomain; readonly value: number }
  | { readonly kind: 'constant'; readonly constant: ConstantDeclaration }
  | { readonly kind: 'variable'; readonly variable: VariableDeclaration }
  | {
      readonly kind: 'element';
      readonly array: ExprNode;
      readonly index: ExprNode;
      readonly source: Source;
    }
  | { readonly kind: 'field'; readonly record: ExprNode; readonly field: string }
  | { readonly kind: 'binder'; readonly binder: Binder }
  | { readonly kind: 'self' }
  | { readonly kind: 'marked'; readonly of: ExprNode }
  /** An inline function of the kernel or a term of the spec: printed by its name. */
  | { readonly kind: 'named'; readonly name: string; readonly of: ExprNode }
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly operands: readonly ExprNode[];
      readonly source: Source;
    }
  | {
      readonly kind: 'quantified';
      readonly quantifier: Quantifier;
      readonly binder: Binder;
      readonly body: ExprNode;
      readonly source: Source;
    }
  | PositionNode;

/** Where a process is: allowed in properties and goals, an error in a guard or a step. */
export interface PositionNode {
  readonly kind: 'position';
  readonly predicate: 'inside' | 'at' | 'resting' | 'quiescent';
  readonly process: ExprNode | null;
  readonly fn: string | null;
  readonly label: string | null;
  readonly source: Source;
}

const unused = new Map<ExprNode, Source>();

/** Marks a node as part of something bigger and returns it. */
export function use(expr: Expr<unknown>): ExprNode {
  unused.delete(expr.node);
  return expr.node;
}

/** Operator nodes that were built and that nothing uses, with the place where each was written. */
export function unusedExpressions(): ReadonlyMap<ExprNode, Source> {
  return unused;
}

export function wrap<T>(node: ExprNode): Expr<T> {
  return Object.freeze({ node: Object.freeze(node) }) as Expr<T>;
}

function tracked<T>(node: ExprNode, source = captureSource()): Expr<T> {
  unused.set(node, source);
  return wrap(node);
}

function operator<T>(name: Operator, ...operands: readonly Expr<unknown>[]): Expr<T> {
  const source = captureSource();
  const nodes = Object.freeze(operands.map(use));
  return tracked({ kind: 'operator', operator: name, operands: nodes, source }, source);
}

export function literalOf<T>(domain: Domain<T>, value: number): Expr<T> {
  return wrap({ kind: 'literal', domain: Object.freeze(domain as ScalarDomain), value });
}

/** A whole-number literal. */
export function int(value: number): Expr<number> {
  return literalOf(Object.freeze({ kind: 'range', low: value, high: value }), value);
}

/** The element of an index domain with the given number. */
export function element<D extends ElementDomain>(domain: D, ordinal: number): Expr<ValueOf<D>> {
  return literalOf(domain as Domain<ValueOf<D>>, ordinal);
}

/** The process that executes the step. */
export const self: Expr<'(process)'> = wrap({ kind: 'self' });

/** The number of a process in declared order, from 0: for neighbours, seats and other arithmetic. */
export const ordinal = (process: Expr<'(process)'>): Expr<number> => wrap(process.node);

export const not = (a: Expr<boolean>): Expr<boolean> => operator('not', a);
/** True when all hold; the empty conjunction is true. */
export const and = (...all: readonly Expr<boolean>[]): Expr<boolean> => operator('and', ...all);
/** True when one holds; the empty disjunction is false. */
export const or = (...any: readonly Expr<boolean>[]): Expr<boolean> => operator('or', ...any);
export const implies = (a: Expr<boolean>, b: Expr<boolean>): Expr<boolean> =>
  operator('implies', a, b);
export const eq = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> => operator('eq', a, b);
export const ne = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> => operator('ne', a, b);
export const lt = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> => operator('lt', a, b);
export const le = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> => operator('le', a, b);
export const gt = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> =>
  operator('lt', b as Expr<T>, a);
export const ge = <T>(a: Expr<T>, b: Expr<NoInfer<T>>): Expr<boolean> =>
  operator('le', b as Expr<T>, a);
export const add = (a: Expr<number>, b: Expr<number>): Expr<number> => operator('add', a, b);
export const sub = (a: Expr<number>, b: Expr<number>): Expr<number> => operator('sub', a, b);

/** `then` where `condition` holds, else `otherwise`. */
export const cond = <T>(
  condition: Expr<boolean>,
  then: Expr<T>,
  otherwise: Expr<NoInfer<T>>,
): Expr<T> => operator('if', condition, then, otherwise);

/** An expression that may have no value; of any other type nothing is one. */
type Optional<T> = Expr<T> & (None extends T ? unknown : never);

/** True when an optional has a value. */
export const present = <T>(value: Optional<T>): Expr<boolean> =>
  operator('ne', value, literalOf({ kind: 'none' } as Domain<unknown>, -1));

/** The value of an optional; using the value of NONE as an index is verdict ERROR. */
export const valueOf = <T>(value: Expr<T>): Expr<Exclude<T, None>> => wrap(value.node);

export const isIn = <T>(value: Expr<NoInfer<T>>, set: Expr<SetOf<T>>): Expr<boolean> =>
  operator('in', value, set);
/** The set and one more element. */
export const withElement = <T>(set: Expr<SetOf<T>>, value: Expr<NoInfer<T>>): Expr<SetOf<T>> =>
  operator('with', set, value);
/** The set less one element. */
export const withoutElement = <T>(set: Expr<SetOf<T>>, value: Expr<NoInfer<T>>): Expr<SetOf<T>> =>
  operator('without', set, value);
export const union = <T>(a: Expr<SetOf<T>>, b: Expr<SetOf<NoInfer<T>>>): Expr<SetOf<T>> =>
  operator('union', a, b);
export const intersect = <T>(a: Expr<SetOf<T>>, b: Expr<SetOf<NoInfer<T>>>): Expr<SetOf<T>> =>
  operator('intersect', a, b);
export const minus = <T>(a: Expr<SetOf<T>>, b: Expr<SetOf<NoInfer<T>>>): Expr<SetOf<T>> =>
  operator('minus', a, b);
export const subset = <T>(a: Expr<SetOf<T>>, b: Expr<SetOf<NoInfer<T>>>): Expr<boolean> =>
  operator('subset', a, b);
export const size = (set: Expr<SetOf<unknown>>): Expr<number> => operator('size', set);
export const emptySet = <T>(domain: SetDomain<T>): Expr<SetOf<T>> => literalOf(domain, 0);
export const isEmpty = <T>(set: Expr<SetOf<T>>): Expr<boolean> =>
  operator('eq', set, literalOf({ kind: 'emptySet' } as Domain<unknown>, 0));

/** Reads the array element by an index known to be in the index domain of the array. */
export function elementOf<T>(arrayNode: ExprNode, index: Expr<unknown>): Expr<T> {
  return wrap({ kind: 'element', array: arrayNode, index: use(index), source: captureSource() });
}

/** The same value under a name, as an inline function of the kernel has one: labels and reports print the name. */
export const named = <T>(name: string, value: Expr<T>): Expr<T> =>
  tracked({ kind: 'named', name, of: use(value) });

/** A plain access marked as `READ_ONCE()`: same value, but not a data race. */
export const READ_ONCE = <T>(value: Expr<T>): Expr<T> =>
  tracked({ kind: 'marked', of: use(value) });

/** Names the binder after its domain: the first letter, as in the textbooks. */
export function bind<D extends ElementDomain>(
  domain: D,
  name?: string,
): { binder: Binder; expr: Expr<ValueOf<D>> } {
  const chosen =
    name ??
    ('name' in domain
      ? domain.name
      : domain.kind === 'process'
        ? (domain.role ?? 'process')
        : 'value');
  const binder: Binder = Object.freeze({ name: chosen, domain });
  return { binder, expr: wrap({ kind: 'binder', binder }) };
}

function quantified<D extends ElementDomain, T>(
  quantifier: Quantifier,
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Expr<boolean>,
): Expr<T> {
  const { binder, expr } = bind(domain);
  const source = captureSource();
  return tracked({ kind: 'quantified', quantifier, binder, body: use(body(expr)), source }, source);
}

/** `body` holds for every value of the domain. The function runs once, with a symbolic value. */
export const every = <D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Expr<boolean>,
): Expr<boolean> => quantified('every', domain, body);
/** `body` holds for some value of the domain. */
export const some = <D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Expr<boolean>,
): Expr<boolean> => quantified('some', domain, body);
/** For how many values of the domain `body` holds. */
export const count = <D extends ElementDomain>(
  domain: D,
  body: (value: Expr<ValueOf<D>>) => Expr<boolean>,
): Expr<number> => quantified('count', domain, body);

function position(
  predicate: PositionNode['predicate'],
  process: Expr<'(process)'> | null,
  fn: string | null = null,
  label: string | null = null,
): Expr<boolean> {
  const at = process === null ? null : use(process);
  const source = captureSource();
  return tracked({ kind: 'position', predicate, process: at, fn, label, source }, source);
}

/** The process is inside the function `fn` (or a callee of it). */
export const inside = (process: Expr<'(process)'>, fn: { readonly name: string }): Expr<boolean> =>
  position('inside', process, fn.name);
/** The process is about to execute the step with this label of the function `fn`. */
export const at = (
  process: Expr<'(process)'>,
  fn: { readonly name: string },
  label: string,
): Expr<boolean> => position('at', process, fn.name, label);
/** The process is finished, or at a step marked `rest`. */
export const resting = (process: Expr<'(process)'>): Expr<boolean> => position('resting', process);
/** Every process rests: no operation is in flight. */
export const quiescent = (): Expr<boolean> => position('quiescent', null);
