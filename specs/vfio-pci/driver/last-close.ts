/**
 * The last close of the device fd in 6.19 to 7.1: the cleanup of export.ts, then the device is reset and left as in close.ts.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and drivers/vfio/vfio_main.c. A user below D0, a running low power and an un-revoke of an empty list
 * are what `vfio_pci_core_disable()` undoes; interrupts and BAR resources are left out.
 */
import {
  assign,
  fn,
  int,
  lockdep_assert_held,
  mutex_lock,
  mutex_unlock,
  step,
} from '../../../checker/lang/index.ts';
import { vfio_pci_dma_buf_cleanup } from './buffer-life.ts';
import { dev_set_lock, leaveDevice } from './close.ts';
import { open_count } from './hot-reset-move.ts';
import { vfio_pci_runtime_pm_exit } from './low-power.ts';
import { assertNotFreed, putRegistration } from './registration.ts';

export const vfio_pci_core_disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  [lockdep_assert_held(dev_set_lock), vfio_pci_runtime_pm_exit(), ...leaveDevice],
);

export const vfio_pci_core_close_device = fn(
  'vfio_pci_core_close_device',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_close_device()' },
  [vfio_pci_dma_buf_cleanup(), vfio_pci_core_disable()],
);

export const vfio_device_fops_release = fn(
  'vfio_device_fops_release',
  { title: 'last close', mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_release()' },
  [
    mutex_lock(dev_set_lock),
    vfio_pci_core_close_device(),
    step('device->open_count--', assign(open_count, int(0))),
    assertNotFreed,
    mutex_unlock(dev_set_lock),
    ...putRegistration,
  ],
);
