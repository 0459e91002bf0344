/**
 * What the driver and the PCI core do to one device, for whatever stands for its state: one device, or one of a set.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and drivers/pci/pci.c; the steps are the same in every era. `current_state` is what
 * the kernel believes; the hardware has the same here (the unlocked register access of a PM_CTRL write is not modelled).
 */
import {
  and,
  assign,
  type Body,
  type Check,
  c,
  check,
  type Effect,
  type Expr,
  enumeration,
  eq,
  FALSE,
  holds,
  implies,
  ne,
  not,
  oneOf,
  type RwSemaphore,
  S_ASSERT,
  self,
  step,
  TRUE,
  type ValueOf,
  type Var,
} from '../../../checker/lang/index.ts';

export const POWER = enumeration('power', ['D0', 'D1', 'D3']);
export const { D0, D1, D3 } = POWER.values;
export type Power = ValueOf<typeof POWER>;

/** The state of one device, wherever it is declared. */
export interface DeviceState {
  /** `vdev->memory_lock`: held for write by what changes "may be touched", for read by what touches. */
  readonly memory_lock: RwSemaphore;
  /** `pdev->current_state`; D3 stands for D3hot and deeper. */
  readonly current_state: Var<Power>;
  /** Memory bit of `vconfig[PCI_COMMAND]`: what the user asked for. */
  readonly virt_mem: Var<boolean>;
  /** Memory bit of the hardware command register: what the device decodes. */
  readonly phys_mem: Var<boolean>;
  /** Between the begin and the end of a reset. */
  readonly in_reset: Var<boolean>;
}

/** `__vfio_pci_memory_enabled()`: D1 counts as enabled. */
export const memoryEnabled = ({ current_state, virt_mem }: DeviceState): Expr<boolean> =>
  and(ne(current_state, D3), virt_mem);

/** The device answers memory requests; nothing else may reach it. */
export const answersMemory = (device: DeviceState): Expr<boolean> =>
  and(eq(device.current_state, D0), device.phys_mem, not(device.in_reset));

export const assertLockedToLeaveD0 = ({ memory_lock }: DeviceState, state: Expr<Power>): Check =>
  check(S_ASSERT, implies(ne(state, D0), holds(self, memory_lock, 'write')));

/** `vfio_pci_set_power_state()`: leaving D0 asserts `memory_lock`. A no-op when the device is there already. */
export const setPowerState = (device: DeviceState, state: Expr<Power>): Body => [
  assertLockedToLeaveD0(device, state),
  step(c`pci_set_power_state(${state})`, assign(device.current_state, state)),
];

/**
 * `pci_try_reset_function()`: two steps, or -EAGAIN when somebody outside holds the device. The PCI core forces D0 by itself,
 * without the driver's restore. The memory bit comes back as saved; that is the user's bit, for both are written under
 * `memory_lock` and no reset begins without it. `forcing` is what else the way to D0 does.
 */
export const tryResetFunction = (device: DeviceState, forcing: readonly Effect[] = []): Body => [
  oneOf(
    [
      step(
        'reset begins',
        assign(device.current_state, D0),
        assign(device.phys_mem, FALSE),
        assign(device.in_reset, TRUE),
        ...forcing,
      ),
      step('reset ends', assign(device.in_reset, FALSE), assign(device.phys_mem, device.virt_mem)),
    ],
    [step('return -EAGAIN')],
  ),
];
