/**
 * What every small model with locks asks for at its end: that nobody keeps one. The vocabulary of locks cannot assert it by itself,
 * since only the spec knows when an operation is over; here it is when every process rests.
 */
import {
  and,
  clause,
  eq,
  isEmpty,
  type Mutex,
  NONE,
  type Property,
  property,
  quiescent,
  type RwSemaphore,
  S_LOCKBAL,
} from '../../checker/lang/index.ts';

export interface Locks {
  readonly mutexes?: readonly Mutex[];
  readonly rwsems?: readonly RwSemaphore[];
}

const SENTENCE =
  'No thread releases a lock it does not hold, takes one twice, or keeps one after its operation.';

/** S-LOCKBAL, and that these locks are free when every process rests. */
export function allReleased({ mutexes = [], rwsems = [] }: Locks): Property {
  const free = [
    ...mutexes.map(({ owner }) => eq(owner, NONE)),
    ...rwsems.map(({ writer, readers }) => and(eq(writer, NONE), isEmpty(readers))),
  ];
  return property(S_LOCKBAL.id, SENTENCE, [
    clause('free in the end', { given: quiescent(), then: and(...free) }),
  ]);
}
