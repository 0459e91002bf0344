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
  PAGE,
  VMA,
  v1,
} from '../driver/address-space.ts';
import { anyOperation } from '../driver/before-dmabuf.ts';
import { admin_ops, admins, mapper, touches } from '../driver/bounds.ts';
import { dup_mmap, isPage, mmap_region, munmap } from '../driver/mapping.ts';
import { child_touches, hot_resets, unmapper, users } from '../driver/scope.ts';
import { user_access } from './fault.ts';
import { vfio_pci_dev_set_hot_reset } from './hot-reset.ts';
import { operations } from './operations.ts';

/** Accesses to any page of any VMA of the address space. */
const accesses = (mm: Mm) =>
  rest(
    oneOfEach(VMA, (vma) => [
      given(and(isVma(vma), eq(mmOf(vma), mm)), [
        oneOfEach(PAGE, (page) => [given(isPage(page), [user_access(vma, page)])]),
      ]),
    ]),
  );

export const user = process('user', { count: users }, [repeat(touches, [accesses(mm1)])]);

export const childUser = process('child', { given: gt(child_touches, int(0)) }, [
  rest(waitUntil(child_runs, 'schedule_tail()')),
  repeat(child_touches, [accesses(mm2)]),
]);

export const mapping = process('mapper', { given: mapper }, [
  rest(mmap_region(v1)),
  rest(munmap(v1)),
]);

export const unmapping = process('unmapper', { given: unmapper }, [rest(munmap(v1))]);

export const forking = process('forker', { given: forks }, [
  rest(dup_mmap()),
  step('wake_up_new_task()', assign(child_runs, TRUE)),
]);

export const hotResetting = process('hot_resetter', { count: hot_resets }, [
  rest(vfio_pci_dev_set_hot_reset()),
]);

/** Any of the operations that the configuration offers, on any device, a bounded number of times. */
export const admin = process('admin', { count: admins }, [
  repeat(admin_ops, [rest(anyOperation(operations))]),
]);
