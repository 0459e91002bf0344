/**
 * HB-27: a lock is taken with spin_lock() and released with spin_unlock_irq(), which enables interrupts whatever they were. Mirrors
 * virtiovf_read_device_context_chunk() in drivers/vfio/pci/virtio/migrate.c, before and after 903570835f12.
 *
 * One CPU. Its interrupt flag has both values at the start, because the rule is about any caller; the callers of today all have
 * interrupts on, for which nothing goes wrong. The entry is graded "partly" for that reason. `posted` is a fix that was posted: lock
 * and unlock match, and a caller with interrupts off still gets them on.
 */
import {
  allHold,
  and,
  assign,
  atomically,
  BOOLEAN,
  type Body,
  clause,
  configuration,
  eq,
  FALSE,
  fn,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  not,
  note,
  process,
  property,
  quiescent,
  spec,
  step,
  TRUE,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const list_lock = mutex('list_lock');
const irqs_on = variable('irqs_on', BOOLEAN, [TRUE, FALSE]);
const entered_with = variable('entered_with', BOOLEAN, FALSE);

const list_add_tail = step('list_add_tail(&buf->buf_elm, &migf->buf_list)');
/** The lock itself, and what the variant of the call does to the interrupts of its CPU. */
const spin_unlock_irq: Body = [
  atomically('spin_unlock_irq(&migf->list_lock)', [
    mutex_unlock(list_lock),
    step('local_irq_enable()', assign(irqs_on, TRUE)),
  ]),
];

const virtiovf_read_device_context_chunk = fn(
  'virtiovf_read_device_context_chunk',
  {
    mirrors: 'drivers/vfio/pci/virtio/migrate.c: virtiovf_read_device_context_chunk()',
  },
  [note('spin_lock', mutex_lock(list_lock)), list_add_tail, ...spin_unlock_irq],
);

export default spec('history/hb-27', {
  summary: 'an unlock enables interrupts that its lock did not disable',
  mirrors: 'drivers/vfio/pci/virtio/migrate.c, before and after 903570835f12',
  processes: [
    process('reader', [
      step('call', assign(entered_with, irqs_on)),
      virtiovf_read_device_context_chunk(),
      step('return'),
    ]),
  ],
  races: [],
  properties: [
    property(
      'IrqStateKept',
      'A function returns with the interrupt flag that it was called with.',
      [clause('kept', { given: quiescent(), then: eq(irqs_on, entered_with) })],
    ),
    allReleased({ mutexes: [list_lock] }),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 call, with interrupts on or off',
      goals: [
        goal('called with interrupts on', and(ne(list_lock.owner, NONE), entered_with)),
        goal('called with interrupts off', and(ne(list_lock.owner, NONE), not(entered_with))),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'spin_lock() and spin_unlock_irq()',
    ref: 'before 903570835f12',
    expect: { small: violates('IrqStateKept') },
  }),
  variants: [
    variant('posted', {
      summary: 'spin_lock_irq() and spin_unlock_irq()',
      replace: {
        virtiovf_read_device_context_chunk: [
          atomically('spin_lock_irq(&migf->list_lock)', [
            mutex_lock(list_lock),
            step('local_irq_disable()', assign(irqs_on, FALSE)),
          ]),
          list_add_tail,
          ...spin_unlock_irq,
        ],
      },
      ref: 'a one-line patch on the list',
      expect: { small: violates('IrqStateKept') },
    }),
    variant('post', {
      summary: 'the lock is a mutex, which has nothing to do with interrupts',
      replace: {
        virtiovf_read_device_context_chunk: [
          mutex_lock(list_lock),
          list_add_tail,
          mutex_unlock(list_lock),
        ],
      },
      ref: '903570835f12',
      expect: { small: allHold },
    }),
  ],
});
