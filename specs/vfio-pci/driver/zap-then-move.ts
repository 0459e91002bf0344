/**
 * What an admin does on the device fd as of 6.19 to 7.3: zap and revoke are two calls, in the order and at the places of these kernels.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c (reset) and vfio_pci_config.c (PM_CTRL, PCI_COMMAND, FLR). Without `dmabuf-export` there is
 * nothing to revoke, as in 6.10 to 6.18. Where the stored code un-revokes it asks `__vfio_pci_memory_enabled()` alone; a constant
 * adds the test that is missing there.
 */
import {
  and,
  assign,
  type Body,
  check,
  down_write,
  eq,
  FALSE,
  fn,
  given,
  local,
  not,
  or,
  param,
  step,
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
import {
  dmabuf_export,
  memory_needs_d0,
  pmcsr_rmw,
  runtime_pm,
  unrevoke_tests_engaged,
} from './power-bounds.ts';
import { hw_pm, pm_runtime_engaged } from './power-state.ts';
import { vfio_pci_zap_bars } from './revoke.ts';

export const vfio_pci_zap_and_down_write_memory_lock = fn(
  'vfio_pci_zap_and_down_write_memory_lock',
  {
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock()',
  },
  [down_write(memory_lock), vfio_pci_zap_bars()],
);

/** Takes the lock for write, with no mapping left. */
export const lockZapAndRevoke: Body = [
  vfio_pci_zap_and_down_write_memory_lock(),
  given(dmabuf_export, [vfio_pci_dma_buf_move(vdev, TRUE)]),
];

export const unrevoke: Body = [vfio_pci_dma_buf_move(vdev, FALSE)];

/** The way back, in front of every `up_write()`. Stored kernels do not ask whether low power is engaged. */
export const unrevokeIfEnabled: Body = [
  given(dmabuf_export, [
    given(
      and(runtime_pm, unrevoke_tests_engaged),
      [when(and(not(pm_runtime_engaged), __vfio_pci_memory_enabled), unrevoke)],
      [when(__vfio_pci_memory_enabled, unrevoke)],
    ),
  ]),
];

export const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    vfio_pci_zap_and_down_write_memory_lock(),
    vfio_pci_set_power_state(D0),
    given(dmabuf_export, [vfio_pci_dma_buf_move(vdev, TRUE)]),
    check(S_D0RESET, eq(current_state, D0)),
    pci_try_reset_function(),
    ...unrevokeIfEnabled,
    up_write(memory_lock),
  ],
);

export const state = param('state', POWER);

export const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  {
    params: [state],
    title: 'write PCI_PM_CTRL',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [
    given(or(eq(state, D3), and(memory_needs_d0, not(eq(state, D0)))), lockZapAndRevoke, [
      down_write(memory_lock),
    ]),
    vfio_pci_set_power_state(state),
    ...unrevokeIfEnabled,
    up_write(memory_lock),
  ],
);

const phys_val = local('phys_val', POWER, D0);

/**
 * The register part of a write to PM_CTRL. The state bits are read-only for the user, so the write goes on with those that were read:
 * what somebody else wrote in between is undone in the hardware.
 */
export const vfio_default_config_write = fn(
  'vfio_default_config_write',
  {
    locals: [phys_val],
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_default_config_write()',
  },
  [
    step('vfio_user_config_read(PCI_PM_CTRL, &phys_val)', assign(phys_val, hw_pm)),
    step('vfio_user_config_write(PCI_PM_CTRL, phys_val)', assign(hw_pm, phys_val)),
  ],
);

/** A write to PM_CTRL: the register without a lock, as stored, then the state that the user asks for. */
export const vfio_pm_config_write = fn(
  'vfio_pm_config_write',
  { params: [state], mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_pm_config_write()' },
  [given(pmcsr_rmw, [vfio_default_config_write()]), vfio_lock_and_set_power_state(state)],
);

/** A write to the memory bit of PCI_COMMAND. Its error branch does not un-revoke (as stored). */
export const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    params: [new_mem],
    title: 'write PCI_COMMAND',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [
    given(new_mem, [down_write(memory_lock)], lockZapAndRevoke),
    ...writeCommand,
    ...unrevokeIfEnabled,
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
  [...lockZapAndRevoke, pci_try_reset_function(), ...unrevokeIfEnabled, up_write(memory_lock)],
);
