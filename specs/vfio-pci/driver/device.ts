/**
 * One vfio-pci device: its power state, memory decode, reset, and `memory_lock`.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_config.c as of the series "BAR mmap backed by DMABUF" (v4).
 * Without `runtime-pm`, low power is not entered, so `pm_runtime_engaged` is false throughout and is left out of the tests that
 * mention it; a power transition is one step, and the configuration that it may lose is left out as well.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  cond,
  type Expr,
  eq,
  FALSE,
  fn,
  given,
  local,
  NONE,
  type None,
  named,
  ne,
  not,
  or,
  param,
  present,
  rwsem,
  step,
  TRUE,
  valueOf,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import {
  answersMemory,
  assertLockedToLeaveD0,
  D0,
  D3,
  type DeviceState,
  memoryEnabled,
  POWER,
  setPowerState,
  tryResetFunction,
} from './device-steps.ts';
import { memory_needs_d0, needs_pm_restore, runtime_pm } from './power-bounds.ts';
import {
  config_intact,
  current_state,
  hw_pm,
  losingConfig,
  pci_set_power_state,
  pm_save,
  RPM_ACTIVE,
  RPM_RESUMING,
  runtime_status,
} from './power-state.ts';

export { D0, D1, D3, POWER } from './device-steps.ts';
export { current_state } from './power-state.ts';

/** `vdev->memory_lock`: held for write by what changes "may be touched", for read by what touches. */
export const memory_lock = rwsem('memory_lock');

/** Memory bit of `vconfig[PCI_COMMAND]`: what the user asked for. */
export const virt_mem = variable('virt_mem', BOOLEAN, TRUE);

/** Memory bit of the hardware command register: what the device decodes. */
export const phys_mem = variable('phys_mem', BOOLEAN, TRUE);

/** Between the begin and the end of a reset. */
export const in_reset = variable('in_reset', BOOLEAN, FALSE);

const device: DeviceState = { memory_lock, current_state, virt_mem, phys_mem, in_reset };

/** `__vfio_pci_memory_enabled()`: D1 counts as enabled. */
export const __vfio_pci_memory_enabled = named(
  '__vfio_pci_memory_enabled()',
  and(or(not(memory_needs_d0), eq(current_state, D0)), memoryEnabled(device)),
);

/** The device is up, for the hardware and for the runtime PM core. */
const isAwake = and(
  eq(hw_pm, D0),
  or(eq(runtime_status, RPM_ACTIVE), eq(runtime_status, RPM_RESUMING)),
);

/** The device answers memory requests; nothing else may reach it. */
export const hw_safe = named('hw_safe', and(or(not(runtime_pm), isAwake), answersMemory(device)));

export const state = param('state', POWER);
const needs_save = local('needs_save', BOOLEAN, FALSE);
const needs_restore = local('needs_restore', BOOLEAN, FALSE);

/** What is saved is what the device has now: it loses nothing on the way into D3. */
const saveOrRestore: Body = [
  when(needs_save, [
    step(
      'pm_save = pci_store_saved_state()',
      assign(pm_save, config_intact as Expr<boolean | None>),
    ),
  ]),
  when(needs_restore, [
    step(
      'pci_load_and_free_saved_state(&pm_save); pci_restore_state()',
      assign(config_intact, cond(present(pm_save), valueOf(pm_save), config_intact)),
      assign(pm_save, NONE),
    ),
  ]),
];

/** With runtime power management: the transition takes two steps, and a device that loses its configuration gets it back. */
export const setPowerStateSlowly: Body = [
  assertLockedToLeaveD0(device, state),
  given(needs_pm_restore, [
    step(
      'needs_save = ..., needs_restore = ...',
      assign(needs_save, and(ne(current_state, D3), eq(state, D3))),
      assign(needs_restore, and(eq(current_state, D3), eq(state, D0))),
    ),
  ]),
  pci_set_power_state(state),
  given(needs_pm_restore, saveOrRestore),
];

/** `vfio_pci_set_power_state()`: leaving D0 asserts `memory_lock`. A no-op when the device is there already. */
export const vfio_pci_set_power_state = fn(
  'vfio_pci_set_power_state',
  {
    params: [state],
    locals: [needs_save, needs_restore],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()',
  },
  [given(runtime_pm, setPowerStateSlowly, setPowerState(device, state))],
);

/** `pci_try_reset_function()`: two steps, or -EAGAIN when somebody outside holds the device. */
export const pci_try_reset_function = fn(
  'pci_try_reset_function',
  { mirrors: 'drivers/pci/pci.c: pci_try_reset_function()' },
  [
    given(
      runtime_pm,
      tryResetFunction(device, [assign(hw_pm, D0), losingConfig]),
      tryResetFunction(device),
    ),
  ],
);
