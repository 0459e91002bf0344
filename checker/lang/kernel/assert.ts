/**
 * Lock assertions (include/linux/lockdep.h): not a step, evaluated as part of the step that follows, never fatal here, so
 * that the behaviour after a failed assertion is explored too.
 */
import { eq, or, self } from '../expression.ts';
import { type Check, check } from '../statement.ts';
import { S_ASSERT } from './findings.ts';
import type { Mutex } from './mutex.ts';
import { holds, type RwSemaphore } from './rwsem.ts';

/** The calling thread holds the semaphore for write. */
export const lockdep_assert_held_write = (lock: RwSemaphore): Check =>
  check(S_ASSERT, holds(self, lock, 'write'));

/** The calling thread holds the semaphore for read. */
export const lockdep_assert_held_read = (lock: RwSemaphore): Check =>
  check(S_ASSERT, holds(self, lock, 'read'));

/** The calling thread holds the mutex, or the semaphore in either mode. */
export const lockdep_assert_held = (lock: Mutex | RwSemaphore): Check =>
  check(
    S_ASSERT,
    lock.kind === 'mutex'
      ? eq(lock.owner, self)
      : or(holds(self, lock, 'read'), holds(self, lock, 'write')),
  );
