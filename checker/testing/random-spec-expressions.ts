/**
 * Translation of the expressions of a random program to those of the spec language, one to one.
 */
import {
  add,
  and,
  BOOLEAN,
  cond,
  count,
  type Expr,
  element,
  emptySet,
  eq,
  every,
  FALSE,
  ge,
  gt,
  holds,
  implies,
  inside,
  int,
  intersect,
  isEmpty,
  isIn,
  type ScalarDomain as LangDomain,
  le,
  lt,
  type Mutex,
  minus,
  NONE,
  ne,
  not,
  optional,
  or,
  ownsMutex,
  type Param,
  PROCESS,
  present,
  queued,
  quiescent,
  READ_ONCE,
  type RwSemaphore,
  range,
  resting,
  type SetDomain,
  type SpecFunction,
  self,
  setOf,
  size,
  some,
  sub,
  subset,
  TRUE,
  union,
  valueOf,
  withElement,
  withoutElement,
} from '../lang/index.ts';
import type { Expression, Operator, ProcessRef, Scalar, ScalarDomain } from './random-program.ts';

/** The description's types are not TypeScript's: an expression of unknown type, accepted everywhere. */
export type AnyExpr = Expr<never>;

export interface AnyArray {
  at(index: AnyExpr): AnyExpr;
}

/** What the names of a program stand for in the spec. */
export interface Names {
  readonly variables: ReadonlyMap<string, AnyExpr>;
  readonly arrays: ReadonlyMap<string, AnyArray>;
  readonly locks: ReadonlyMap<string, Mutex | RwSemaphore>;
  /** Parameters and loop names. */
  readonly bound: ReadonlyMap<string, AnyExpr>;
  readonly functions: ReadonlyMap<string, SpecFunction<readonly Param<never>[]>>;
}

export const withBound = (names: Names, name: string, expr: Expr<unknown>): Names => ({
  ...names,
  bound: new Map([...names.bound, [name, expr as AnyExpr]]),
});

export function langDomain(domain: ScalarDomain): LangDomain {
  if (domain.kind === 'boolean') return BOOLEAN;
  const values = range(domain.low, domain.high);
  if (domain.kind === 'range') return values;
  return domain.kind === 'optional' ? optional(values) : setOf(values);
}

export function literalExpr(value: Scalar, domain: ScalarDomain): AnyExpr {
  if (value === null) return NONE as AnyExpr;
  if (typeof value === 'boolean') return (value ? TRUE : FALSE) as AnyExpr;
  if (typeof value === 'number') return int(value) as AnyExpr;
  const empty = emptySet(langDomain(domain) as SetDomain<number>);
  return value.reduce((set, member) => withElement(set, int(member)), empty) as AnyExpr;
}

export function named<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new Error(`${name} is not declared`);
  return found;
}

type Build = (...operands: AnyExpr[]) => Expr<unknown>;
const OPERATORS: Readonly<Record<Operator, Build>> = {
  not,
  and,
  or,
  implies,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  add,
  sub,
  if: cond,
  in: isIn,
  with: withElement,
  without: withoutElement,
  union,
  intersect,
  minus,
  subset,
  size,
  isEmpty,
  present,
  valueOf,
  READ_ONCE,
} as Readonly<Record<Operator, Build>>;

const QUANTIFIERS = { every, some, count };

const processExpr = (process: ProcessRef): Expr<'(process)'> =>
  process === 'self' ? self : element(PROCESS, process);

export function translate(expression: Expression, names: Names): AnyExpr {
  return translated(expression, names) as AnyExpr;
}

function translated(expression: Expression, names: Names): Expr<unknown> {
  switch (expression.kind) {
    case 'literal':
      return literalExpr(expression.value, expression.domain);
    case 'shared':
    case 'local':
      return named(names.variables, expression.name);
    case 'bound':
      return named(names.bound, expression.name);
    case 'element':
      return named(names.arrays, expression.array).at(translate(expression.index, names));
    case 'operator':
      return OPERATORS[expression.operator](
        ...expression.operands.map((each) => translate(each, names)),
      );
    case 'every':
    case 'some':
    case 'count':
      return QUANTIFIERS[expression.kind](range(expression.low, expression.high), (value) =>
        translate(expression.body, withBound(names, expression.bound, value)),
      );
    case 'owns':
      return ownsMutex(
        processExpr(expression.process),
        named(names.locks, expression.lock) as Mutex,
      );
    case 'holds':
      return holds(
        processExpr(expression.process),
        named(names.locks, expression.lock) as RwSemaphore,
        expression.mode,
      );
    case 'queued':
      return queued(named(names.locks, expression.lock) as RwSemaphore);
    case 'inside':
      return inside(element(PROCESS, expression.process), { name: expression.fn });
    case 'resting':
      return resting(element(PROCESS, expression.process));
    case 'quiescent':
      return quiescent();
  }
}
