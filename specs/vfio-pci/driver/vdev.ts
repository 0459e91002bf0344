/**
 * The devices of a set, one or two: the state of each, and the functions that take a `vdev`.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c. What the steps are stands in `device-steps.ts`. The specs with a single device by
 * construction use `device.ts` instead.
 */
import {
  and,
  array,
  BOOLEAN,
  type Body,
  constant,
  type Expr,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  forEachBackwards,
  given,
  int,
  krefs,
  mutex,
  named,
  or,
  param,
  range,
  rwsems,
  TRUE,
  type ValueOf,
  variable,
} from '../../../checker/lang/index.ts';
import {
  answersMemory,
  D0,
  type DeviceState,
  memoryEnabled,
  POWER,
  setPowerState,
  tryResetFunction,
} from './device-steps.ts';

export const devices = constant('devices', range(1, 2), int(1), 'devices of the set');
export const VDEV = enumeration('vdev', ['A', 'B']);
export const { A, B } = VDEV.values;
export type Vdev = Expr<ValueOf<typeof VDEV>>;

/** The device occurs in this configuration at all: decided by constants. */
export const isInSet = (vdev: Vdev): Expr<boolean> => or(eq(vdev, A), eq(devices, int(2)));

/** `list_for_each_entry(vdev, &dev_set->device_list, ...)`. */
export const forEachVdev = (body: (vdev: Vdev) => Body) =>
  forEach(VDEV, (vdev) => [given(isInSet(vdev), body(vdev))]);
/** As `forEachVdev`, last device first. */
export const forEachVdevReverse = (body: (vdev: Vdev) => Body) =>
  forEachBackwards(VDEV, (vdev) => [given(isInSet(vdev), body(vdev))]);

export const memory_lock = rwsems('memory_lock', VDEV);
export const current_state = variable('current_state', array(VDEV, POWER), D0);
export const virt_mem = variable('virt_mem', array(VDEV, BOOLEAN), TRUE);
export const phys_mem = variable('phys_mem', array(VDEV, BOOLEAN), TRUE);
export const in_reset = variable('in_reset', array(VDEV, BOOLEAN), FALSE);

const RPM = enumeration('rpm', ['RPM_ACTIVE', 'RPM_SUSPENDING', 'RPM_SUSPENDED', 'RPM_RESUMING']);
export const { RPM_ACTIVE, RPM_SUSPENDING, RPM_SUSPENDED, RPM_RESUMING } = RPM.values;

/** The user asked for low power. */
export const pm_runtime_engaged = variable('pm_runtime_engaged', array(VDEV, BOOLEAN), FALSE);
/** `pdev->dev.power.runtime_status`. */
export const runtime_status = variable('runtime_status', array(VDEV, RPM), RPM_ACTIVE);
/** `pdev->dev.power.usage_count`: one for the open file; at 0 the device may be suspended. */
export const usage_count = krefs('usage_count', VDEV, 3);

/** `dev_set->lock`: hot reset, open and close. */
export const dev_set_lock = mutex('dev_set_lock');

/** The state of one of the devices. */
export const deviceAt = (vdev: Vdev): DeviceState => ({
  memory_lock: memory_lock.at(vdev),
  current_state: current_state.at(vdev),
  virt_mem: virt_mem.at(vdev),
  phys_mem: phys_mem.at(vdev),
  in_reset: in_reset.at(vdev),
});

/** `__vfio_pci_memory_enabled()` of one of the devices. */
export const __vfio_pci_memory_enabled = (vdev: Vdev): Expr<boolean> =>
  named('__vfio_pci_memory_enabled(vdev)', memoryEnabled(deviceAt(vdev)));

/** One of the devices answers memory requests; nothing else may reach it. */
export const hw_safe = (vdev: Vdev): Expr<boolean> =>
  named('hw_safe', and(answersMemory(deviceAt(vdev)), eq(runtime_status.at(vdev), RPM_ACTIVE)));

const vdev = param('vdev', VDEV);
const state = param('state', POWER);

export const vfio_pci_set_power_state = fn(
  'vfio_pci_set_power_state',
  {
    params: [vdev, state],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()',
  },
  setPowerState(deviceAt(vdev), state),
);

/** `pci_try_reset_function()`: two steps, or -EAGAIN when somebody outside holds the device. */
export const pci_try_reset_function = fn(
  'pci_try_reset_function',
  { params: [vdev], mirrors: 'drivers/pci/pci.c: pci_try_reset_function()' },
  tryResetFunction(deviceAt(vdev)),
);
