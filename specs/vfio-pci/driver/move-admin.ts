/**
 * What an admin does on the device fd in 6.19 to 7.1: each function zaps the mappings of the device file and moves the DMABUFs itself.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c (reset) and vfio_pci_config.c (PM_CTRL, PCI_COMMAND, FLR). In the series, up to patch 5/9, they
 * are the same; patch 6/9 puts zap and move into one function (admin.ts, revoke.ts). The error branch of a command write does not
 * un-revoke, as stored.
 */
import {
  check,
  down_write,
  eq,
  FALSE,
  fn,
  param,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { new_mem, S_D0RESET, writeCommand } from './admin.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  D3,
  memory_lock,
  POWER,
  pci_try_reset_function,
  vfio_pci_set_power_state,
} from './device.ts';
import { vdev } from './lifecycle-bounds.ts';
import { vfio_pci_dma_buf_move } from './move.ts';
import { vfio_pci_zap_bars } from './revoke.ts';

export const vfio_pci_zap_and_down_write_memory_lock = fn(
  'vfio_pci_zap_and_down_write_memory_lock',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock()' },
  [down_write(memory_lock), vfio_pci_zap_bars()],
);

/** The reset ioctl: zap, D0, revoke, reset. */
export const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    vfio_pci_zap_and_down_write_memory_lock(),
    vfio_pci_set_power_state(D0),
    vfio_pci_dma_buf_move(vdev, TRUE),
    check(S_D0RESET, eq(current_state, D0)),
    pci_try_reset_function(),
    when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)]),
    up_write(memory_lock),
  ],
);

const state = param('state', POWER);

/** A write to PM_CTRL. */
export const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  {
    params: [state],
    title: 'write PCI_PM_CTRL',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [
    when(
      eq(state, D3),
      [vfio_pci_zap_and_down_write_memory_lock(), vfio_pci_dma_buf_move(vdev, TRUE)],
      [down_write(memory_lock)],
    ),
    vfio_pci_set_power_state(state),
    when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)]),
    up_write(memory_lock),
  ],
);

/** A write to the memory bit of PCI_COMMAND. */
export const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    params: [new_mem],
    title: 'write PCI_COMMAND',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [
    when(
      new_mem,
      [down_write(memory_lock)],
      [vfio_pci_zap_and_down_write_memory_lock(), vfio_pci_dma_buf_move(vdev, TRUE)],
    ),
    ...writeCommand,
    when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)]),
    up_write(memory_lock),
  ],
);

/** A function level reset through config space: it does not set D0 itself. */
export const vfio_exp_config_write = fn(
  'vfio_exp_config_write',
  {
    title: 'write PCI_EXP_DEVCTL (FLR)',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_exp_config_write()',
  },
  [
    vfio_pci_zap_and_down_write_memory_lock(),
    vfio_pci_dma_buf_move(vdev, TRUE),
    pci_try_reset_function(),
    when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)]),
    up_write(memory_lock),
  ],
);
