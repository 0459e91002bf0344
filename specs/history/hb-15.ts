/**
 * HB-15: the reset at the last close is skipped, because the device that is being closed counts as open. Mirrors
 * vfio_device_fops_release() in drivers/vfio/vfio_main.c and vfio_pci_dev_set_needs_reset() and vfio_pci_dev_set_try_reset() in
 * drivers/vfio/pci/vfio_pci_core.c, before and after e806e223621e, with 5cd189e410de (v6.1-rc6).
 *
 * Two devices of one set without a reset of their own: closing one leaves it dirty, and only a reset of the whole bus cleans it. The
 * test of all counts is one step, under dev_set->lock as in the code. The base is the order before eadd86f835c6, which turned it round.
 * NoResetInUse has no premise: before the fix there is no reset at all.
 */
import {
  allHold,
  and,
  array,
  assign,
  assignAll,
  BOOLEAN,
  type Body,
  c,
  check,
  clause,
  clauseFor,
  configuration,
  count,
  type Expr,
  eq,
  every,
  FALSE,
  fn,
  ghost,
  goal,
  int,
  le,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  oneOf,
  or,
  param,
  process,
  property,
  quiescent,
  range,
  some,
  spec,
  step,
  stepWhen,
  TRUE,
  unused,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const DEVICE = range(0, 1);
const dev_set_lock = mutex('dev_set_lock');
const open_count = variable('open_count', array(DEVICE, range(0, 1)), int(1));
const needs_reset = variable('needs_reset', array(DEVICE, BOOLEAN), FALSE);
const in_use = ghost('in_use', array(DEVICE, BOOLEAN), TRUE);
const in_reset = variable('in_reset', BOOLEAN, FALSE);

const d = param('d', DEVICE);
const nobodyOpen = every(DEVICE, (each) => eq(open_count.at(each), int(0)));
const atMostOneOpen = le(
  count(DEVICE, (each) => eq(open_count.at(each), int(1))),
  int(1),
);

const someUse = some(DEVICE, (each) => in_use.at(each));

const CleanAfterLastClose = property(
  'CleanAfterLastClose',
  'When no device of the set is open none needs a reset, and only a reset makes it so.',
  [clauseFor(DEVICE, 'clean', (each) => ({ given: quiescent(), then: not(needs_reset.at(each)) }))],
);

const begin = step('pci_reset_bus() begins', assign(in_reset, TRUE));
const end = step(
  'pci_reset_bus() ends; needs_reset = false',
  assign(in_reset, FALSE),
  assignAll(needs_reset, FALSE),
);
const bySomeReset = check(CleanAfterLastClose, in_reset);
const needsReset = (allowed: Expr<boolean>) =>
  stepWhen('vfio_pci_dev_set_needs_reset() = true', allowed);
const refused = (allowed: Expr<boolean>): Body => [
  stepWhen('vfio_pci_dev_set_needs_reset() = false', not(allowed)),
];

const vfio_pci_dev_set_try_reset = fn(
  'vfio_pci_dev_set_try_reset',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_try_reset()' },
  [oneOf([needsReset(nobodyOpen), begin, bySomeReset, end], refused(nobodyOpen))],
);
const ITSELF = 'the device that is being closed is still counted, so somebody always is';

const vfio_pci_core_close_device = fn(
  'vfio_pci_core_close_device',
  {
    params: [d],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_close_device()',
  },
  [
    step(c`vdev[${d}].needs_reset = true`, assign(needs_reset.at(d), TRUE)),
    vfio_pci_dev_set_try_reset(),
  ],
);
const decrement = step(c`device[${d}].open_count--`, assign(open_count.at(d), int(0)));

const vfio_device_fops_release = fn(
  'vfio_device_fops_release',
  {
    params: [d],
    title: 'close of a device',
    mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_release()',
  },
  [mutex_lock(dev_set_lock), decrement, vfio_pci_core_close_device(d), mutex_unlock(dev_set_lock)],
);
const decrementLast: Body = [
  mutex_lock(dev_set_lock),
  vfio_pci_core_close_device(d),
  decrement,
  mutex_unlock(dev_set_lock),
];

const instance = param('instance', DEVICE);

export default spec('history/hb-15', {
  summary: 'a dirty device is not reset at the last close of its set',
  mirrors: 'drivers/vfio as of v6.1-rc, before and after e806e223621e',
  processes: [
    process('user', { count: 2, instance }, [
      step(c`close(${instance})`, assign(in_use.at(instance), FALSE)),
      vfio_device_fops_release(instance),
    ]),
  ],
  races: [],
  properties: [
    CleanAfterLastClose,
    property('NoResetInUse', 'A device is not reset while somebody else has one of its set open.', [
      clause('nobody else', { then: or(not(in_reset), not(someUse)) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 set of 2 devices, each open once, closed in either order',
      goals: [
        goal(
          'the first close has left its device dirty',
          and(
            not(quiescent()),
            some(DEVICE, (each) => needs_reset.at(each)),
          ),
        ),
      ],
    }),
  ],
  base: variant('original', {
    summary: 'the count is dropped before the close; any open device prevents the reset',
    ref: 'before eadd86f835c6',
    expect: { small: allHold },
  }),
  variants: [
    variant('pre', {
      summary: 'the count is dropped after the close; any open device prevents the reset',
      replace: {
        vfio_device_fops_release: decrementLast,
        vfio_pci_dev_set_try_reset: [
          oneOf(
            [unused(needsReset(nobodyOpen), ITSELF), unused(begin, ITSELF), unused(end, ITSELF)],
            refused(nobodyOpen),
          ),
        ],
      },
      ref: 'eadd86f835c6',
      expect: { small: violates('CleanAfterLastClose') },
    }),
    variant('no-test', {
      summary: 'nobody asks who has a device open',
      replace: { vfio_pci_dev_set_try_reset: [begin, bySomeReset, end] },
      ref: 'derived',
      expect: { small: violates('NoResetInUse') },
    }),
    variant('post', {
      summary: 'the reset is allowed while one device, the one being closed, is open',
      replace: {
        vfio_device_fops_release: decrementLast,
        vfio_pci_dev_set_try_reset: [
          oneOf([needsReset(atMostOneOpen), begin, bySomeReset, end], refused(atMostOneOpen)),
        ],
      },
      ref: 'e806e223621e',
      expect: { small: allHold },
    }),
  ],
});
