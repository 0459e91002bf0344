/**
 * HB-11: an irqfd is released twice, because its eventfd is closed while an ioctl disables it. Mirrors virqfd_wakeup(),
 * virqfd_disable() and virqfd_shutdown() in drivers/vfio/pci/vfio_pci_intrs.c (now drivers/vfio/virqfd.c), before and after
 * b68e7fa879cd (v3.6).
 *
 * Both sides queue the same work; queueing what is pending does nothing, but once the work ran, the object is gone. The body before
 * the fix follows the commit message. The spinlock is a mutex. `virqfd` is the memory, `pvirqfd` the device's pointer to it.
 */
import {
  allHold,
  also,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  enumeration,
  expectedRace,
  FALSE,
  flush_work,
  fn,
  ghost,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  present,
  process,
  property,
  queue_work,
  spec,
  step,
  TRUE,
  unnoticed,
  variable,
  variant,
  violates,
  when,
  worker,
  workqueue,
} from '../../checker/lang/index.ts';

const WORK = enumeration('work', ['shutdown']);
const { shutdown } = WORK.values;

const cleanup_wq = workqueue('vfio_irqfd_cleanup_wq', WORK);
const irqlock = mutex('irqlock');
const pvirqfd = variable('pvirqfd', BOOLEAN, TRUE);
const virqfd = variable('virqfd', BOOLEAN, TRUE);
const disabled = ghost('disabled', BOOLEAN, FALSE);

const NoUseAfterFree = property(
  'NoUseAfterFree',
  'A virqfd is neither used nor released after it was freed.',
);

const virqfd_deactivate = fn(
  'virqfd_deactivate',
  { mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: virqfd_deactivate()' },
  [check(NoUseAfterFree, virqfd), queue_work(cleanup_wq, shutdown)],
);

const takePointer: Body = [
  mutex_lock(irqlock),
  when(pvirqfd, [virqfd_deactivate(), step('*pvirqfd = NULL', assign(pvirqfd, FALSE))]),
  mutex_unlock(irqlock),
];

const virqfd_wakeup = fn(
  'virqfd_wakeup',
  { title: 'close of the eventfd', mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: virqfd_wakeup()' },
  [virqfd_deactivate()],
);

const virqfd_disable = fn(
  'virqfd_disable',
  {
    title: 'ioctl that disables the irqfd',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: virqfd_disable()',
  },
  [when(pvirqfd, [virqfd_deactivate(), flush_work(cleanup_wq, shutdown)])],
);

const done = step('return 0', assign(disabled, TRUE));

const virqfd_shutdown = fn(
  'virqfd_shutdown',
  { mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: virqfd_shutdown()' },
  [
    step('*virqfd->pvirqfd = NULL', assign(pvirqfd, FALSE)),
    check(NoUseAfterFree, virqfd),
    step('kfree(virqfd)', assign(virqfd, FALSE)),
  ],
);

export default spec('history/hb-11', {
  summary: 'an irqfd is released twice',
  mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c, as of v3.6, before and after b68e7fa879cd',
  processes: [
    process('eventfd', [virqfd_wakeup()]),
    process('set_irqs', [virqfd_disable(), done]),
    process('kworker', [worker(cleanup_wq, () => [virqfd_shutdown()])]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'both are done under irqlock, and the release does not look at the pointer: the source has both orders',
      'virqfd_wakeup: swap virqfd_deactivate() and *pvirqfd = NULL',
      'virqfd_disable: swap virqfd_deactivate() and *pvirqfd = NULL',
    ),
  ],
  properties: [
    NoUseAfterFree,
    property('NothingOutstanding', 'After the ioctl has returned no virqfd is left.', [
      clause('released', { given: disabled, then: not(virqfd) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 irqfd, 1 close of its eventfd, 1 ioctl that disables it',
      goals: [
        goal('the ioctl returns', disabled),
        goal(
          'the worker runs while nothing is disabled',
          and(not(disabled), present(cleanup_wq.running)),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'both sides queue the release, and the pointer is cleared by the release',
    ref: 'before b68e7fa879cd',
    expect: {
      small: violates(
        'NoUseAfterFree',
        also(
          'NothingOutstanding',
          'the ioctl does not flush when the release has cleared the pointer',
        ),
      ),
    },
    races: [
      expectedRace(
        pvirqfd,
        'the release clears the pointer without a lock, the ioctl tests it without one',
      ),
    ],
  }),
  variants: [
    variant('no-flush', {
      summary: 'the pointer goes under the lock, but the ioctl does not flush',
      replace: {
        virqfd_wakeup: takePointer,
        virqfd_disable: takePointer,
        virqfd_shutdown: [
          check(NoUseAfterFree, virqfd),
          step('kfree(virqfd)', assign(virqfd, FALSE)),
        ],
      },
      ref: 'derived',
      expect: { small: violates('NothingOutstanding') },
    }),
    variant('post', {
      summary: 'who queues the release takes the pointer under irqlock; the ioctl flushes',
      replace: {
        virqfd_wakeup: takePointer,
        virqfd_disable: [...takePointer, flush_work(cleanup_wq, shutdown)],
        virqfd_shutdown: [
          check(NoUseAfterFree, virqfd),
          step('kfree(virqfd)', assign(virqfd, FALSE)),
        ],
      },
      ref: 'b68e7fa879cd',
      expect: { small: allHold },
    }),
  ],
});
