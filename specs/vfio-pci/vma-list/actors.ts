/**
 * Who acts in the configurations of this era, each with a small budget.
 */
import {
  and,
  assign,
  eq,
  given,
  gt,
  int,
  oneOfEach,
  process,
  repeat,
  rest,
  step,
  TRUE,
  waitUntil,
} from '../../../checker/lang/index.ts';
import {
  child_runs,
  forks,
  isVma,
  type Mm,
  mm1,
  mm2,
  mmOf,
  VMA,
  v1,
} from '../driver/address-space.ts';
import {
  anyOperation,
  commandWrite,
  flrWrite,
  lowPowerEntry,
  powerWrite,
  resetIoctl,
} from '../driver/before-dmabuf.ts';
import { admin_ops, admins, mapper, touches } from '../driver/bounds.ts';
import { child_touches, hot_resets, unmapper, users } from '../driver/scope.ts';
import { A } from '../driver/vdev.ts';
import { exits, reader } from './bounds.ts';
import { user_access } from './fault.ts';
import { vfio_pci_dev_set_hot_reset } from './hot-reset.ts';
import { dup_mmap, exit_mm, mmap, munmap } from './mm.ts';
import { do_io_rw } from './read-write.ts';
import { vfio_pci_zap_and_down_write_memory_lock as zapAndDownWrite } from './zap.ts';

export const vfio_pci_ioctl_reset = resetIoctl(zapAndDownWrite);
export const vfio_lock_and_set_power_state = powerWrite(zapAndDownWrite);
export const vfio_basic_config_write = commandWrite(zapAndDownWrite);
export const vfio_exp_config_write = flrWrite(zapAndDownWrite);
export const vfio_pci_runtime_pm_entry = lowPowerEntry(zapAndDownWrite);

/** Accesses to any VMA of the address space. */
const accesses = (mm: Mm) =>
  rest(oneOfEach(VMA, (vma) => [given(and(isVma(vma), eq(mmOf(vma), mm)), [user_access(vma)])]));

/** A thread of the first process; the last thing it may do is to exit, and the process with it. */
export const user = process('user', { count: users }, [
  repeat(touches, [accesses(mm1)]),
  given(exits, [rest(exit_mm(mm1))]),
]);

export const childUser = process('child', { given: gt(child_touches, int(0)) }, [
  rest(waitUntil(child_runs, 'schedule_tail()')),
  repeat(child_touches, [accesses(mm2)]),
]);

export const mapping = process('mapper', { given: mapper }, [rest(mmap(v1)), rest(munmap(v1))]);

export const unmapping = process('unmapper', { given: unmapper }, [rest(munmap(v1))]);

export const forking = process('forker', { given: forks }, [
  rest(dup_mmap()),
  step('wake_up_new_task()', assign(child_runs, TRUE)),
]);

export const reading = process('reader', { given: reader }, [rest(do_io_rw(A, v1))]);

export const hotResetting = process('hot_resetter', { count: hot_resets }, [
  rest(vfio_pci_dev_set_hot_reset()),
]);

const operations = {
  vfio_pci_ioctl_reset,
  vfio_lock_and_set_power_state,
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_pci_runtime_pm_entry,
};

/** Any of the operations that the configuration offers, on any device, a bounded number of times. */
export const admin = process('admin', { count: admins }, [
  repeat(admin_ops, [rest(anyOperation(operations))]),
]);
