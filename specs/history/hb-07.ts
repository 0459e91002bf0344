/**
 * HB-07: VFs are enabled while their PF is in D3hot, or the PF is put there under them. Mirrors vfio_pci_core_sriov_configure() and
 * vfio_pci_set_power_state() in drivers/vfio/pci/vfio_pci_core.c and vfio_lock_and_set_power_state() in vfio_pci_config.c, before
 * and after f4162eb1e2fc (v5.19).
 *
 * One PF, whose user writes D3hot and D0 once each, and an administrator who enables the VFs once. No zap (HB-06).
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  clause,
  configuration,
  down_write,
  enumeration,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  ne,
  param,
  process,
  property,
  returnFromFunction,
  rwsem,
  spec,
  step,
  TRUE,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const POWER = enumeration('power', ['D0', 'D3hot']);
const { D0, D3hot } = POWER.values;

const memory_lock = rwsem('memory_lock');
const current_state = variable('current_state', POWER, D0);
const num_vf = variable('num_vf', BOOLEAN, FALSE);

const state = param('state', POWER);
const set = step(c`pci_set_power_state(${state})`, assign(current_state, state));

const vfio_pci_set_power_state = fn(
  'vfio_pci_set_power_state',
  {
    params: [state],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()',
  },
  [set],
);
const refuseWithVfs: Body = [
  when(
    and(num_vf, ne(state, D0)),
    [returnFromFunction()],
    [],
    c`if (pci_num_vf(pdev) && ${state} > PCI_D0)`,
  ),
  set,
];

const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  {
    params: [state],
    title: 'write to PMCSR of the PF',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [down_write(memory_lock), vfio_pci_set_power_state(state), up_write(memory_lock)],
);

const pci_enable_sriov = step('pci_enable_sriov()', assign(num_vf, TRUE));

const vfio_pci_core_sriov_configure = fn(
  'vfio_pci_core_sriov_configure',
  {
    title: 'write to sriov_numvfs',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_sriov_configure()',
  },
  [pci_enable_sriov],
);

export default spec('history/hb-07', {
  summary: 'the PF is in low power while its VFs are enabled',
  mirrors: 'drivers/vfio/pci as of v5.19, before and after f4162eb1e2fc',
  processes: [
    process('user', [vfio_lock_and_set_power_state(D3hot), vfio_lock_and_set_power_state(D0)]),
    process('admin', [vfio_pci_core_sriov_configure()]),
  ],
  races: [],
  properties: [
    property('VfsImplyD0', 'While VFs are enabled their PF is in D0.', [
      clause('the PF is in D0', { given: num_vf, then: eq(current_state, D0) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 PF, 1 write of D3hot, 1 of D0, the VFs are enabled once',
      goals: [
        goal('the VFs are enabled', num_vf),
        goal('the PF was in D3hot', eq(current_state, D3hot)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the power state is neither tested nor changed when VFs are enabled',
    ref: 'before f4162eb1e2fc',
    expect: { small: violates('VfsImplyD0') },
  }),
  variants: [
    variant('unlocked', {
      summary: 'D0 before VFs are enabled and a test in the transition, but no lock around both',
      replace: {
        vfio_pci_set_power_state: refuseWithVfs,
        vfio_pci_core_sriov_configure: [vfio_pci_set_power_state(D0), pci_enable_sriov],
      },
      ref: 'derived',
      expect: { small: violates('VfsImplyD0') },
      races: [
        expectedRace(current_state, 'two transitions at once, without a lock around either side'),
        expectedRace(
          num_vf,
          'the VFs are enabled without memory_lock, under which a transition asks for them',
        ),
      ],
    }),
    variant('no-test', {
      summary: 'D0 and the enabling under the lock, but the transition does not ask for VFs',
      replace: {
        vfio_pci_core_sriov_configure: [
          down_write(memory_lock),
          vfio_pci_set_power_state(D0),
          pci_enable_sriov,
          up_write(memory_lock),
        ],
      },
      ref: 'derived',
      expect: { small: violates('VfsImplyD0') },
    }),
    variant('post', {
      summary: 'D0 and the enabling under memory_lock; with VFs a transition below D0 is refused',
      replace: {
        vfio_pci_set_power_state: refuseWithVfs,
        vfio_pci_core_sriov_configure: [
          down_write(memory_lock),
          vfio_pci_set_power_state(D0),
          pci_enable_sriov,
          up_write(memory_lock),
        ],
      },
      ref: 'f4162eb1e2fc',
      expect: { small: allHold },
    }),
  ],
});
