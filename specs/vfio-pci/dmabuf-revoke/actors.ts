/**
 * Who acts in `vfio-pci/dmabuf-revoke` beside the importers, the exporter and the worker: admins, the last close, the unbind.
 */
import {
  type Body,
  FALSE,
  given,
  oneOf,
  process,
  repeat,
  rest,
  TRUE,
} from '../../../checker/lang/index.ts';
import { admin_ops, admins, op_command, op_d0, op_d3, op_flr, op_reset } from '../driver/bounds.ts';
import { D0, D3 } from '../driver/device.ts';
import { requests } from '../driver/file-operations.ts';
import { vfio_device_fops_release } from '../driver/last-close.ts';
import { closes, unregisters } from '../driver/lifecycle-bounds.ts';
import { runtime_pm } from '../driver/power-bounds.ts';
import { vfio_unregister_group_dev } from '../driver/registration.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

/** Any of the operations that the configuration offers; references on the device are of interest with runtime power management only. */
const operations: Body = [
  repeat(admin_ops, [
    rest(
      oneOf(
        [given(op_reset, [vfio_pci_ioctl_reset()])],
        [given(op_d0, [vfio_lock_and_set_power_state(D0)])],
        [given(op_d3, [vfio_lock_and_set_power_state(D3)])],
        [given(op_command, [vfio_basic_config_write(FALSE)])],
        [given(op_command, [vfio_basic_config_write(TRUE)])],
        [given(op_flr, [vfio_exp_config_write()])],
      ),
    ),
  ]),
];

/** A bounded number of operations; then the last close, if there is one. */
export const admin = process('admin', { count: admins }, [
  given(runtime_pm, requests, operations),
  given(closes, [vfio_device_fops_release()]),
]);

/** Unbinds the driver: waits until nobody has a registration. */
export const unbinder = process('unbinder', { given: unregisters }, [
  rest(vfio_unregister_group_dev()),
]);
