/**
 * What every hot reset does: the tests before it touches a lock, and the reset of the bus.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and drivers/pci/pci.c. In which order a hot reset takes the locks of the devices, and
 * how it lets go of them when one is busy, is what the eras differ in.
 */
import {
  assign,
  assignAll,
  atomically,
  type Body,
  c,
  check,
  type Effect,
  eq,
  every,
  FALSE,
  fn,
  given,
  goto,
  implies,
  lockdep_assert_held,
  oneOf,
  step,
  TRUE,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from './before-dmabuf.ts';
import { D0 } from './device-steps.ts';
import { low_power, pm_runtime_put, pm_runtime_resume_and_get } from './runtime-pm.ts';
import {
  current_state,
  dev_set_lock,
  forEachVdev,
  in_reset,
  isInSet,
  phys_mem,
  VDEV,
  type Vdev,
  vfio_pci_set_power_state,
  virt_mem,
} from './vdev.ts';

/** -EINVAL unless all devices of the set can be reset together; asserts `dev_set->lock`. */
export const testResettable: Body = [
  lockdep_assert_held(dev_set_lock),
  oneOf(
    [step('vfio_pci_dev_set_resettable() = pdev')],
    [step('vfio_pci_dev_set_resettable() = NULL'), goto('err_unlock')],
  ),
];

/** -EINVAL unless the caller owns the device. */
export const testOwned = (vdev: Vdev, ...otherwise: readonly Effect[]): Body => [
  oneOf(
    [step(c`vfio_dev_in_groups(vdev ${vdev}) = 1`)],
    [step(c`vfio_dev_in_groups(vdev ${vdev}) = 0`, ...otherwise), goto('err_undo')],
  ),
];

/** `vfio_pci_dev_set_pm_runtime_get()`. */
export const getDevices: Body = [
  given(low_power, [forEachVdev((vdev) => [pm_runtime_resume_and_get(vdev)])]),
];
export const putDevices: Body = [given(low_power, [forEachVdev((vdev) => [pm_runtime_put(vdev)])])];

/** `pci_reset_bus()`: all devices of the set at once, or -EAGAIN. */
export const pci_reset_bus = fn(
  'pci_reset_bus',
  { mirrors: 'drivers/pci/pci.c: pci_reset_bus()' },
  [
    oneOf(
      [
        step(
          'reset begins',
          assignAll(current_state, D0),
          assignAll(phys_mem, FALSE),
          assignAll(in_reset, TRUE),
        ),
        atomically('reset ends', [
          forEachVdev((vdev) => [
            step(
              c`reset of vdev ${vdev} ends`,
              assign(in_reset.at(vdev), FALSE),
              assign(phys_mem.at(vdev), virt_mem.at(vdev)),
            ),
          ]),
        ]),
      ],
      [step('return -EAGAIN')],
    ),
  ],
);

/** D0 for each device, then the bus: all `memory_lock`s are held for write. */
export const wakeAndReset: Body = [
  forEachVdev((vdev) => [vfio_pci_set_power_state(vdev, D0)]),
  check(
    S_D0RESET,
    every(VDEV, (vdev) => implies(isInSet(vdev), eq(current_state.at(vdev), D0))),
  ),
  pci_reset_bus(),
];
