/**
 * HB-08: a hot reset of devices that are in D3hot or runtime suspended. Mirrors vfio_pci_dev_set_hot_reset(),
 * vfio_pci_set_power_state() and vfio_pci_dev_set_pm_runtime_get() in drivers/vfio/pci/vfio_pci_core.c, before and after 26a17b12d7f3
 * and eadf88ecf6ac (v5.19, v6.0).
 *
 * Two devices that lose their configuration when they leave D3hot (NoSoftRst-): one is open and its user writes D3hot, the other is
 * idle and runtime PM may suspend it. Only vfio_pci_set_power_state(D0) restores the configuration and frees pm_save; the PCI core wakes
 * a device for a reset by itself and does neither. No locks: nobody but the resetting thread uses the devices (HB-02, HB-06).
 */
import {
  add,
  allHold,
  and,
  array,
  assign,
  atomic,
  BOOLEAN,
  type Body,
  c,
  check,
  clause,
  clauseFor,
  cond,
  configuration,
  type Expr,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  goal,
  int,
  not,
  note,
  notMemory,
  oneOf,
  or,
  param,
  process,
  property,
  quiescent,
  range,
  rest,
  returnFromFunction,
  spec,
  step,
  stepWhen,
  sub,
  TRUE,
  unnoticed,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const DEVICE = enumeration('device', ['OPEN', 'IDLE']);
const { OPEN, IDLE } = DEVICE.values;
const POWER = enumeration('power', ['D0', 'D3hot']);
const { D0, D3hot } = POWER.values;

const current_state = variable('current_state', array(DEVICE, POWER), D0);
const config_intact = variable('config_intact', array(DEVICE, BOOLEAN), TRUE);
const pm_save = variable('pm_save', array(DEVICE, BOOLEAN), FALSE);
const suspended = variable('suspended', array(DEVICE, BOOLEAN), FALSE);
const usage_count = atomic('usage_count', array(DEVICE, range(0, 2)), (d) =>
  cond(eq(d, OPEN), int(1), int(0)),
);
const in_reset = variable('in_reset', BOOLEAN, FALSE);

const d = param('d', DEVICE);
const state = param('state', POWER);
const NotSuspended = property(
  'NotSuspended',
  'No device is runtime suspended while its power state is written or it is reset.',
  [clauseFor(DEVICE, 'active', (each) => ({ given: in_reset, then: not(suspended.at(each)) }))],
);

const leavesD3hot = and(eq(current_state.at(d), D3hot), eq(state, D0));

const vfio_pci_set_power_state = fn(
  'vfio_pci_set_power_state',
  {
    params: [d, state],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()',
  },
  [
    check(NotSuspended, not(suspended.at(d))),
    step(
      c`pci_set_power_state(${d}, ${state})`,
      assign(current_state.at(d), state),
      assign(pm_save.at(d), or(eq(state, D3hot), and(pm_save.at(d), not(leavesD3hot)))),
    ),
  ],
);

const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  { mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()' },
  [vfio_pci_set_power_state(OPEN, D3hot)],
);

const pci_reset_bus = fn('pci_reset_bus', { mirrors: 'drivers/pci/pci.c: pci_reset_bus()' }, [
  forEach(DEVICE, (each) => [
    step(
      c`pci_dev_save_and_disable(${each})`,
      assign(config_intact.at(each), and(config_intact.at(each), eq(current_state.at(each), D0))),
      assign(current_state.at(each), D0),
    ),
  ]),
  step('the reset begins', assign(in_reset, TRUE)),
  step('the reset ends', assign(in_reset, FALSE)),
]);

const get = (of: Expr<'device.OPEN' | 'device.IDLE'>) =>
  step(
    c`pm_runtime_resume_and_get(${of}) = 0`,
    assign(usage_count.at(of), add(usage_count.at(of), int(1))),
    assign(suspended.at(of), FALSE),
  );
const put = (of: Expr<'device.OPEN' | 'device.IDLE'>) =>
  step(c`pm_runtime_put(${of})`, assign(usage_count.at(of), sub(usage_count.at(of), int(1))));
const getAll = (unwind: Body): Body => [
  get(OPEN),
  oneOf(
    [get(IDLE)],
    [step(c`pm_runtime_resume_and_get(${IDLE}) < 0`), ...unwind, returnFromFunction()],
  ),
];
const wakeAll = forEach(DEVICE, (each) => [vfio_pci_set_power_state(each, D0)]);
const putAll = forEach(DEVICE, (each) => [put(each)]);

const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [pci_reset_bus()],
);

const rpm_suspend = fn(
  'rpm_suspend',
  { title: 'runtime PM', mirrors: 'drivers/base/power/runtime.c: rpm_suspend()' },
  [
    rest(
      stepWhen(
        c`rpm_suspend(${IDLE})`,
        and(eq(usage_count.at(IDLE), int(0)), not(in_reset)),
        assign(suspended.at(IDLE), TRUE),
      ),
    ),
  ],
);

export default spec('history/hb-08', {
  summary: 'a hot reset loses the saved configuration, or hits a suspended device',
  mirrors:
    'drivers/vfio/pci/vfio_pci_core.c as of v6.0, before and after 26a17b12d7f3 and eadf88ecf6ac',
  processes: [
    process('user', [vfio_lock_and_set_power_state(), vfio_pci_dev_set_hot_reset()]),
    process('runtime_pm', [rpm_suspend()]),
  ],
  survivors: [
    unnoticed(
      'a get that fails changes nothing, so that it may fail before the undo or after it',
      'vfio_pci_dev_set_hot_reset: swap pm_runtime_resume_and_get(IDLE) < 0 and pm_runtime_put(OPEN)#undo',
    ),
  ],
  races: [
    notMemory(in_reset, 'what the device does: no variable of the kernel says so'),
    notMemory(suspended, 'runtime_status, changed under the lock of the PM core'),
  ],
  properties: [
    property(
      'NothingLost',
      'After an operation no reset is under way, and a device in D0 has its configuration and nothing saved.',
      [
        clause('reset is over', { given: quiescent(), then: not(in_reset) }),
        clauseFor(DEVICE, 'configuration', (each) => ({
          given: and(quiescent(), eq(current_state.at(each), D0)),
          then: config_intact.at(each),
        })),
        clauseFor(DEVICE, 'pm_save', (each) => ({
          given: and(quiescent(), eq(current_state.at(each), D0)),
          then: not(pm_save.at(each)),
        })),
      ],
    ),
    NotSuspended,
    property('UsageBalanced', 'After an operation every usage count is what it was before.', [
      clause('open device', { given: quiescent(), then: eq(usage_count.at(OPEN), int(1)) }),
      clause('idle device', { given: quiescent(), then: eq(usage_count.at(IDLE), int(0)) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '2 devices, 1 write of D3hot, 1 hot reset, 1 runtime suspend',
      goals: [
        goal('a device is in D3hot', eq(current_state.at(OPEN), D3hot)),
        goal('the devices are reset', in_reset),
        goal('the idle device is suspended', suspended.at(IDLE)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the reset leaves power to the PCI core',
    ref: 'before 26a17b12d7f3',
    expect: { small: violates('NothingLost', 'NotSuspended') },
  }),
  variants: [
    variant('no-d0', {
      summary: 'usage counts are taken, but no device is put into D0',
      replace: {
        vfio_pci_dev_set_hot_reset: [...getAll([note('undo', put(OPEN))]), pci_reset_bus(), putAll],
      },
      ref: 'derived',
      expect: { small: violates('NothingLost') },
    }),
    variant('no-get', {
      summary: 'every device is put into D0, but may be suspended',
      replace: { vfio_pci_dev_set_hot_reset: [wakeAll, pci_reset_bus()] },
      ref: 'derived',
      expect: { small: violates('NotSuspended') },
    }),
    variant('no-unwind', {
      summary: 'the usage count of the first device is kept when the second cannot be woken',
      replace: { vfio_pci_dev_set_hot_reset: [...getAll([]), wakeAll, pci_reset_bus(), putAll] },
      ref: 'derived',
      expect: { small: violates('UsageBalanced') },
    }),
    variant('post', {
      summary: 'take the usage counts, D0 for every device, reset, drop the counts',
      replace: {
        vfio_pci_dev_set_hot_reset: [
          ...getAll([note('undo', put(OPEN))]),
          wakeAll,
          pci_reset_bus(),
          putAll,
        ],
      },
      ref: '26a17b12d7f3 and eadf88ecf6ac',
      expect: { small: allHold },
    }),
  ],
});
