/**
 * `struct rw_semaphore`, as ordinary steps (Documentation/locking/, kernel/locking/rwsem.c): many readers or one writer.
 *
 * Linux lets a waiting writer hold off new readers. So a writer that finds the lock contended first *queues*, which is
 * a step and state of its own, and then blocks; while anybody is queued no new reader enters and both trylocks fail. Deriving
 * "a writer waits" from a position instead would lose the behaviours between the failed attempt and the enqueueing.
 * With `writerPriority: false` there is no queue and acquisition is a plain guard.
 *
 * Taking what one holds in a conflicting mode blocks for ever; releasing what is not held changes nothing and is a finding.
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
  type SetOf,
  setOf,
  type ValueOf,
} from '../domain.ts';
import {
  and,
  cond,
  type Expr,
  type ExprNode,
  emptySet,
  eq,
  isEmpty,
  isIn,
  ne,
  not,
  or,
  self,
  withElement,
  withoutElement,
  wrap,
} from '../expression.ts';
import { c, type LabelText, noted } from '../label.ts';
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

const PROCESSES = setOf(PROCESS);
const RWSEM = record({ writer: optional(PROCESS), readers: PROCESSES, waiting: PROCESSES });
const FREE = { writer: NONE, readers: emptySet(PROCESSES), waiting: emptySet(PROCESSES) };

export type LockMode = 'read' | 'write';

export interface RwSemaphore {
  readonly kind: 'rwsem';
  readonly node: ExprNode;
  readonly writer: Var<ProcessId | None>;
  readonly readers: Var<SetOf<ProcessId>>;
  /** Queued writers; always empty without writer priority. */
  readonly waiting: Var<SetOf<ProcessId>>;
  readonly writerPriority: boolean;
}

export interface RwSemaphoreOptions {
  /** Whether a queued writer holds off new readers, as in Linux (default). */
  readonly writerPriority?: boolean;
}

function rwsemAt(place: Place<typeof RWSEM>, options: RwSemaphoreOptions): RwSemaphore {
  const { node } = place.writer;
  if (node.kind !== 'field') throw new TypeError('an rwsem is a record');
  return Object.freeze({
    kind: 'rwsem',
    node: node.record,
    ...place,
    writerPriority: options.writerPriority ?? true,
  });
}

/** Declares a read/write semaphore, free at the start. */
export const rwsem = (name: string, options: RwSemaphoreOptions = {}): RwSemaphore =>
  rwsemAt(declareVariable('lock', name, RWSEM, FREE), options);

/** Declares one semaphore for each value of `index`. */
export function rwsems<D extends ElementDomain>(
  name: string,
  index: D,
  options: RwSemaphoreOptions = {},
): { at(i: Expr<ValueOf<D>>): RwSemaphore } {
  const places = declareVariable('lock', name, array(index, RWSEM), FREE);
  return Object.freeze({ at: (i: Expr<ValueOf<D>>) => rwsemAt(places.at(i), options) });
}

/** The semaphore whose record this is; null: it is a lock of another kind. What it says of writer priority is the default. */
export function rwsemOf(node: ExprNode): RwSemaphore | null {
  if (declaredDomain(node) !== RWSEM) return null;
  const fieldOf = (field: string) => wrap<never>({ kind: 'field', record: node, field });
  const places = { writer: fieldOf('writer'), readers: fieldOf('readers') };
  return rwsemAt({ ...places, waiting: fieldOf('waiting') } as unknown as Place<typeof RWSEM>, {});
}

function declaredDomain(node: ExprNode): unknown {
  if (node.kind === 'variable') return node.variable.domain;
  if (node.kind !== 'element') return null;
  const array = declaredDomain(node.array) as { readonly element?: unknown } | null;
  return array?.element ?? null;
}

const isFree = (lock: RwSemaphore): Expr<boolean> =>
  and(eq(lock.writer, NONE), isEmpty(lock.readers));
const nobodyQueued = (lock: RwSemaphore): Expr<boolean> => isEmpty(lock.waiting);
const admitsReader = (lock: RwSemaphore): Expr<boolean> =>
  and(eq(lock.writer, NONE), nobodyQueued(lock));
const admitsWriter = (lock: RwSemaphore): Expr<boolean> => and(isFree(lock), nobodyQueued(lock));

const acting = (
  lock: RwSemaphore,
  action: LockAction['action'],
  mode: LockMode,
  blocking = true,
): LockAction => ({
  action,
  mode,
  blocking,
  lock: lock.node,
});

/** Blocks while a writer holds the lock or is queued, then holds it for read. */
export function down_read(lock: RwSemaphore): Operation {
  const text = c`down_read(&${lock})`;
  const acquire = stepWhen(
    text,
    admitsReader(lock),
    assign(lock.readers, withElement(lock.readers, self)),
  );
  return operation(text, [
    check(S_LOCKBAL, not(isIn(self, lock.readers))),
    onLock(acquire, acting(lock, 'acquire', 'read')),
  ]);
}

/** Blocks until the lock is free, then holds it for write; queues first when it finds the lock contended. */
export function down_write(lock: RwSemaphore): Operation {
  const text = c`down_write(&${lock})`;
  if (!lock.writerPriority) return operation(text, [takeForWrite(lock, text, isFree(lock))]);
  return operation(text, [
    oneOf([takeForWrite(lock, text, admitsWriter(lock))], queueForWrite(lock, text)),
  ]);
}

const takeForWrite = (lock: RwSemaphore, text: LabelText, guard: Expr<boolean>) =>
  onLock(stepWhen(text, guard, assign(lock.writer, self)), acting(lock, 'acquire', 'write'));

function queueForWrite(lock: RwSemaphore, text: LabelText): Body {
  const queue = stepWhen(
    noted(text, 'queue'),
    not(admitsWriter(lock)),
    assign(lock.waiting, withElement(lock.waiting, self)),
  );
  const acquire = stepWhen(
    noted(text, 'queued'),
    isFree(lock),
    assign(lock.writer, self),
    assign(lock.waiting, withoutElement(lock.waiting, self)),
  );
  return [
    onLock(queue, acting(lock, 'queue', 'write')),
    onLock(acquire, acting(lock, 'acquire', 'write')),
  ];
}

/** Takes the lock for read if that is possible at once: `taken` or `busy` follows. One step. */
export function down_read_trylock(lock: RwSemaphore, taken: Body, busy: Body): OneOf {
  const text = c`down_read_trylock(&${lock})`;
  const acquire = stepWhen(
    c`${text} = 1`,
    admitsReader(lock),
    assign(lock.readers, withElement(lock.readers, self)),
  );
  const fail = stepWhen(c`${text} = 0`, not(admitsReader(lock)));
  return oneOf(
    [
      check(S_LOCKBAL, not(isIn(self, lock.readers))),
      onLock(acquire, acting(lock, 'acquire', 'read', false)),
      ...taken,
    ],
    [fail, ...busy],
  );
}

/** Takes the lock for write if it is free and nobody is queued: `taken` or `busy` follows. One step. */
export function down_write_trylock(lock: RwSemaphore, taken: Body, busy: Body): OneOf {
  const text = c`down_write_trylock(&${lock})`;
  const acquire = stepWhen(c`${text} = 1`, admitsWriter(lock), assign(lock.writer, self));
  const fail = stepWhen(c`${text} = 0`, not(admitsWriter(lock)));
  return oneOf(
    [onLock(acquire, acting(lock, 'acquire', 'write', false)), ...taken],
    [fail, ...busy],
  );
}

export function up_read(lock: RwSemaphore): Operation {
  const text = c`up_read(&${lock})`;
  const release = step(text, assign(lock.readers, withoutElement(lock.readers, self)));
  return operation(text, [
    check(S_LOCKBAL, isIn(self, lock.readers)),
    onLock(release, acting(lock, 'release', 'read')),
  ]);
}

export function up_write(lock: RwSemaphore): Operation {
  const text = c`up_write(&${lock})`;
  const release = step(
    text,
    assign(lock.writer, cond<ProcessId | None>(eq(lock.writer, self), NONE, lock.writer)),
  );
  return operation(text, [
    check(S_LOCKBAL, eq(lock.writer, self)),
    onLock(release, acting(lock, 'release', 'write')),
  ]);
}

/** Turns a hold for write into one for read, without letting another writer in between. */
export function downgrade_write(lock: RwSemaphore): Operation {
  const text = c`downgrade_write(&${lock})`;
  const held = eq(lock.writer, self);
  const downgrade = step(
    text,
    assign(lock.writer, cond<ProcessId | None>(held, NONE, lock.writer)),
    assign(
      lock.readers,
      cond(eq(lock.writer, self), withElement(lock.readers, self), lock.readers),
    ),
  );
  return operation(text, [
    check(S_LOCKBAL, eq(lock.writer, self)),
    onLock(downgrade, acting(lock, 'release', 'write')),
  ]);
}

/** The process holds the lock in this mode; a writer does not count as a reader. */
export const holds = (
  process: Expr<ProcessId>,
  lock: RwSemaphore,
  mode: LockMode,
): Expr<boolean> => (mode === 'write' ? eq(lock.writer, process) : isIn(process, lock.readers));

/** The process holds the lock in some mode. */
export const holdsAny = (process: Expr<ProcessId>, lock: RwSemaphore): Expr<boolean> =>
  or(eq(lock.writer, process), isIn(process, lock.readers));

/** Some writer waits in the queue of the lock. */
export const queued = (lock: RwSemaphore): Expr<boolean> => not(isEmpty(lock.waiting));

/** Somebody holds the lock for write. */
export const isWriteLocked = (lock: RwSemaphore): Expr<boolean> => ne(lock.writer, NONE);
