/**
 * The brute force, its steps: everything that one process can do in a state, one outcome per way of doing it.
 *
 * An outcome is the state after the step with the checks that were false, or the news that a value or an index left its
 * domain.
 */
import {
  advance,
  decide,
  enterPast,
  leave,
  processOf,
  scopeOf,
  settle,
  statementAt,
  topOf,
  updated,
} from './brute-control.ts';
import { bound, evaluate, isTrue, isWithin, OutsideDomain } from './brute-expressions.ts';
import { operateLock, tryLock } from './brute-locks.ts';
import { type Code, type LockState, literal, numbers, product, type State } from './brute-state.ts';
import type {
  ArrayDomain,
  Effect,
  Lock,
  Scalar,
  ScalarDomain,
  Statement,
  Target,
} from './random-program.ts';

export type Outcome =
  | { readonly kind: 'fired'; readonly state: State; readonly failed: readonly string[] }
  | { readonly kind: 'error' };

const LOCK_BALANCE = 'S-LOCKBAL';

/** Everything the process can do; empty when it is blocked or finished. */
export function outcomesOf(code: Code, state: State, process: number): Outcome[] {
  try {
    return attempt(code, state, process);
  } catch (error) {
    if (error instanceof OutsideDomain) return [{ kind: 'error' }];
    throw error;
  }
}

function attempt(code: Code, state: State, process: number): Outcome[] {
  const statement = statementAt(code, state, process);
  const onward = (next: State): State => settle(code, next, process);
  const go = (next: State, failed: readonly string[] = []): Outcome[] => [
    { kind: 'fired', state: onward(next), failed },
  ];
  if (statement === undefined) return [];
  switch (statement.kind) {
    case 'step':
      return stepsOf(code, state, process, statement).flatMap((after) =>
        after === null ? [{ kind: 'error' }] : go(advance(after, process)),
      );
    case 'when':
    case 'while':
      return go(decide(code, state, process, statement));
    case 'oneOf':
    case 'oneOfEach':
      return branchesOf(state, process, statement).flatMap((branch) =>
        outcomesOf(code, onward(branch), process),
      );
    case 'check':
      return checked(code, state, process, statement);
    case 'atomically':
      return parts(
        code,
        onward(enterPast(state, process, statement.body, { isAtomic: true })),
        process,
      );
    case 'lock':
      return lockStep(code, state, process, statement).flatMap(({ next, failed }) =>
        go(next, failed),
      );
    case 'trylock':
      return tryStep(code, state, process, statement).flatMap(({ next, failed }) =>
        go(next, failed),
      );
    default:
      throw new Error(`${statement.kind} is not a step`);
  }
}

/** What is behind the check, as part of the same step; blocked there, the check is not evaluated. */
function checked(
  code: Code,
  state: State,
  process: number,
  check: Extract<Statement, { kind: 'check' }>,
): Outcome[] {
  const after = outcomesOf(code, settle(code, advance(state, process), process), process);
  if (after.length === 0 || isTrue(check.condition, scopeOf(code, state, process))) return after;
  return after.map((each) => failing(each, [check.property]));
}

const failing = (outcome: Outcome, failed: readonly string[]): Outcome =>
  outcome.kind === 'error' ? outcome : { ...outcome, failed: [...failed, ...outcome.failed] };

type Choice = Extract<Statement, { kind: 'oneOf' | 'oneOfEach' }>;

/** Inside each branch of a choice, before anything has passed through. */
export function branchesOf(state: State, process: number, statement: Choice): State[] {
  if (statement.kind === 'oneOf')
    return statement.branches.map((branch) => enterPast(state, process, branch));
  const bindings = topOf(state, process)?.bindings ?? {};
  return numbers(statement.low, statement.high).map((value) =>
    enterPast(state, process, statement.body, {
      bindings: bound(bindings, statement.bound, value),
    }),
  );
}

/** Runs what is left of an `atomically`, up to its end. */
function parts(code: Code, state: State, process: number): Outcome[] {
  if (topOf(state, process)?.isAtomic === true && statementAt(code, state, process) === undefined) {
    return [
      { kind: 'fired', state: settle(code, leave(code, state, process), process), failed: [] },
    ];
  }
  return outcomesOf(code, state, process).flatMap((first) => {
    if (first.kind === 'error') return [first];
    return parts(code, first.state, process).map((rest) => failing(rest, first.failed));
  });
}

interface Next {
  readonly next: State;
  readonly failed: readonly string[];
}

const lockNamed = (code: Code, state: State, name: string): { of: Lock; lock: LockState } => {
  const of = code.program.locks.find((each) => each.name === name);
  const lock = state.locks[name];
  if (of === undefined || lock === undefined) throw new Error(`no lock ${name}`);
  return { of, lock };
};

function lockStep(
  code: Code,
  state: State,
  process: number,
  statement: Extract<Statement, { kind: 'lock' }>,
): Next[] {
  const { of, lock } = lockNamed(code, state, statement.lock);
  const after = operateLock(
    statement.operation,
    of,
    lock,
    process,
    processOf(state, process).isQueued,
  );
  if (after === null) return [];
  const changed = { ...state, locks: { ...state.locks, [of.name]: after.lock } };
  const moved = updated(changed, process, { isQueued: after.isQueued });
  return [
    {
      next: after.isQueued ? moved : advance(moved, process),
      failed: after.asserts ? [] : [LOCK_BALANCE],
    },
  ];
}

function tryStep(
  code: Code,
  state: State,
  process: number,
  statement: Extract<Statement, { kind: 'trylock' }>,
): Next[] {
  const { of, lock } = lockNamed(code, state, statement.lock);
  const after = tryLock(statement.operation, lock, process);
  if (after === null) return [{ next: enterPast(state, process, statement.busy), failed: [] }];
  const changed = { ...state, locks: { ...state.locks, [of.name]: after.lock } };
  return [
    {
      next: enterPast(changed, process, statement.taken),
      failed: after.asserts ? [] : [LOCK_BALANCE],
    },
  ];
}

type Place =
  | { readonly kind: 'shared'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly index: number };

/** What one effect writes: where, what, and the domain it must be in. */
interface Write {
  readonly place: Place;
  readonly value: Scalar;
  readonly domain: ScalarDomain;
}

/** The states after a labelled step, whose effects all read the state before; null for one that left a domain. */
function stepsOf(
  code: Code,
  state: State,
  process: number,
  { guard, effects }: Extract<Statement, { kind: 'step' }>,
): (State | null)[] {
  if (guard !== null && !isTrue(guard, scopeOf(code, state, process))) return [];
  const ways = product(effects.map((effect) => writesOf(code, state, process, effect)));
  return ways.map((way) => {
    const writes = way.flat();
    const isInside = writes.every(({ value, domain }) => isWithin(value, domain));
    return isInside ? writes.reduce((now, write) => written(now, process, write), state) : null;
  });
}

/** The alternatives of one effect, each a list of writes. */
function writesOf(code: Code, state: State, process: number, effect: Effect): Write[][] {
  const scope = scopeOf(code, state, process);
  if (effect.kind === 'assignAll') {
    const domain = arrayDomain(code, effect.array);
    const value = evaluate(effect.value, scope);
    return [
      numbers(domain.low, domain.high).map((index) => ({
        place: { kind: 'element', array: effect.array, index },
        value,
        domain: domain.element,
      })),
    ];
  }
  const { place, domain } = placeOf(code, state, process, effect.target);
  if (effect.kind !== 'choose') return [[{ place, value: evaluate(effect.value, scope), domain }]];
  const { where } = effect;
  const values: Scalar[] =
    effect.domain.kind === 'boolean'
      ? [false, true]
      : numbers(effect.domain.low, effect.domain.high);
  const isAllowed = (value: Scalar): boolean => {
    const meaning = {
      expression: { ...literal(0), value } as ReturnType<typeof literal>,
      bindings: {},
    };
    return (
      where === null ||
      isTrue(where, { ...scope, bindings: { ...scope.bindings, [effect.bound]: meaning } })
    );
  };
  return values.filter(isAllowed).map((value) => [{ place, value, domain }]);
}

function placeOf(
  code: Code,
  state: State,
  process: number,
  target: Target,
): Pick<Write, 'place' | 'domain'> {
  if (target.kind !== 'element')
    return { place: target, domain: scalarDomain(code, process, target.name) };
  const { low, high, element } = arrayDomain(code, target.array);
  const index = evaluate(target.index, scopeOf(code, state, process));
  if (!isWithin(index, { kind: 'range', low, high }))
    throw new OutsideDomain(`${target.array}[${index}]`);
  return {
    place: { kind: 'element', array: target.array, index: index as number },
    domain: element,
  };
}

function arrayDomain({ program }: Code, name: string): ArrayDomain {
  const domain = program.shared.find((each) => each.name === name)?.domain;
  if (domain?.kind !== 'array') throw new Error(`no array ${name}`);
  return domain;
}

function scalarDomain({ program, roleOf }: Code, process: number, name: string): ScalarDomain {
  const locals = [
    ...(program.roles[roleOf[process] ?? 0]?.locals ?? []),
    ...program.functions.flatMap((each) => each.locals),
  ];
  const domain = [...program.shared, ...locals].find((each) => each.name === name)?.domain;
  if (domain === undefined || domain.kind === 'array') throw new Error(`no variable ${name}`);
  return domain;
}

function written(state: State, process: number, { place, value }: Write): State {
  if (place.kind === 'shared')
    return { ...state, shared: { ...state.shared, [place.name]: value } };
  if (place.kind === 'local') {
    return updated(state, process, {
      locals: { ...processOf(state, process).locals, [place.name]: value },
    });
  }
  const array = { ...(state.shared[place.array] as Record<number, Scalar>), [place.index]: value };
  return { ...state, shared: { ...state.shared, [place.array]: array } };
}
