/**
 * HB-12: the ioctl that changes the AER eventfd takes the device lock, under which remove() waits for the last user. Mirrors
 * vfio_pci_set_err_trigger() in drivers/vfio/pci/vfio_pci_intrs.c, vfio_pci_aer_err_detected() in vfio_pci.c and
 * vfio_del_group_dev() in drivers/vfio/vfio.c, before and after 3be3a074cf5b.
 *
 * The user opens, takes the eventfd away, and closes. The PCI core calls the AER handler with the device lock held; the lock of the
 * ioctl is there for that handler alone.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  configuration,
  eq,
  FALSE,
  fn,
  getting,
  goal,
  int,
  kref,
  kref_put,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  note,
  oneOf,
  process,
  property,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
  variant,
  violates,
  waitUntil,
  when,
} from '../../checker/lang/index.ts';

const device_lock = mutex('device_lock');
const igate = mutex('igate');
const ref = kref('kref', 2);
const err_trigger = variable('err_trigger', BOOLEAN, TRUE);
const eventfd_ctx = variable('eventfd_ctx', BOOLEAN, TRUE);

const NoDeadTrigger = property('NoDeadTrigger', 'An eventfd is not signalled after it was put.');

const put_and_clear: Body = [
  step('eventfd_ctx_put(err_trigger)', assign(eventfd_ctx, FALSE)),
  step('err_trigger = NULL', assign(err_trigger, FALSE)),
];
const test_and_signal: Body = [
  when(err_trigger, [check(NoDeadTrigger, eventfd_ctx), step('eventfd_signal(err_trigger)')]),
];

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
  [mutex_lock(device_lock), vfio_pci_aer_err_detected(), mutex_unlock(device_lock)],
);

export default spec('history/hb-12', {
  summary: 'remove() waits for a user who waits for the device lock',
  mirrors: 'drivers/vfio, before and after 3be3a074cf5b',
  processes: [
    process('user', [user()]),
    process('unbind', [vfio_del_group_dev()]),
    process('aer', [report_error_detected()]),
  ],
  properties: [NoDeadTrigger],
  configurations: [
    configuration('small', {
      bounds: '1 open, 1 change of the AER eventfd, 1 unbind, 1 error',
      goals: [
        goal('the user has the device open', eq(ref.refs, int(2))),
        goal('unbind waits for the user', and(ne(device_lock.owner, NONE), eq(ref.refs, int(1)))),
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
    }),
    variant('post', {
      summary: 'the ioctl and the AER handler take igate',
      replace: {
        vfio_pci_set_err_trigger: [mutex_lock(igate), ...put_and_clear, mutex_unlock(igate)],
        vfio_pci_aer_err_detected: [mutex_lock(igate), ...test_and_signal, mutex_unlock(igate)],
      },
      ref: '3be3a074cf5b',
      expect: { small: allHold },
    }),
  ],
});
