/**
 * The brute force, its locks: what each operation does to a lock, as the design says it and not as steps.
 */
import type { LockState } from './brute-state.ts';
import type { Lock, LockOperation, Statement } from './random-program.ts';

/** The state of the lock and of the process after a lock operation. */
export interface LockOutcome {
  readonly lock: LockState;
  /** The process queued and still has to wait. */
  readonly isQueued: boolean;
  /** What the operation asserts about the lock before it. */
  readonly asserts: boolean;
}

const done = (lock: LockState, asserts = true): LockOutcome => ({ lock, isQueued: false, asserts });
const without = (list: readonly number[], process: number): readonly number[] =>
  list.filter((each) => each !== process);
const adding = (list: readonly number[], process: number): readonly number[] =>
  [...without(list, process), process].sort((a, b) => a - b);
const isFree = ({ writer, readers }: LockState): boolean => writer === null && readers.length === 0;

/** What a lock operation leads to; null while it blocks. */
export function operateLock(
  operation: LockOperation,
  of: Lock,
  lock: LockState,
  process: number,
  isQueued: boolean,
): LockOutcome | null {
  const { writer, readers, waiting } = lock;
  const isReader = readers.includes(process);
  switch (operation) {
    case 'mutex_lock':
      return writer === null ? done({ ...lock, writer: process }) : null;
    case 'mutex_unlock':
    case 'up_write':
      return writer === process ? done({ ...lock, writer: null }) : done(lock, false);
    case 'down_read': {
      // Without writer priority nobody ever queues.
      if (writer !== null || waiting.length > 0) return null;
      return done({ ...lock, readers: adding(readers, process) }, !isReader);
    }
    case 'up_read':
      return done({ ...lock, readers: without(readers, process) }, isReader);
    case 'downgrade_write': {
      if (writer !== process) return done(lock, false);
      return done({ ...lock, writer: null, readers: adding(readers, process) });
    }
    case 'down_write': {
      const hasPriority = of.kind === 'rwsem' && of.writerPriority;
      if (isFree(lock) && (isQueued || waiting.length === 0)) {
        return done({ ...lock, writer: process, waiting: without(waiting, process) });
      }
      if (!hasPriority || isQueued) return null;
      return {
        lock: { ...lock, waiting: adding(waiting, process) },
        isQueued: true,
        asserts: true,
      };
    }
  }
}

type Trylock = Extract<Statement, { kind: 'trylock' }>['operation'];

/** What a trylock leads to; null when it fails. */
export function tryLock(operation: Trylock, lock: LockState, process: number): LockOutcome | null {
  if (lock.waiting.length > 0) return null;
  switch (operation) {
    case 'mutex_trylock':
      return lock.writer === null ? done({ ...lock, writer: process }) : null;
    case 'down_read_trylock': {
      if (lock.writer !== null) return null;
      return done(
        { ...lock, readers: adding(lock.readers, process) },
        !lock.readers.includes(process),
      );
    }
    case 'down_write_trylock':
      return isFree(lock) ? done({ ...lock, writer: process }) : null;
  }
}
