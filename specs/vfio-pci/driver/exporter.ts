/**
 * The process that holds the device fd and exported the DMABUF: one thread, so that the last close comes after all it does.
 *
 * Its operations are those of an admin and the permanent revoke. The driver may be unbound at any time; that waits for the last close.
 */
import {
  FALSE,
  given,
  gt,
  int,
  note,
  oneOf,
  process,
  repeat,
  rest,
  stop,
  TRUE,
} from '../../../checker/lang/index.ts';
import {
  vfio_basic_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from './admin.ts';
import { op_command, op_d0, op_d3, op_reset } from './bounds.ts';
import { exporter_ops, last_close, op_perm } from './client-bounds.ts';
import { vfio_device_fops_release } from './close.ts';
import { D0, D3 } from './device.ts';
import { vfio_unregister_group_dev } from './registration.ts';
import { VDEV, vfio_pci_core_feature_dma_buf_revoke } from './status.ts';

export const exporter = process('exporter', { given: gt(exporter_ops, int(0)) }, [
  repeat(exporter_ops, [
    rest(
      oneOf(
        [given(op_reset, [vfio_pci_ioctl_reset()])],
        [given(op_d0, [vfio_lock_and_set_power_state(D0)])],
        [given(op_d3, [vfio_lock_and_set_power_state(D3)])],
        [given(op_command, [vfio_basic_config_write(FALSE)])],
        [given(op_command, [vfio_basic_config_write(TRUE)])],
        [given(op_perm, [vfio_pci_core_feature_dma_buf_revoke(VDEV)])],
        [given(last_close, [note('early', vfio_device_fops_release()), stop()])],
      ),
    ),
  ]),
  given(last_close, [rest(vfio_device_fops_release())]),
]);

export const unbinder = process('unbinder', { given: last_close }, [
  rest(vfio_unregister_group_dev()),
]);
