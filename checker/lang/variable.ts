/**
 * Declarations: constants, shared variables, ghosts, locals and parameters.
 *
 * A constant is fixed when the model is built (its default, or what a variant, a configuration or `-c` sets). Everything
 * else is part of the state. A variable is used as an expression; of an array one reads `x.at(index)`, of a record `x.field`.
 */
import type { AnyDomain, ArrayDomain, ElementDomain, RecordDomain, ValueOf } from './domain.ts';
import { type Binder, bind, type Expr, type ExprNode, elementOf, use, wrap } from './expression.ts';
import { captureSource, type Source } from './source.ts';

export interface ConstantDeclaration {
  readonly name: string;
  readonly domain: ElementDomain;
  readonly initial: ExprNode;
  readonly summary: string;
  readonly source: Source;
}

/** `ghost` variables count as state, but model nothing of the kernel; `lock` variables belong to a lock of the vocabulary. */
export type VariableKind = 'shared' | 'ghost' | 'local' | 'lock';

export interface VariableDeclaration {
  readonly kind: VariableKind;
  readonly name: string;
  readonly domain: AnyDomain;
  readonly initial: InitialNode;
  /** Every access is atomic by itself. */
  readonly isAtomic: boolean;
  readonly source: Source;
}

/** Initial values: alternatives of a scalar, of an array one node for all elements or one that depends on the index, one per field. */
export type InitialNode =
  | { readonly kind: 'alternatives'; readonly values: readonly ExprNode[] }
  | { readonly kind: 'elements'; readonly binder: Binder; readonly element: InitialNode }
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, InitialNode>> };

declare const placeType: unique symbol;

/** A scalar that a step may assign. */
export interface Var<T> extends Expr<T> {
  readonly [placeType]?: T;
  readonly assignable: true;
}

export interface ArrayVar<I, D> {
  /** The element with this index; an index outside its domain is verdict ERROR. */
  at(index: Expr<I>): Place<D>;
  readonly node: ExprNode;
  readonly domain: ArrayDomain<I, D>;
}

/** What a declaration of domain `D` is read as. */
export type Place<D> =
  D extends ArrayDomain<infer I, infer E>
    ? ArrayVar<I, E>
    : D extends RecordDomain<infer F>
      ? { readonly [K in keyof F]: Place<F[K]> }
      : Var<ValueOf<D>>;

/**
 * Initial value: of a scalar one or several alternatives, of an array the value of every element (or a function of the
 * index, which runs once with a symbolic index), of a record one per field.
 */
export type Initial<D> =
  D extends ArrayDomain<infer I, infer E>
    ? Initial<E> | ((index: Expr<I>) => Initial<E>)
    : D extends RecordDomain<infer F>
      ? { readonly [K in keyof F]: Initial<F[K]> }
      : Expr<ValueOf<D>> | readonly Expr<ValueOf<D>>[];

function placeOf(domain: AnyDomain, node: ExprNode): unknown {
  if (domain.kind === 'array') {
    return Object.freeze({
      node,
      domain,
      at: (index: Expr<unknown>) => placeOf(domain.element, use(elementOf(node, index))),
    });
  }
  if (domain.kind === 'record') {
    const fields = Object.entries(domain.fields).map(([field, of]) => [
      field,
      placeOf(of, Object.freeze({ kind: 'field' as const, record: node, field })),
    ]);
    return Object.freeze(Object.fromEntries(fields));
  }
  return Object.freeze({ node: Object.freeze(node), assignable: true });
}

function initialElements(domain: ArrayDomain, initial: unknown): InitialNode {
  if (typeof initial !== 'function') return initialNode(domain.element, initial);
  const { binder, expr } = bind(domain.index);
  const element = initialNode(domain.element, initial(expr));
  return Object.freeze({ kind: 'elements', binder, element });
}

function initialNode(domain: AnyDomain, initial: unknown): InitialNode {
  if (domain.kind === 'array') return initialElements(domain, initial);
  if (domain.kind === 'record') {
    const given = initial as Readonly<Record<string, unknown>>;
    const fields = Object.entries(domain.fields).map(([field, of]) => [
      field,
      initialNode(of, given[field]),
    ]);
    return Object.freeze({ kind: 'fields', fields: Object.freeze(Object.fromEntries(fields)) });
  }
  const values = (Array.isArray(initial) ? initial : [initial]) as readonly Expr<unknown>[];
  return Object.freeze({ kind: 'alternatives', values: Object.freeze(values.map(use)) });
}

/** Declares a state variable of any kind; specs call `variable`, `ghost` or `local`. */
export const declareVariable = <D extends AnyDomain>(
  kind: VariableKind,
  name: string,
  domain: D,
  initial: Initial<D>,
): Place<D> => declare({ kind, name, isAtomic: false }, domain, initial);

function declare<D extends AnyDomain>(
  what: Pick<VariableDeclaration, 'kind' | 'name' | 'isAtomic'>,
  domain: D,
  initial: Initial<D>,
): Place<D> {
  const declaration: VariableDeclaration = Object.freeze({
    ...what,
    domain,
    initial: initialNode(domain, initial),
    source: captureSource(),
  });
  return placeOf(domain, Object.freeze({ kind: 'variable', variable: declaration })) as Place<D>;
}

/** Declares a shared variable. */
export const variable = <D extends AnyDomain>(
  name: string,
  domain: D,
  initial: Initial<D>,
): Place<D> => declareVariable('shared', name, domain, initial);

/** Declares a shared variable of which every access is atomic by itself (`atomic_t`, a reference count): never a data race. */
export const atomic = <D extends AnyDomain>(
  name: string,
  domain: D,
  initial: Initial<D>,
): Place<D> => declare({ kind: 'shared', name, isAtomic: true }, domain, initial);

/** Declares a ghost: state that only properties read. */
export const ghost = <D extends AnyDomain>(
  name: string,
  domain: D,
  initial: Initial<D>,
): Place<D> => declareVariable('ghost', name, domain, initial);

/** Declares a local of a function or a role; list it in the `locals` of its owner. */
export const local = <D extends AnyDomain>(
  name: string,
  domain: D,
  initial: Initial<D>,
): Place<D> => declareVariable('local', name, domain, initial);

/** Declares a constant with its default. */
export function constant<D extends ElementDomain>(
  name: string,
  domain: D,
  initial: Expr<ValueOf<D>>,
  summary: string,
): Expr<ValueOf<D>> {
  const declaration: ConstantDeclaration = Object.freeze({
    name,
    domain,
    initial: use(initial),
    summary,
    source: captureSource(),
  });
  return wrap({ kind: 'constant', constant: declaration });
}

/** A parameter of a function: stands for the argument at every call. */
export interface Param<T> extends Expr<T> {
  readonly binder: Binder;
}

export function param<D extends ElementDomain>(name: string, domain: D): Param<ValueOf<D>> {
  const { binder, expr } = bind(domain, name);
  return Object.freeze({ ...expr, binder });
}
