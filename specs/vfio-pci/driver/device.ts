/**
 * One vfio-pci device: its power state, memory decode, reset, and `memory_lock`.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_config.c as of the series "BAR mmap backed by DMABUF" (v4).
 * `current_state` is what the kernel believes; the hardware has the same here (the unlocked register access of a PM_CTRL
 * write is not modelled). Runtime low power is not entered, so `pm_runtime_engaged` is false throughout and is left out
 * of the tests that mention it.
 */
import {
  and,
  assign,
  BOOLEAN,
  c,
  check,
  enumeration,
  eq,
  FALSE,
  fn,
  holds,
  implies,
  named,
  ne,
  not,
  oneOf,
  param,
  rwsem,
  S_ASSERT,
  self,
  step,
  TRUE,
  variable,
} from '../../../checker/lang/index.ts';

export const POWER = enumeration('power', ['D0', 'D1', 'D3']);
export const { D0, D1, D3 } = POWER.values;

/** `vdev->memory_lock`: held for write by what changes "may be touched", for read by what touches. */
export const memory_lock = rwsem('memory_lock');

/** `pdev->current_state`; D3 stands for D3hot and deeper. */
export const current_state = variable('current_state', POWER, D0);

/** Memory bit of `vconfig[PCI_COMMAND]`: what the user asked for. */
export const virt_mem = variable('virt_mem', BOOLEAN, TRUE);

/** Memory bit of the hardware command register: what the device decodes. */
export const phys_mem = variable('phys_mem', BOOLEAN, TRUE);

/** Between the begin and the end of a reset. */
export const in_reset = variable('in_reset', BOOLEAN, FALSE);

/** `__vfio_pci_memory_enabled()`: D1 counts as enabled. */
export const __vfio_pci_memory_enabled = named(
  '__vfio_pci_memory_enabled()',
  and(ne(current_state, D3), virt_mem),
);

/** The device answers memory requests; nothing else may reach it. */
export const hw_safe = named('hw_safe', and(eq(current_state, D0), phys_mem, not(in_reset)));

const state = param('state', POWER);

/** `vfio_pci_set_power_state()`: leaving D0 asserts `memory_lock`. A no-op when the device is there already. */
export const vfio_pci_set_power_state = fn(
  'vfio_pci_set_power_state',
  { params: [state], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()' },
  [
    check(S_ASSERT, implies(ne(state, D0), holds(self, memory_lock, 'write'))),
    step(c`pci_set_power_state(${state})`, assign(current_state, state)),
  ],
);

/**
 * `pci_try_reset_function()`: two steps, or -EAGAIN when somebody outside holds the device. The PCI core forces D0 by itself,
 * without the driver's restore. The memory bit comes back as saved; that is the user's bit, for both are written under
 * `memory_lock` and no reset begins without it.
 */
export const pci_try_reset_function = fn(
  'pci_try_reset_function',
  { mirrors: 'drivers/pci/pci.c: pci_try_reset_function()' },
  [
    oneOf(
      [
        step(
          'reset begins',
          assign(current_state, D0),
          assign(phys_mem, FALSE),
          assign(in_reset, TRUE),
        ),
        step('reset ends', assign(in_reset, FALSE), assign(phys_mem, virt_mem)),
      ],
      [step('return -EAGAIN')],
    ),
  ],
);
