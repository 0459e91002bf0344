/**
 * Readers and writers (Courtois, Heymans and Parnas, 1971) on the kernel's read/write semaphore: a writer that has to wait
 * queues, and a queued writer holds off new readers, as in kernel/locking/rwsem.c.
 *
 * Safety only: that the writer gets its turn at last is not asked here.
 */
import {
  allHold,
  and,
  assign,
  c,
  check,
  clauseFor,
  configuration,
  constant,
  count,
  down_read,
  down_write,
  type Expr,
  eq,
  every,
  fn,
  forever,
  ge,
  goal,
  implies,
  inside,
  int,
  isEmpty,
  NONE,
  ne,
  not,
  onLock,
  or,
  PROCESS,
  process,
  property,
  queued,
  range,
  rest,
  resting,
  rwsem,
  self,
  size,
  some,
  spec,
  step,
  stepWhen,
  up_read,
  up_write,
  variant,
  violates,
  withElement,
} from '../../checker/lang/index.ts';

const R = constant('R', range(1, 4), int(2), 'readers');
const W = constant('W', range(1, 3), int(2), 'writers');

const lock = rwsem('lock');

const WriterPriority = property('WriterPriority', 'No reader enters while a writer is queued.');
const noOvertaking = check(WriterPriority, not(queued(lock)));

const enter_for_read = fn('enter_for_read', [noOvertaking, rest(down_read(lock))]);
const enter_for_write = fn('enter_for_write', [rest(down_write(lock))]);
const read = fn('read', [step('read')]);
const write = fn('write', [step('write')]);

const reader = process('reader', { count: R }, [
  forever([enter_for_read(), read(), up_read(lock)]),
]);
const writer = process('writer', { count: W }, [
  forever([enter_for_write(), write(), up_write(lock)]),
]);

const WriterAlone = property('WriterAlone', 'While a writer writes, nobody else reads or writes.', [
  clauseFor(writer.instances, 'alone', (w) => ({
    given: inside(w, write),
    then: every(PROCESS, (p) => implies(ne(p, w), not(or(inside(p, read), inside(p, write))))),
  })),
]);

/** down_read() of a lock that admits readers under another condition. */
const enterWhen = (admitted: Expr<boolean>) =>
  onLock(
    stepWhen(
      c`down_read(&${lock})`,
      admitted,
      assign(lock.readers, withElement(lock.readers, self)),
    ),
    { action: 'acquire', mode: 'read', blocking: true, lock: lock.node },
  );

const someoneReads = some(reader.instances, (r) => inside(r, read));

export default spec('classics/readers-writers', {
  summary: 'readers and writers on a read/write semaphore whose queued writers go first',
  mirrors: 'kernel/locking/rwsem.c: down_read(), down_write()',
  constants: [R, W],
  processes: [reader, writer],
  races: [],
  properties: [WriterAlone, WriterPriority],
  configurations: [
    configuration('small', {
      bounds: '2 readers, 2 writers',
      goals: [
        goal(
          'two readers read at once',
          ge(
            count(reader.instances, (r) => inside(r, read)),
            int(2),
          ),
        ),
        goal(
          'a reader waits behind a queued writer while another one reads',
          and(
            queued(lock),
            someoneReads,
            some(reader.instances, (r) => resting(r)),
          ),
        ),
        goal('two writers are queued', eq(size(lock.waiting), int(2))),
      ],
    }),
  ],
  base: {
    summary: 'as in Linux: a queued writer holds off new readers',
    ref: 'textbook',
    expect: { small: allHold },
  },
  variants: [
    variant('reader-preference', {
      summary: 'readers enter whenever no writer holds the lock, queued or not',
      replace: { enter_for_read: [noOvertaking, rest(enterWhen(eq(lock.writer, NONE)))] },
      ref: 'textbook',
      expect: { small: violates('WriterPriority') },
    }),
    variant('blind-readers', {
      summary: 'readers respect the queue but not the writer who is inside',
      replace: { enter_for_read: [noOvertaking, rest(enterWhen(isEmpty(lock.waiting)))] },
      ref: 'derived',
      expect: { small: violates('WriterAlone') },
    }),
  ],
});
