/**
 * Entry to runtime low power as of the series, once, and the suspend after it.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c as of v4 6/9. The device is in use when the request comes and nobody asks for anything
 * afterwards, so nothing resumes it here; low-power.ts has that, for 6.19 to 7.3.
 *
 * Merged steps: `pm_runtime_engaged` and the reference that goes with it, with `memory_lock` held for write.
 */
import {
  add,
  assign,
  check,
  fn,
  int,
  note,
  oneOf,
  process,
  putting,
  rest,
  step,
  stop,
  TRUE,
  up_write,
} from '../../../checker/lang/index.ts';
import { vfio_lock_and_set_power_state } from './admin.ts';
import { D3, memory_lock } from './device.ts';
import { pm_runtime_put, rpm_suspend } from './low-power.ts';
import { S_ENTRY } from './low-power-properties.ts';
import { low_power_entry } from './nvgrace-bounds.ts';
import { pm_runtime_engaged, usage_count } from './power-state.ts';
import { vfio_pci_lock_zap_revoke_bars } from './revoke.ts';

export const vfio_pci_runtime_pm_entry = fn(
  'vfio_pci_runtime_pm_entry',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_entry()' },
  [
    vfio_pci_lock_zap_revoke_bars(),
    step(
      'pm_runtime_engaged = true; pm_runtime_put_noidle()',
      assign(pm_runtime_engaged, TRUE),
      putting(usage_count),
    ),
    check(S_ENTRY, pm_runtime_engaged),
    up_write(memory_lock),
  ],
);

export const vfio_device_fops_unl_ioctl = fn(
  'vfio_device_fops_unl_ioctl',
  {
    title: 'low-power entry',
    mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_unl_ioctl()',
  },
  [
    step('pm_runtime_resume_and_get()', assign(usage_count.refs, add(usage_count.refs, int(1)))),
    vfio_pci_runtime_pm_entry(),
    pm_runtime_put(),
  ],
);

/** Enters low power from D0 or from D3. */
export const sleeper = process('sleeper', { given: low_power_entry }, [
  rest(
    oneOf(
      [note('D0', vfio_device_fops_unl_ioctl()), stop()],
      [vfio_lock_and_set_power_state(D3), rest(note('D3', vfio_device_fops_unl_ioctl()))],
    ),
  ),
]);

/** The runtime-PM workqueue, which suspends the device once. */
export const pmWorker = process('pm_worker', { given: low_power_entry }, [rest(rpm_suspend())]);
