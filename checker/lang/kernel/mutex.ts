/**
 * `struct mutex`, as ordinary steps (Documentation/locking/mutex-design.rst): one owner, only the owner may unlock,
 * no recursion. Taking a mutex that one holds blocks for ever; unlocking what is not held is a finding and changes nothing.
 */
import {
  array,
  type ElementDomain,
  NONE,
  type None,
  optional,
  PROCESS,
  type ProcessId,
  record,
  type ValueOf,
} from '../domain.ts';
import { cond, type Expr, type ExprNode, eq, ne, self } from '../expression.ts';
import { c } from '../label.ts';
import {
  assign,
  type Body,
  check,
  type LockAction,
  type OneOf,
  type Operation,
  oneOf,
  onLock,
  operation,
  step,
  stepWhen,
} from '../statement.ts';
import { declareVariable, type Place, type Var } from '../variable.ts';
import { S_LOCKBAL } from './findings.ts';

const MUTEX = record({ owner: optional(PROCESS) });

export interface Mutex {
  readonly kind: 'mutex';
  readonly node: ExprNode;
  readonly owner: Var<ProcessId | None>;
}

function mutexAt(place: Place<typeof MUTEX>): Mutex {
  const owner = place.owner.node;
  if (owner.kind !== 'field') throw new TypeError('a mutex is a record');
  return Object.freeze({ kind: 'mutex', node: owner.record, owner: place.owner });
}

/** Declares a mutex, free at the start. */
export const mutex = (name: string): Mutex =>
  mutexAt(declareVariable('lock', name, MUTEX, { owner: NONE }));

/** Declares one mutex for each value of `index`. */
export function mutexes<D extends ElementDomain>(
  name: string,
  index: D,
): { at(i: Expr<ValueOf<D>>): Mutex } {
  const places = declareVariable('lock', name, array(index, MUTEX), { owner: NONE });
  return Object.freeze({ at: (i: Expr<ValueOf<D>>) => mutexAt(places.at(i)) });
}

const onMutex = (lock: Mutex, action: LockAction['action'], blocking = true): LockAction => ({
  action,
  mode: 'write',
  blocking,
  lock: lock.node,
});

/** Blocks until the mutex is free, then owns it. */
export function mutex_lock(lock: Mutex): Operation {
  const text = c`mutex_lock(&${lock})`;
  const acquire = stepWhen(text, eq(lock.owner, NONE), assign(lock.owner, self));
  return operation(text, [onLock(acquire, onMutex(lock, 'acquire'))]);
}

/** Takes the mutex if it is free, never blocks: `taken` or `busy` follows. One step. */
export function mutex_trylock(lock: Mutex, taken: Body, busy: Body): OneOf {
  const text = c`mutex_trylock(&${lock})`;
  const acquire = stepWhen(c`${text} = 1`, eq(lock.owner, NONE), assign(lock.owner, self));
  const fail = stepWhen(c`${text} = 0`, ne(lock.owner, NONE));
  return oneOf([onLock(acquire, onMutex(lock, 'acquire', false)), ...taken], [fail, ...busy]);
}

export function mutex_unlock(lock: Mutex): Operation {
  const text = c`mutex_unlock(&${lock})`;
  const release = step(
    text,
    assign(lock.owner, cond<ProcessId | None>(eq(lock.owner, self), NONE, lock.owner)),
  );
  return operation(text, [
    check(S_LOCKBAL, eq(lock.owner, self)),
    onLock(release, onMutex(lock, 'release')),
  ]);
}

/** `lockdep_assert_held()` for a mutex, and what properties ask. */
export const ownsMutex = (process: Expr<ProcessId>, lock: Mutex): Expr<boolean> =>
  eq(lock.owner, process);
