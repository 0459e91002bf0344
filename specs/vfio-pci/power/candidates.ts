/**
 * Candidate defects of stored kernels, each with the repair that makes it pass. None of them is confirmed by a maintainer.
 *
 * Each isolates one defect in the repaired base; `e3-as-is` has the two of runtime power management together, as the kernel has them.
 */
import {
  allHold,
  also,
  assign,
  type Body,
  c,
  down_write,
  given,
  oneOf,
  step,
  up_write,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { new_mem } from '../driver/admin.ts';
import { cmd_write_fails } from '../driver/bounds.ts';
import {
  D0,
  memory_lock,
  pci_try_reset_function,
  phys_mem,
  vfio_pci_set_power_state,
  virt_mem,
} from '../driver/device.ts';
import { lockZapAndRevoke, unrevokeIfEnabled } from '../driver/zap-then-move.ts';

const unrevokedEngaged = also(
  'I-NOMAP',
  'the buffer is un-revoked while low power is engaged, which the invariant denies',
);

const unrevokedAsleep = violates('S-SUSPEND', 'S-ACCESS', unrevokedEngaged);

const lowPower = [
  variant('e3-as-is', {
    summary: 'stored code: low power is not asked about when un-revoking, nor undone when woken',
    set: { 'unrevoke-tests-engaged': false, 'resume-unrevokes': false },
    ref: '6.19 to 7.3 as stored',
    status: 'candidate',
    expect: {
      importer: unrevokedAsleep,
      wake: violates('S-AVAIL', 'S-SUSPEND', 'S-ACCESS', unrevokedEngaged),
      cpu: allHold,
    },
  }),
  variant('as-is-engaged', {
    summary: 'stored code: whatever un-revokes or exports does so while low power is engaged',
    set: { 'unrevoke-tests-engaged': false },
    ref: '6.19 to 7.3; seen on 7.2.13 and 7.3-rc7: the map succeeds in D3, SUSPENDED',
    status: 'candidate',
    expect: {
      importer: unrevokedAsleep,
      command: unrevokedAsleep,
      reset: unrevokedAsleep,
      export: violates('S-SUSPEND', unrevokedEngaged),
    },
  }),
  variant('as-is-wake', {
    summary: 'stored code: a wake-up leaves low power but not the revoke',
    set: { 'resume-unrevokes': false },
    ref: '6.19 to 7.3; seen on 7.2.13 and 7.3-rc7: awake in D0, the map stays refused',
    status: 'candidate',
    expect: { wake: violates('S-AVAIL') },
  }),
];

/** Failed or not, the way out is the same. */
const repairedCommandWrite: Body = [
  given(new_mem, [down_write(memory_lock)], lockZapAndRevoke),
  oneOf(
    [
      step(c`pci_write_config_word(PCI_COMMAND, ${new_mem})`, assign(phys_mem, new_mem)),
      step(c`vconfig[PCI_COMMAND] = ${new_mem}`, assign(virt_mem, new_mem)),
    ],
    [given(cmd_write_fails, [step(c`pci_write_config_word(PCI_COMMAND, ${new_mem}) fails`)])],
  ),
  ...unrevokeIfEnabled,
  up_write(memory_lock),
];

const commandError = [
  variant('as-is-cmd-error', {
    summary: 'stored code: a failed command write leaves the buffers revoked',
    set: { cmdWriteFails: true },
    ref: '6.19 to 7.1 vfio_basic_config_write(), its error branch',
    status: 'candidate',
    expect: { command: violates('S-AVAIL'), importer: allHold },
  }),
  variant('fix-cmd-error', {
    from: 'as-is-cmd-error',
    summary: 'the error branch un-revokes, too',
    replace: { vfio_basic_config_write: repairedCommandWrite },
    ref: 'derived: proposal',
    expect: { command: allHold, importer: allHold },
  }),
];

const flr = [
  variant('flr-in-d3', {
    summary:
      'stored code: an FLR in D3 loses the configuration, for the PCI core forces D0 by itself',
    set: { 'op-flr': true, 'needs-pm-restore': true },
    ref: '6.1 to 7.3 vfio_exp_config_write()',
    status: 'candidate',
    expect: { saved: violates('S-SAVED'), cpu: violates('S-SAVED') },
  }),
  variant('fix-flr', {
    from: 'flr-in-d3',
    summary: 'the driver sets D0 before an FLR, as before a reset',
    replace: {
      vfio_exp_config_write: [
        ...lockZapAndRevoke,
        vfio_pci_set_power_state(D0),
        pci_try_reset_function(),
        ...unrevokeIfEnabled,
        up_write(memory_lock),
      ],
    },
    ref: 'derived: proposal',
    expect: { saved: allHold, cpu: allHold },
  }),
];

const inD1 = violates(
  'S-ACCESS',
  also('S-D0REVOKE', 'a D3 write calls the importer back while the device is in D1'),
);

const withD1 = [
  variant('d1-enabled', {
    summary: 'stored code, on a device with D1: writing D1 neither zaps nor revokes',
    set: { d1: true },
    ref: '6.1 to 7.3 __vfio_pci_memory_enabled()',
    status: 'candidate',
    expect: { d1: inD1 },
  }),
  variant('fix-d1', {
    from: 'd1-enabled',
    summary: 'D1 is zapped, revoked and not "memory enabled", as D3 is',
    set: { 'memory-needs-d0': true },
    ref: 'derived: proposal',
    expect: { d1: allHold },
  }),
];

export const candidates = [...lowPower, ...commandError, ...flr, ...withD1];
