/**
 * HB-21: the module parameter disable_idle_d3 changes between the get and the put of a runtime PM usage count. Mirrors
 * vfio_pci_core_register_device(), vfio_pci_core_enable(), vfio_pci_core_disable() and vfio_pci_core_unregister_device() in
 * drivers/vfio/pci/vfio_pci_core.c, v5.19 and later (7ab5e10eda02), before and after 4575e9aac533 (June 2026).
 *
 * One device of a variant driver, which stays bound while vfio-pci is loaded again with other values. The PCI core holds one count while
 * the driver is bound; register drops it, unregister takes it back. The hot reset samples the value a fifth time, and is left out.
 */
import {
  add,
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  benignRace,
  check,
  clause,
  cond,
  configuration,
  type Expr,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  gt,
  inside,
  int,
  not,
  PROCESS,
  process,
  property,
  quiescent,
  range,
  repeat,
  some,
  spec,
  step,
  sub,
  TRUE,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const disable_idle_d3 = variable('disable_idle_d3', BOOLEAN, [FALSE, TRUE]);
const latched = variable('latched', BOOLEAN, FALSE);
const usage_count = variable('usage_count', range(0, 4), int(1));
const open = variable('open', BOOLEAN, FALSE);

const UsageBalanced = property(
  'UsageBalanced',
  'The usage count is above zero while the device is open, never falls below zero, and ends where it began.',
  [
    clause('open', { given: open, then: gt(usage_count, int(0)) }),
    clause('unbound', { given: quiescent(), then: eq(usage_count, int(1)) }),
  ],
);

const get = step('pm_runtime_resume_and_get()', assign(usage_count, add(usage_count, int(1))));
const put: Body = [
  check(UsageBalanced, gt(usage_count, int(0))),
  step(
    'pm_runtime_put()',
    assign(usage_count, cond(gt(usage_count, int(0)), sub(usage_count, int(1)), usage_count)),
  ),
];

const opened = step('open_device() returns', assign(open, TRUE));
const closed = step('close_device() begins', assign(open, FALSE));
const unless = (disabled: Expr<boolean>, then: Body) => when(not(disabled), then);

const register = fn(
  'vfio_pci_core_register_device',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_register_device()' },
  [unless(disable_idle_d3, put)],
);
const enable = fn(
  'vfio_pci_core_enable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_enable()' },
  [unless(disable_idle_d3, [get]), opened],
);
const disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [closed, unless(disable_idle_d3, put)],
);
const unregister = fn(
  'vfio_pci_core_unregister_device',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_unregister_device()' },
  [unless(disable_idle_d3, [get])],
);

export default spec('history/hb-21', {
  summary: 'a module parameter changes between get and put of a usage count',
  mirrors: 'drivers/vfio/pci/vfio_pci_core.c, v5.19 and later, before and after 4575e9aac533',
  processes: [
    process('device', [register(), repeat(2, [enable(), disable()]), unregister()]),
    process('modprobe', [
      repeat(2, [
        step('disable_idle_d3 = !disable_idle_d3', assign(disable_idle_d3, not(disable_idle_d3))),
      ]),
    ]),
  ],
  races: [],
  properties: [UsageBalanced],
  configurations: [
    configuration('small', {
      bounds: '1 device that is bound, opened twice and unbound, 2 changes of the parameter',
      goals: [
        goal('the device is open and held', and(open, gt(usage_count, int(0)))),
        goal('the device is closed and may suspend', and(not(open), eq(usage_count, int(0)))),
        goal(
          'the parameter is set after a device was registered without it',
          and(not(open), eq(usage_count, int(0)), disable_idle_d3),
        ),
        goal(
          'a device that must not suspend is unbound',
          some(PROCESS, (p) => and(inside(p, unregister), eq(usage_count, int(1)))),
        ),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the parameter is read anew for every get and put',
    ref: '7ab5e10eda02',
    expect: { small: violates('UsageBalanced') },
    races: [
      expectedRace(
        disable_idle_d3,
        'every get and put reads a parameter that another module load changes',
      ),
    ],
  }),
  variants: [
    variant('latch-at-open', {
      summary: 'the parameter is latched at every open: register and unregister still read it anew',
      replace: {
        vfio_pci_core_enable: [
          step('vdev->disable_idle_d3 = disable_idle_d3', assign(latched, disable_idle_d3)),
          unless(latched, [get]),
          opened,
        ],
        vfio_pci_core_disable: [closed, unless(latched, put)],
      },
      ref: 'derived',
      expect: { small: violates('UsageBalanced') },
      races: [
        expectedRace(
          disable_idle_d3,
          'register and unregister read it apart, and may see two values',
          { between: ['vfio_pci_core_register_device', 'vfio_pci_core_unregister_device'] },
        ),
        benignRace(
          disable_idle_d3,
          'an open copies the old value or the new one, and its close uses the copy',
          { between: ['vfio_pci_core_enable'] },
        ),
      ],
    }),
    variant('post', {
      summary: 'the parameter is latched per device when it is registered',
      replace: {
        vfio_pci_core_register_device: [
          step('vdev->disable_idle_d3 = disable_idle_d3', assign(latched, disable_idle_d3)),
          unless(latched, put),
        ],
        vfio_pci_core_enable: [unless(latched, [get]), opened],
        vfio_pci_core_disable: [closed, unless(latched, put)],
        vfio_pci_core_unregister_device: [unless(latched, [get])],
      },
      ref: '4575e9aac533',
      expect: { small: allHold },
      races: [
        benignRace(
          disable_idle_d3,
          'register copies the old value or the new one, and all others use the copy',
        ),
      ],
    }),
  ],
});
