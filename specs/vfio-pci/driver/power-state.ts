/**
 * The power state of the device: what the kernel believes, what the hardware has, and the configuration that a wake-up may lose.
 *
 * Mirrors drivers/pci/pci.c (pci_set_power_state) and struct vfio_pci_core_device. Without `runtime-pm` the hardware always has what the
 * kernel believes. A configuration is intact or lost as a whole; the memory bit is not part of it here and keeps the user's value.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  clause,
  type Effect,
  enumeration,
  eq,
  FALSE,
  fn,
  given,
  kref,
  NONE,
  ne,
  not,
  optional,
  param,
  property,
  quiescent,
  step,
  TRUE,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { d1 } from './bounds.ts';
import { D0, D1, D3, POWER } from './device-steps.ts';
import { needs_pm_restore, runtime_pm } from './power-bounds.ts';

/** `pdev->current_state`; D3 stands for D3hot and deeper. */
export const current_state = variable('current_state', POWER, D0);

/** State bits of the power register: what the device has. */
export const hw_pm = variable('hw_pm', POWER, D0);

/** The device has the configuration that the user gave it. */
export const config_intact = variable('config_intact', BOOLEAN, TRUE);

/** `vdev->pm_save`: the configuration saved when the driver entered D3, and whether that one was intact. */
export const pm_save = variable('pm_save', optional(BOOLEAN), NONE);

const RPM = enumeration('rpm', ['RPM_ACTIVE', 'RPM_RESUMING', 'RPM_SUSPENDED', 'RPM_SUSPENDING']);
export const { RPM_ACTIVE, RPM_RESUMING, RPM_SUSPENDED, RPM_SUSPENDING } = RPM.values;
export const runtime_status = variable('runtime_status', RPM, RPM_ACTIVE);

/** Users of the device; an open device fd is one unless low power is engaged. */
export const usage_count = kref('usage_count', 4);

export const pm_runtime_engaged = variable('pm_runtime_engaged', BOOLEAN, FALSE);

/** Without it nobody would notice a suspend that does not end in D3, or a write to PM_CTRL that never reaches the device. */
export const S_PMCSR = property(
  'S-PMCSR',
  'With no operation in flight, the device is in the power state that the driver remembers.',
  [
    clause('the same state', {
      given: and(runtime_pm, quiescent()),
      then: eq(hw_pm, current_state),
    }),
  ],
);

/** `vdev->pm_wake_eventfd_ctx != NULL`. */
export const pm_wake_eventfd_ctx = variable('pm_wake_eventfd_ctx', BOOLEAN, FALSE);

/** What the way from D3 to D0 does to the configuration. */
export const losingConfig: Effect = assign(
  config_intact,
  and(config_intact, not(and(needs_pm_restore, eq(hw_pm, D3)))),
);

const state = param('state', POWER);

const change: Body = [
  given(
    eq(state, D0),
    [step('pci_write_config_word(PCI_PM_CTRL, D0)', assign(hw_pm, D0), losingConfig)],
    [step(c`pci_write_config_word(PCI_PM_CTRL, ${state})`, assign(hw_pm, state))],
  ),
  step(c`current_state = ${state}`, assign(current_state, state)),
];

/** `pci_set_power_state()`: nothing to do if the device is there; D1 is entered from D0 only, and not by a device without it. */
export const pci_set_power_state = fn(
  'pci_set_power_state',
  { params: [state], mirrors: 'drivers/pci/pci.c: pci_set_power_state()' },
  [
    given(
      eq(state, D1),
      [given(d1, [when(eq(current_state, D0), change)], [step('return -EIO')])],
      [when(ne(current_state, state), change)],
    ),
  ],
);
