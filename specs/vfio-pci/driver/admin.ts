/**
 * What an admin does on the device fd: the reset ioctl, and config-space writes that vfio-pci emulates.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c (reset) and vfio_pci_config.c (PM_CTRL, PCI_COMMAND, FLR) as of v4 of the series.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  down_write,
  type Expr,
  eq,
  FALSE,
  fn,
  given,
  note,
  oneOf,
  param,
  process,
  property,
  type RwSemaphore,
  repeat,
  rest,
  returnFromFunction,
  type Statement,
  step,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import {
  admin_ops,
  admins,
  cmd_write_fails,
  d1,
  d3_revokes,
  op_command,
  op_d0,
  op_d1,
  op_d3,
  op_flr,
  op_reset,
  resetters,
} from './bounds.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  D1,
  D3,
  memory_lock,
  POWER,
  pci_try_reset_function,
  phys_mem,
  vfio_pci_set_power_state,
  virt_mem,
} from './device.ts';
import type { Power } from './device-steps.ts';
import {
  vfio_pci_lock_zap_revoke_bars,
  vfio_pci_unrevoke_bars,
  vfio_pci_zap_revoke_bars,
} from './revoke.ts';

export const S_D0RESET = property(
  'S-D0RESET',
  'A reset ioctl, of one device or of its set, resets what is in D0 already, before the PCI core would force it.',
);

/** The reset ioctl of v4: D0, then revoke, both under the lock. */
export const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    down_write(memory_lock),
    vfio_pci_set_power_state(D0),
    vfio_pci_zap_revoke_bars(),
    check(S_D0RESET, eq(current_state, D0)),
    pci_try_reset_function(),
    when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
    up_write(memory_lock),
  ],
);

const state = param('state', POWER);

/** What a write to PM_CTRL needs to know of its device. */
export interface PowerWrite {
  readonly memory_lock: RwSemaphore;
  readonly lockRevoke: Body;
  readonly setState: Statement;
  readonly memoryEnabled: Expr<boolean>;
  readonly unrevoke: Statement;
}

/** D3 takes the lock and revokes; D1 takes the lock only, for it counts as "memory enabled". */
export const lockAndSetPowerState = (to: Expr<Power>, device: PowerWrite): Body => [
  when(
    eq(to, D3),
    [given(d3_revokes, device.lockRevoke, [note('d3', down_write(device.memory_lock))])],
    [down_write(device.memory_lock)],
  ),
  device.setState,
  when(device.memoryEnabled, [device.unrevoke]),
  up_write(device.memory_lock),
];

/** A write to PM_CTRL. */
export const vfio_lock_and_set_power_state = fn(
  'vfio_lock_and_set_power_state',
  {
    params: [state],
    title: 'write PCI_PM_CTRL',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  lockAndSetPowerState(state, {
    memory_lock,
    lockRevoke: [vfio_pci_lock_zap_revoke_bars()],
    setState: vfio_pci_set_power_state(state),
    memoryEnabled: __vfio_pci_memory_enabled,
    unrevoke: vfio_pci_unrevoke_bars(),
  }),
);

export const new_mem = param('new_mem', BOOLEAN);

/** What a write to PCI_COMMAND does to the hardware and to its shadow, with `memory_lock` held; the write may fail. */
export const writeCommand: Body = [
  oneOf(
    [step(c`pci_write_config_word(PCI_COMMAND, ${new_mem})`, assign(phys_mem, new_mem))],
    [
      given(cmd_write_fails, [
        step(c`pci_write_config_word(PCI_COMMAND, ${new_mem}) fails`),
        note('error', up_write(memory_lock)),
        returnFromFunction(),
      ]),
    ],
  ),
  step(c`vconfig[PCI_COMMAND] = ${new_mem}`, assign(virt_mem, new_mem)),
];

/** A write to the memory bit of PCI_COMMAND. Its error branch does not un-revoke (as stored). */
export const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    params: [new_mem],
    title: 'write PCI_COMMAND',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [
    when(new_mem, [down_write(memory_lock)], [vfio_pci_lock_zap_revoke_bars()]),
    ...writeCommand,
    when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
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
    vfio_pci_lock_zap_revoke_bars(),
    pci_try_reset_function(),
    when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
    up_write(memory_lock),
  ],
);

/** Any of the operations that the configuration offers, a bounded number of times. */
export const admin = process('admin', { count: admins }, [
  repeat(admin_ops, [
    rest(
      oneOf(
        [given(op_reset, [vfio_pci_ioctl_reset()])],
        [given(op_d0, [vfio_lock_and_set_power_state(D0)])],
        [given(and(op_d1, d1), [vfio_lock_and_set_power_state(D1)])],
        [given(op_d3, [vfio_lock_and_set_power_state(D3)])],
        [given(op_command, [vfio_basic_config_write(FALSE)])],
        [given(op_command, [vfio_basic_config_write(TRUE)])],
        [given(op_flr, [vfio_exp_config_write()])],
      ),
    ),
  ]),
]);

/** An admin that resets the device once, whatever the others do. */
export const resetter = process('resetter', { count: resetters }, [rest(vfio_pci_ioctl_reset())]);
