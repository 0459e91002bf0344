/**
 * The ioctls and config writes of 6.12, on the zap of this era.
 *
 * What they do stands in `../driver/before-dmabuf.ts`.
 */
import {
  commandWrite,
  flrWrite,
  lowPowerEntry,
  powerWrite,
  resetIoctl,
} from '../driver/before-dmabuf.ts';
import { vfio_pci_zap_and_down_write_memory_lock as zapAndDownWrite } from './zap.ts';

export const vfio_pci_ioctl_reset = resetIoctl(zapAndDownWrite);
export const vfio_lock_and_set_power_state = powerWrite(zapAndDownWrite);
export const vfio_basic_config_write = commandWrite(zapAndDownWrite);
export const vfio_exp_config_write = flrWrite(zapAndDownWrite);
export const vfio_pci_runtime_pm_entry = lowPowerEntry(zapAndDownWrite);

export const operations = {
  vfio_pci_ioctl_reset,
  vfio_lock_and_set_power_state,
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_pci_runtime_pm_entry,
};
