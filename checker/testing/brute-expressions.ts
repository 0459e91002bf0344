/**
 * The brute force, its expressions: the value of an expression in a state, and whether it reads anything shared.
 *
 * `and`, `or` and `implies` stop where C does, and a conditional evaluates the side it takes.
 */
import type { Bindings, Code, State } from './brute-state.ts';
import { literal, numbers } from './brute-state.ts';
import type { Expression, Operator, ProcessRef, Scalar, ScalarDomain } from './random-program.ts';

/** A value or an index is not in its domain. */
export class OutsideDomain extends Error {}

/** What the questions about positions are answered by. */
export interface Positions {
  isInside(state: State, process: number, fn: string): boolean;
  isResting(state: State, process: number): boolean;
}

export interface Scope {
  readonly code: Code;
  readonly state: State;
  /** The executing process; null in a property. */
  readonly process: number | null;
  readonly bindings: Bindings;
  readonly positions: Positions | null;
}

const bind = (scope: Scope, name: string, value: number): Scope => ({
  ...scope,
  bindings: { ...scope.bindings, [name]: { expression: literal(value), bindings: {} } },
});

export const bound = (bindings: Bindings, name: string, value: number): Bindings => ({
  ...bindings,
  [name]: { expression: literal(value), bindings: {} },
});

export const isTrue = (expression: Expression, scope: Scope): boolean =>
  evaluate(expression, scope) === true;

export const numberOf = (expression: Expression, scope: Scope): number =>
  evaluate(expression, scope) as number;

export function evaluate(expression: Expression, scope: Scope): Scalar {
  const { state } = scope;
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'shared':
      return state.shared[expression.name] as Scalar;
    case 'local':
      return state.processes[scope.process as number]?.locals[expression.name] as Scalar;
    case 'bound': {
      const meaning = scope.bindings[expression.name];
      if (meaning === undefined) throw new Error(`${expression.name} means nothing here`);
      return evaluate(meaning.expression, { ...scope, bindings: meaning.bindings });
    }
    case 'element':
      return elementOf(expression.array, evaluate(expression.index, scope), state);
    case 'operator':
      return operate(expression.operator, expression.operands, scope);
    case 'every':
      return numbers(expression.low, expression.high).every((value) =>
        isTrue(expression.body, bind(scope, expression.bound, value)),
      );
    case 'some':
      return numbers(expression.low, expression.high).some((value) =>
        isTrue(expression.body, bind(scope, expression.bound, value)),
      );
    case 'count':
      return numbers(expression.low, expression.high).filter((value) =>
        isTrue(expression.body, bind(scope, expression.bound, value)),
      ).length;
    default:
      return ask(expression, scope);
  }
}

function elementOf(array: string, index: Scalar, { shared }: State): Scalar {
  const value = (shared[array] as Record<string, Scalar>)[String(index)];
  if (value === undefined) throw new OutsideDomain(`${array}[${index}]`);
  return value;
}

type Question = Extract<
  Expression,
  { kind: 'owns' | 'holds' | 'queued' | 'inside' | 'resting' | 'quiescent' }
>;

function ask(question: Question, { state, process, positions }: Scope): boolean {
  const who = (ref: ProcessRef): number => (ref === 'self' ? (process as number) : ref);
  switch (question.kind) {
    case 'owns':
      return state.locks[question.lock]?.writer === who(question.process);
    case 'holds':
      return question.mode === 'write'
        ? state.locks[question.lock]?.writer === who(question.process)
        : state.locks[question.lock]?.readers.includes(who(question.process)) === true;
    case 'queued':
      return state.locks[question.lock]?.waiting.length !== 0;
    case 'inside':
      return positions?.isInside(state, question.process, question.fn) === true;
    case 'resting':
      return positions?.isResting(state, question.process) === true;
    case 'quiescent':
      return state.processes.every((_, each) => positions?.isResting(state, each) === true);
  }
}

function operate(operator: Operator, operands: readonly Expression[], scope: Scope): Scalar {
  const [first, second, third] = operands as [Expression, Expression, Expression];
  switch (operator) {
    case 'and':
      return operands.every((each) => isTrue(each, scope));
    case 'or':
      return operands.some((each) => isTrue(each, scope));
    case 'implies':
      return !isTrue(first, scope) || isTrue(second, scope);
    case 'if':
      return evaluate(isTrue(first, scope) ? second : third, scope);
    default:
      return COMBINE[operator](
        ...(operands.map((each) => evaluate(each, scope)) as [never, never]),
      );
  }
}

type Strict = Exclude<Operator, 'and' | 'or' | 'implies' | 'if'>;

type Numbers = readonly number[];

/** Operators that evaluate all their operands: numbers `x` and `y`, sets `s` and `t`. */
const COMBINE: Readonly<Record<Strict, (a: never, b: never) => Scalar>> = {
  not: (a: boolean) => !a,
  eq: (a: Scalar, b: Scalar) => isEqual(a, b),
  ne: (a: Scalar, b: Scalar) => !isEqual(a, b),
  lt: (x: number, y: number) => x < y,
  le: (x: number, y: number) => x <= y,
  gt: (x: number, y: number) => x > y,
  ge: (x: number, y: number) => x >= y,
  add: (x: number, y: number) => x + y,
  sub: (x: number, y: number) => x - y,
  in: (x: number, t: Numbers) => t.includes(x),
  with: (s: Numbers, y: number) => ascending([...s.filter((each) => each !== y), y]),
  without: (s: Numbers, y: number) => s.filter((each) => each !== y),
  union: (s: Numbers, t: Numbers) => ascending([...s, ...t.filter((each) => !s.includes(each))]),
  intersect: (s: Numbers, t: Numbers) => s.filter((each) => t.includes(each)),
  minus: (s: Numbers, t: Numbers) => s.filter((each) => !t.includes(each)),
  subset: (s: Numbers, t: Numbers) => s.every((each) => t.includes(each)),
  size: (s: Numbers) => s.length,
  isEmpty: (s: Numbers) => s.length === 0,
  present: (a: Scalar) => a !== null,
  valueOf: (a: Scalar) => a,
  READ_ONCE: (a: Scalar) => a,
};

const isEqual = (a: Scalar, b: Scalar): boolean => JSON.stringify(a) === JSON.stringify(b);

const ascending = (members: readonly number[]): readonly number[] =>
  [...members].sort((a, b) => a - b);

export function isWithin(value: Scalar, domain: ScalarDomain): boolean {
  if (domain.kind === 'boolean') return typeof value === 'boolean';
  const inRange = (each: unknown): boolean =>
    typeof each === 'number' && domain.low <= each && each <= domain.high;
  if (domain.kind === 'set') return (value as readonly number[]).every(inRange);
  return inRange(value) || (domain.kind === 'optional' && value === null);
}

/** Whether the expression reads shared state, through parameters too. */
export function readsShared(expression: Expression, bindings: Bindings): boolean {
  switch (expression.kind) {
    case 'literal':
    case 'local':
      return false;
    case 'bound': {
      const meaning = bindings[expression.name];
      return meaning !== undefined && readsShared(meaning.expression, meaning.bindings);
    }
    case 'operator':
      return expression.operands.some((each) => readsShared(each, bindings));
    case 'every':
    case 'some':
    case 'count':
      return readsShared(expression.body, bound(bindings, expression.bound, expression.low));
    default:
      return true;
  }
}
