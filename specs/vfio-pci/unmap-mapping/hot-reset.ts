/**
 * The hot reset of 6.12: each device is locked without waiting and zapped at once; when one is busy, those before it are unlocked in
 * reverse.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c of 6.12. `vdev` is the iterator of the C function: the device from which the undo walks back.
 */

import {
  and,
  assign,
  type Body,
  cond,
  down_write_trylock,
  type Expr,
  eq,
  fn,
  goto,
  int,
  label,
  local,
  mutex_lock,
  mutex_unlock,
  NONE,
  type None,
  optional,
  or,
  step,
  up_write,
  type ValueOf,
  when,
} from '../../../checker/lang/index.ts';
import {
  getDevices,
  putDevices,
  testOwned,
  testResettable,
  wakeAndReset,
} from '../driver/hot-reset.ts';
import {
  A,
  B,
  dev_set_lock,
  devices,
  forEachVdev,
  forEachVdevReverse,
  memory_lock,
  VDEV,
  type Vdev,
} from '../driver/vdev.ts';
import { vfio_pci_zap_bars } from './zap.ts';

/** The device that the undo begins with; none if there is nothing to undo. */
export const undo_from = local('vdev', optional(VDEV), NONE);

/** The device before it, if any. */
export const previous = (vdev: Vdev) => cond<ValueOf<typeof VDEV> | None>(eq(vdev, B), A, NONE);

/** `vdev = list_prev_entry(vdev)`, and on to the undo. */
export const breakAt = (vdev: Vdev): Body => [
  step('vdev = list_prev_entry(vdev)', assign(undo_from, previous(vdev))),
  goto('err_undo'),
];

/** `vdev = list_last_entry()`: all of them are to be unlocked. */
export const lastEntry: Body = [
  step('vdev = list_last_entry()', assign(undo_from, cond(eq(devices, int(2)), B, A))),
];

const isLocked = (vdev: Vdev): Expr<boolean> =>
  or(eq(undo_from, vdev), and(eq(undo_from, B), eq(vdev, A)));

/** Unlocks a device that was locked. */
export const unlock = (vdev: Vdev): Body => [
  when(isLocked(vdev), [up_write(memory_lock.at(vdev))]),
];

/** References and `dev_set->lock` go. */
export const leave: Body = [...putDevices, label('err_unlock'), mutex_unlock(dev_set_lock)];

export const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    locals: [undo_from],
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [
    mutex_lock(dev_set_lock),
    ...testResettable,
    ...getDevices,
    forEachVdev((vdev) => [
      ...testOwned(vdev, assign(undo_from, previous(vdev))),
      down_write_trylock(memory_lock.at(vdev), [], breakAt(vdev)),
      vfio_pci_zap_bars(vdev),
    ]),
    ...wakeAndReset,
    ...lastEntry,
    label('err_undo'),
    forEachVdevReverse(unlock),
    ...leave,
  ],
);
