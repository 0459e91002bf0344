/**
 * HB-12: the ioctl that changes the AER eventfd takes the device lock, under which remove() waits for the last user. Mirrors
 * vfio_pci_set_err_trigger() in drivers/vfio/pci/vfio_pci_intrs.c, vfio_pci_aer_err_detected() in vfio_pci.c and
 * vfio_del_group_dev() in drivers/vfio/vfio.c, before and after 3be3a074cf5b (2013), and after 98693e0897f7 (2025).
 *
 * The user opens, takes the eventfd away, and closes. The PCI core calls the AER handler with the device lock held; the lock of the
 * ioctl is there for that handler alone. The fix closed a circle of three locks, which lockdep reported twelve years later: configuration
 * `hot-reset` has its three sides and nothing else (no unbind, no device lock). pci_bus_sem is only read by both, so the circle locks up
 * when a hot plug waits to write it.
 */
import {
  allHold,
  and,
  assign,
  at,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  constant,
  down_read,
  down_write,
  eq,
  expectedRace,
  FALSE,
  fn,
  getting,
  given,
  goal,
  int,
  isEmpty,
  kref,
  kref_put,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  not,
  note,
  notMemory,
  oneOf,
  or,
  ownsMutex,
  PROCESS,
  process,
  property,
  queued,
  quiescent,
  READ_ONCE,
  rwsem,
  self,
  some,
  spec,
  step,
  stepWhen,
  TRUE,
  unnoticed,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  WRITE_ONCE,
  waitUntil,
  when,
} from '../../checker/lang/index.ts';

const hot_reset = constant(
  'hot_reset',
  BOOLEAN,
  FALSE,
  'hot reset, MSI-X and hot plug in place of the unbind',
);

const device_lock = mutex('device_lock');
const igate = mutex('igate');
const memory_lock = rwsem('memory_lock');
const pci_bus_sem = rwsem('pci_bus_sem');
const rcu_read_lock = variable('rcu_read_lock', BOOLEAN, FALSE);
const ref = kref('kref', 2);
const err_trigger = variable('err_trigger', BOOLEAN, TRUE);
const eventfd_ctx = variable('eventfd_ctx', BOOLEAN, TRUE);

const NoDeadTrigger = property('NoDeadTrigger', 'An eventfd is not signalled after it was put.');

const GoneMeansUnused = property(
  'GoneMeansUnused',
  'A device is removed only when nobody has it open.',
);

const DriverHeld = property(
  'DriverHeld',
  'Who calls the driver has the device open or holds its lock, so that the driver does not go away.',
);

const EventfdPut = property('EventfdPut', 'An eventfd that was taken away is put in the end.', [
  clause('put', { given: quiescent(), then: or(err_trigger, not(eventfd_ctx)) }),
]);

const put_and_clear: Body = [
  step('eventfd_ctx_put(err_trigger)', assign(eventfd_ctx, FALSE)),
  step('err_trigger = NULL', assign(err_trigger, FALSE)),
];
const signal: Body = [check(NoDeadTrigger, eventfd_ctx), step('eventfd_signal(err_trigger)')];
const test_and_signal: Body = [when(err_trigger, signal)];

const vfio_pci_set_err_trigger = fn(
  'vfio_pci_set_err_trigger',
  { mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_pci_set_err_trigger()' },
  [mutex_lock(device_lock), ...put_and_clear, mutex_unlock(device_lock)],
);

const user = fn(
  'vfio_device_fops',
  { title: 'open, ioctl(VFIO_DEVICE_SET_IRQS), close', mirrors: 'drivers/vfio/vfio.c' },
  [
    oneOf(
      [
        stepWhen('open()', ne(ref.refs, int(0)), getting(ref)),
        check(DriverHeld, ne(ref.refs, int(0))),
        vfio_pci_set_err_trigger(),
        note('close', kref_put(ref)),
      ],
      [stepWhen('open() = -ENODEV', eq(ref.refs, int(0)))],
    ),
  ],
);

const vfio_del_group_dev = fn(
  'vfio_del_group_dev',
  { title: 'unbind', mirrors: 'drivers/vfio/vfio.c: vfio_del_group_dev()' },
  [
    mutex_lock(device_lock),
    kref_put(ref),
    waitUntil(eq(ref.refs, int(0)), 'wait_event(vfio.release_q)'),
    check(GoneMeansUnused, eq(ref.refs, int(0))),
    mutex_unlock(device_lock),
  ],
);

const vfio_pci_aer_err_detected = fn(
  'vfio_pci_aer_err_detected',
  { mirrors: 'drivers/vfio/pci/vfio_pci.c: vfio_pci_aer_err_detected()' },
  test_and_signal,
);
const report_error_detected = fn(
  'report_error_detected',
  { title: 'AER', mirrors: 'drivers/pci/pcie/err.c: report_error_detected()' },
  [
    given(hot_reset, [down_read(pci_bus_sem)], [mutex_lock(device_lock)]),
    check(DriverHeld, or(hot_reset, ownsMutex(self, device_lock))),
    vfio_pci_aer_err_detected(),
    given(hot_reset, [up_read(pci_bus_sem)], [mutex_unlock(device_lock)]),
  ],
);

const vfio_pci_set_msi_trigger = fn(
  'vfio_pci_set_msi_trigger',
  {
    title: 'SET_IRQS of MSI-X',
    mirrors: 'drivers/vfio/pci/vfio_pci_intrs.c: vfio_msi_set_vector_signal()',
  },
  [
    mutex_lock(igate),
    down_write(memory_lock),
    step('free_irq()'),
    up_write(memory_lock),
    mutex_unlock(igate),
  ],
);
const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    title: 'hot reset',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [
    down_write(memory_lock),
    down_read(pci_bus_sem),
    step('pci_reset_bus()'),
    up_read(pci_bus_sem),
    up_write(memory_lock),
  ],
);
const pci_device_add = fn(
  'pci_device_add',
  { title: 'hot plug', mirrors: 'drivers/pci/probe.c: pci_device_add()' },
  [down_write(pci_bus_sem), step('list_add_tail(&dev->bus_list)'), up_write(pci_bus_sem)],
);

const replaceUnderRcu: Body = [
  mutex_lock(igate),
  step('rcu_replace_pointer(err_trigger, NULL)', WRITE_ONCE(err_trigger, FALSE)),
  stepWhen(
    'call_rcu(): eventfd_ctx_put(err_trigger)',
    not(rcu_read_lock),
    assign(eventfd_ctx, FALSE),
  ),
  mutex_unlock(igate),
];
const signalUnderRcu: Body = [
  step('rcu_read_lock()', assign(rcu_read_lock, TRUE)),
  when(READ_ONCE(err_trigger), signal, [], 'if (rcu_dereference(err_trigger))'),
  step('rcu_read_unlock()', assign(rcu_read_lock, FALSE)),
];

export default spec('history/hb-12', {
  summary: 'remove() waits for a user who waits for the device lock',
  mirrors: 'drivers/vfio, before and after 3be3a074cf5b',
  constants: [hot_reset],
  processes: [
    process('user', [user()]),
    process('unbind', { given: not(hot_reset) }, [vfio_del_group_dev()]),
    process('aer', [report_error_detected()]),
    process('msi', { given: hot_reset }, [vfio_pci_set_msi_trigger()]),
    process('reset', { given: hot_reset }, [vfio_pci_dev_set_hot_reset()]),
    process('hotplug', { given: hot_reset }, [pci_device_add()]),
  ],
  races: [notMemory(rcu_read_lock, 'a grace period of RCU: it waits for the readers by itself')],
  survivors: [
    unnoticed(
      'who is refused without a reason has nothing open and does nothing',
      "vfio_device_fops: drop conjunct 'kref == 0' in open() = -ENODEV",
    ),
    unnoticed(
      'the driver is gone when unbind is done, and that comes behind the lock all the same',
      'vfio_del_group_dev: kref_put(&kref) before device_lock is taken',
    ),
  ],
  properties: [NoDeadTrigger, GoneMeansUnused, DriverHeld, EventfdPut],
  configurations: [
    configuration('small', {
      bounds: '1 open, 1 change of the AER eventfd, 1 unbind, 1 error',
      goals: [
        goal('the eventfd is taken away', not(err_trigger)),
        goal(
          'an error is signalled',
          some(PROCESS, (p) => at(p, vfio_pci_aer_err_detected, 'eventfd_signal(err_trigger)')),
        ),
        goal('the user has the device open', eq(ref.refs, int(2))),
        goal('unbind waits for the user', and(ne(device_lock.owner, NONE), eq(ref.refs, int(1)))),
      ],
    }),
    configuration('hot-reset', {
      bounds:
        '1 open, 1 change of the AER eventfd, 1 error, 1 change of MSI-X, 1 hot reset, 1 hot plug',
      set: { hot_reset: 'yes' },
      goals: [
        goal(
          'a hot plug waits while the bus is walked',
          and(queued(pci_bus_sem), not(isEmpty(pci_bus_sem.readers))),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the ioctl takes the device lock',
    ref: 'before 3be3a074cf5b',
    expect: { small: violates('deadlock') },
  }),
  variants: [
    variant('unlocked', {
      summary: 'the ioctl takes no lock',
      replace: { vfio_pci_set_err_trigger: put_and_clear },
      ref: 'derived',
      expect: { small: violates('NoDeadTrigger') },
      races: [
        expectedRace(
          err_trigger,
          'the ioctl clears the pointer without the lock under which the AER handler reads it',
        ),
      ],
    }),
    variant('post', {
      summary: 'the ioctl and the AER handler take igate',
      replace: {
        vfio_pci_set_err_trigger: [mutex_lock(igate), ...put_and_clear, mutex_unlock(igate)],
        vfio_pci_aer_err_detected: [mutex_lock(igate), ...test_and_signal, mutex_unlock(igate)],
      },
      ref: '3be3a074cf5b',
      expect: { small: allHold, 'hot-reset': violates('deadlock') },
    }),
    variant('rcu', {
      summary: 'the AER handler reads the eventfd under RCU and takes no lock',
      replace: {
        vfio_pci_set_err_trigger: replaceUnderRcu,
        vfio_pci_aer_err_detected: signalUnderRcu,
      },
      ref: '98693e0897f7',
      expect: { small: allHold, 'hot-reset': allHold },
    }),
  ],
});
