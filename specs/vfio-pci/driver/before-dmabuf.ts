/**
 * What an admin does on the device fd before there were DMABUFs: the reset ioctl, config writes, low-power entry and exit.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_config.c of 6.1 and 6.12. The text of these functions is the same in both;
 * how `vfio_pci_zap_and_down_write_memory_lock()` works is not, so each era gives its own.
 */
import {
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
  oneOfEach,
  type Param,
  param,
  property,
  returnFromFunction,
  type SpecFunction,
  step,
  TRUE,
  up_write,
  type ValueOf,
} from '../../../checker/lang/index.ts';
import { cmd_write_fails, op_command, op_d0, op_d3, op_flr, op_reset } from './bounds.ts';
import { D0, D3, POWER } from './device-steps.ts';
import {
  engageLowPower,
  getting_device,
  low_power,
  putting_device,
  vfio_pci_runtime_pm_exit,
} from './runtime-pm.ts';
import {
  current_state,
  isInSet,
  memory_lock,
  pci_try_reset_function,
  phys_mem,
  VDEV,
  type Vdev,
  vfio_pci_set_power_state,
  virt_mem,
} from './vdev.ts';

export const S_D0RESET = property(
  'S-D0RESET',
  'A reset ioctl, of one device or of its set, resets what is in D0 already, before the PCI core would force it.',
);

export type OnVdev = SpecFunction<readonly [Param<ValueOf<typeof VDEV>>]>;

export const vdev = param('vdev', VDEV);
export const state = param('state', POWER);
export const new_mem = param('new_mem', BOOLEAN);

/** The reset ioctl. */
export const resetIoctl = (vfio_pci_zap_and_down_write_memory_lock: OnVdev) =>
  fn(
    'vfio_pci_ioctl_reset',
    {
      params: [vdev],
      title: 'ioctl(VFIO_DEVICE_RESET)',
      mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
    },
    [
      vfio_pci_zap_and_down_write_memory_lock(vdev),
      vfio_pci_set_power_state(vdev, D0),
      check(S_D0RESET, eq(current_state.at(vdev), D0)),
      pci_try_reset_function(vdev),
      up_write(memory_lock.at(vdev)),
    ],
  );

/** A write to PM_CTRL: D0 and D1 take the lock only. */
export const powerWrite = (vfio_pci_zap_and_down_write_memory_lock: OnVdev) =>
  fn(
    'vfio_lock_and_set_power_state',
    {
      params: [vdev, state],
      title: 'write PCI_PM_CTRL',
      mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
    },
    [
      given(
        eq(state, D3),
        [vfio_pci_zap_and_down_write_memory_lock(vdev)],
        [down_write(memory_lock.at(vdev))],
      ),
      vfio_pci_set_power_state(vdev, state),
      up_write(memory_lock.at(vdev)),
    ],
  );

/** What a write to PCI_COMMAND does once `memory_lock` is held for write. */
export const writeCommand = (vdev: Vdev, new_mem: Expr<boolean>): Body => [
  oneOf(
    [step(c`pci_write_config_word(PCI_COMMAND, ${new_mem})`, assign(phys_mem.at(vdev), new_mem))],
    [
      given(cmd_write_fails, [
        step(c`pci_write_config_word(PCI_COMMAND, ${new_mem}) fails`),
        note('error', up_write(memory_lock.at(vdev))),
        returnFromFunction(),
      ]),
    ],
  ),
  step(c`vconfig[PCI_COMMAND] = ${new_mem}`, assign(virt_mem.at(vdev), new_mem)),
  up_write(memory_lock.at(vdev)),
];

/** A write to the memory bit of PCI_COMMAND: memory on takes the lock only. */
export const commandWrite = (vfio_pci_zap_and_down_write_memory_lock: OnVdev) =>
  fn(
    'vfio_basic_config_write',
    {
      params: [vdev, new_mem],
      title: 'write PCI_COMMAND',
      mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
    },
    [
      given(
        new_mem,
        [down_write(memory_lock.at(vdev))],
        [vfio_pci_zap_and_down_write_memory_lock(vdev)],
      ),
      ...writeCommand(vdev, new_mem),
    ],
  );

/** A function level reset through config space: it does not set D0 itself. */
export const flrWrite = (vfio_pci_zap_and_down_write_memory_lock: OnVdev) =>
  fn(
    'vfio_exp_config_write',
    {
      params: [vdev],
      title: 'write PCI_EXP_DEVCTL (FLR)',
      mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_exp_config_write()',
    },
    [
      vfio_pci_zap_and_down_write_memory_lock(vdev),
      pci_try_reset_function(vdev),
      up_write(memory_lock.at(vdev)),
    ],
  );

/** The low-power entry ioctl; the wrapper's own reference goes when the ioctl returns. */
export const lowPowerEntry = (vfio_pci_zap_and_down_write_memory_lock: OnVdev) =>
  fn(
    'vfio_pci_runtime_pm_entry',
    {
      params: [vdev],
      title: 'low-power entry',
      mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_entry()',
    },
    [vfio_pci_zap_and_down_write_memory_lock(vdev), ...engageLowPower(vdev)],
  );

export interface Operations {
  readonly vfio_pci_ioctl_reset: OnVdev;
  readonly vfio_lock_and_set_power_state: ReturnType<typeof powerWrite>;
  readonly vfio_basic_config_write: ReturnType<typeof commandWrite>;
  readonly vfio_exp_config_write: OnVdev;
  readonly vfio_pci_runtime_pm_entry: OnVdev;
}

const anyOf = (of: Operations, vdev: Vdev) =>
  oneOf(
    [given(op_reset, [of.vfio_pci_ioctl_reset(vdev)])],
    [given(op_d0, [of.vfio_lock_and_set_power_state(vdev, D0)])],
    [given(op_d3, [of.vfio_lock_and_set_power_state(vdev, D3)])],
    [given(op_command, [of.vfio_basic_config_write(vdev, FALSE)])],
    [given(op_command, [of.vfio_basic_config_write(vdev, TRUE)])],
    [given(op_flr, [of.vfio_exp_config_write(vdev)])],
    [given(low_power, [of.vfio_pci_runtime_pm_entry(vdev)])],
    [given(low_power, [vfio_pci_runtime_pm_exit(vdev)])],
  );

/** Any of the operations that the configuration offers, on any device of the set. */
export const anyOperation = (of: Operations) =>
  oneOfEach(VDEV, (vdev) => [
    given(isInSet(vdev), [getting_device(vdev), anyOf(of, vdev), putting_device(vdev)]),
  ]);
