/**
 * Any of the operations on the device fd that a configuration offers, in the kernels of 6.19 to 7.3 and in the series up to patch 5/9.
 */
import { type Body, FALSE, given, oneOf, repeat, rest, TRUE } from '../../../checker/lang/index.ts';
import { admin_ops, op_command, op_d0, op_d3, op_flr, op_reset } from './bounds.ts';
import { D0, D3 } from './device.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from './zap-then-move.ts';

/** A bounded number of operations; references on the device are left out, for they are of interest with runtime power management only. */
export const operations: Body = [
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
