/**
 * Requests on the device fd, each with a runtime-PM reference for as long as it runs: ioctls and writes to config space.
 *
 * Mirrors drivers/vfio/vfio_main.c (ioctl) and drivers/vfio/pci/vfio_pci_core.c (vfio_pci_rw) as of 6.19 to 7.3.
 */
import {
  type Body,
  enumeration,
  eq,
  FALSE,
  fn,
  given,
  oneOf,
  param,
  process,
  repeat,
  rest,
  step,
  TRUE,
} from '../../../checker/lang/index.ts';
import {
  admin_ops,
  admins,
  exporting,
  op_command,
  op_d0,
  op_d1,
  op_d3,
  op_flr,
  op_reset,
} from './bounds.ts';
import { EXPORT } from './buffer.ts';
import { D0, D1, D3 } from './device.ts';
import { dmaBufExport, listBuffer } from './dmabuf.ts';
import {
  pm_runtime_put,
  pm_runtime_resume_and_get,
  vfio_pci_runtime_pm_entry,
  vfio_pci_runtime_pm_exit,
} from './low-power.ts';
import { op_entry, op_entry_wake, op_exit, op_plain } from './power-bounds.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_pci_ioctl_reset,
  vfio_pm_config_write,
} from './zap-then-move.ts';

const IOCTL = enumeration('ioctl', [
  'RESET',
  'LOW_POWER_ENTRY',
  'LOW_POWER_ENTRY_WITH_WAKEUP',
  'LOW_POWER_EXIT',
  'GET_INFO',
  'DMA_BUF',
]);
const { RESET, LOW_POWER_ENTRY, LOW_POWER_ENTRY_WITH_WAKEUP, LOW_POWER_EXIT, GET_INFO, DMA_BUF } =
  IOCTL.values;
const WRITE = enumeration('write', [
  'PM_CTRL_D0',
  'PM_CTRL_D1',
  'PM_CTRL_D3',
  'MEMORY_OFF',
  'MEMORY_ON',
  'FLR',
]);
const { PM_CTRL_D0, PM_CTRL_D1, PM_CTRL_D3, MEMORY_OFF, MEMORY_ON, FLR } = WRITE.values;

const cmd = param('cmd', IOCTL);

/** An ioctl on the device fd. */
export const vfio_device_fops_unl_ioctl = fn(
  'vfio_device_fops_unl_ioctl',
  {
    params: [cmd],
    title: 'ioctl() on the device fd',
    mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_unl_ioctl()',
  },
  [
    pm_runtime_resume_and_get(),
    given(eq(cmd, RESET), [vfio_pci_ioctl_reset()]),
    given(eq(cmd, LOW_POWER_ENTRY), [vfio_pci_runtime_pm_entry(FALSE)]),
    given(eq(cmd, LOW_POWER_ENTRY_WITH_WAKEUP), [vfio_pci_runtime_pm_entry(TRUE)]),
    given(eq(cmd, LOW_POWER_EXIT), [vfio_pci_runtime_pm_exit()]),
    given(eq(cmd, GET_INFO), [step('vfio_pci_ioctl_get_info()')]),
    given(eq(cmd, DMA_BUF), [dmaBufExport(EXPORT), ...listBuffer(EXPORT)]),
    pm_runtime_put(),
  ],
);

const write = param('write', WRITE);

/** A write to the config space region of the device fd. */
export const vfio_pci_rw = fn(
  'vfio_pci_rw',
  {
    params: [write],
    title: 'write to config space',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_rw()',
  },
  [
    pm_runtime_resume_and_get(),
    given(eq(write, PM_CTRL_D0), [vfio_pm_config_write(D0)]),
    given(eq(write, PM_CTRL_D1), [vfio_pm_config_write(D1)]),
    given(eq(write, PM_CTRL_D3), [vfio_pm_config_write(D3)]),
    given(eq(write, MEMORY_OFF), [vfio_basic_config_write(FALSE)]),
    given(eq(write, MEMORY_ON), [vfio_basic_config_write(TRUE)]),
    given(eq(write, FLR), [vfio_exp_config_write()]),
    pm_runtime_put(),
  ],
);

/** Any of the requests that the configuration offers, a bounded number of times. */
export const requests: Body = [
  repeat(admin_ops, [
    rest(
      oneOf(
        [given(op_reset, [vfio_device_fops_unl_ioctl(RESET)])],
        [given(op_entry, [vfio_device_fops_unl_ioctl(LOW_POWER_ENTRY)])],
        [given(op_entry_wake, [vfio_device_fops_unl_ioctl(LOW_POWER_ENTRY_WITH_WAKEUP)])],
        [given(op_exit, [vfio_device_fops_unl_ioctl(LOW_POWER_EXIT)])],
        [given(op_plain, [vfio_device_fops_unl_ioctl(GET_INFO)])],
        [given(op_d0, [vfio_pci_rw(PM_CTRL_D0)])],
        [given(op_d1, [vfio_pci_rw(PM_CTRL_D1)])],
        [given(op_d3, [vfio_pci_rw(PM_CTRL_D3)])],
        [given(op_command, [vfio_pci_rw(MEMORY_OFF)])],
        [given(op_command, [vfio_pci_rw(MEMORY_ON)])],
        [given(op_flr, [vfio_pci_rw(FLR)])],
      ),
    ),
  ]),
];

export const requester = process('admin', { count: admins }, requests);

/** Exports the buffer once. */
export const exporter = process('exporter', { given: exporting }, [
  rest(vfio_device_fops_unl_ioctl(DMA_BUF)),
]);
