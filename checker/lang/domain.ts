/**
 * Finite domains: the set of values that a variable, a constant or a binder may take.
 *
 * A domain is declared once and everything else (type of the expressions, domain check, bits of the packed state) comes from
 * it. Every scalar value is a small integer inside the checker: a boolean 0/1, a member of an enumeration or an index
 * its ordinal, a set the mask of its members, "no value" of an optional -1.
 *
 * The type parameter is the static type of the values; it exists for the compiler only.
 */
import type { Expr } from './expression.ts';
import { literalOf, use } from './expression.ts';

declare const valueType: unique symbol;

/** What every domain has: the phantom type of its values. */
export interface Domain<T> {
  readonly [valueType]?: T;
  readonly kind: string;
}

/** A bound that is known when the model is built: a number, or an expression over constants. */
export type Bound = number | Expr<number>;

export interface BooleanDomain extends Domain<boolean> {
  readonly kind: 'boolean';
}

export interface EnumDomain<T extends string = string> extends Domain<T> {
  readonly kind: 'enum';
  readonly name: string;
  readonly members: readonly string[];
}

export interface RangeDomain extends Domain<number> {
  readonly kind: 'range';
  readonly low: Bound;
  readonly high: Bound;
}

/** `size` interchangeable elements, numbered from 0, used to index arrays: BARs, buffers, devices. */
export interface IndexDomain<T extends string = string> extends Domain<T> {
  readonly kind: 'index';
  readonly name: string;
  readonly size: Bound;
}

/** The process instances of the model; `role` narrows it to the instances of one role. */
export interface ProcessDomain extends Domain<ProcessId> {
  readonly kind: 'process';
  readonly role: string | null;
}

export interface OptionalDomain<T = unknown> extends Domain<T | None> {
  readonly kind: 'optional';
  readonly of: ScalarDomain;
}

export interface SetDomain<T = unknown> extends Domain<SetOf<T>> {
  readonly kind: 'set';
  readonly of: ElementDomain;
}

export interface ArrayDomain<I = unknown, D = unknown> extends Domain<never> {
  readonly kind: 'array';
  readonly index: ElementDomain;
  readonly element: AnyDomain;
  readonly [indexType]?: I;
  readonly [elementType]?: D;
}

export interface RecordDomain<F = unknown> extends Domain<never> {
  readonly kind: 'record';
  readonly fields: Readonly<Record<string, AnyDomain>>;
  readonly [elementType]?: F;
}

declare const indexType: unique symbol;
declare const elementType: unique symbol;

export type None = '(none)';
export type ProcessId = '(process)';
export interface SetOf<T> {
  readonly setOf: T;
}

/** Domains whose values can be counted off: members of sets, indices of arrays, ranges of quantifiers. */
export type ElementDomain = BooleanDomain | EnumDomain | RangeDomain | IndexDomain | ProcessDomain;
export type ScalarDomain = ElementDomain | OptionalDomain | SetDomain;
export type AnyDomain = ScalarDomain | ArrayDomain | RecordDomain;

/** The static type of the values of a domain. */
export type ValueOf<D> = D extends Domain<infer T> ? T : never;

export const BOOLEAN: BooleanDomain = Object.freeze({ kind: 'boolean' });
export const TRUE: Expr<boolean> = literalOf(BOOLEAN, 1);
export const FALSE: Expr<boolean> = literalOf(BOOLEAN, 0);

/** No value, for variables of an optional domain. */
export const NONE: Expr<None> = literalOf<None>({ kind: 'none' }, -1);

/** All process instances of the model, in declared order. */
export const PROCESS: ProcessDomain = Object.freeze({ kind: 'process', role: null });

/** Members of an enumeration are read as `POWER.values.D0`. */
export type Enumeration<N extends string, V extends string> = EnumDomain<`${N}.${V}`> & {
  readonly values: { readonly [K in V]: Expr<`${N}.${V}`> };
};

/** Declares an enumeration, in the order that breaks ties between traces. */
export function enumeration<const N extends string, const V extends string>(
  name: N,
  members: readonly V[],
): Enumeration<N, V> {
  const values: Record<string, Expr<unknown>> = {};
  const domain = { kind: 'enum' as const, name, members: Object.freeze([...members]), values };
  for (const [ordinal, member] of members.entries()) {
    values[member] = literalOf(domain, ordinal);
  }
  Object.freeze(values);
  return Object.freeze(domain) as unknown as Enumeration<N, V>;
}

/** The bound itself, known to be part of something bigger. */
export function usedBound<B extends Bound | null>(bound: B): B {
  if (bound !== null && typeof bound !== 'number') use(bound);
  return bound;
}

/** The whole numbers from `low` to `high`, both included. */
export function range(low: Bound, high: Bound): RangeDomain {
  return Object.freeze({ kind: 'range', low: usedBound(low), high: usedBound(high) });
}

/** `size` elements numbered from 0 that index arrays; `name` keeps BARs and buffers apart for the compiler. */
export function indexDomain<const N extends string>(name: N, size: Bound): IndexDomain<`${N}#`> {
  return Object.freeze({ kind: 'index', name, size: usedBound(size) });
}

/** The value of `domain`, or `NONE`. */
export function optional<D extends ScalarDomain>(domain: D): OptionalDomain<ValueOf<D>> {
  return Object.freeze({ kind: 'optional', of: domain });
}

/** Subsets of a small domain (at most 30 elements). */
export function setOf<D extends ElementDomain>(domain: D): SetDomain<ValueOf<D>> {
  return Object.freeze({ kind: 'set', of: domain });
}

/** One `element` for each value of `index`. */
export function array<I extends ElementDomain, D extends AnyDomain>(
  index: I,
  element: D,
): ArrayDomain<ValueOf<I>, D> {
  return Object.freeze({ kind: 'array', index, element });
}

/** Named fields. */
export function record<const F extends Readonly<Record<string, AnyDomain>>>(
  fields: F,
): RecordDomain<F> {
  return Object.freeze({ kind: 'record', fields: Object.freeze({ ...fields }) });
}
