/**
 * What the small configurations of `vfio-pci/vma-list` must reach, or they exercise less than they claim.
 *
 * Each actor and each operation of a configuration is needed by one of its goals; a test takes them away one by one.
 */

import {
  and,
  at,
  type Expr,
  eq,
  goal,
  holds,
  inside,
  int,
  not,
  ownsMutex,
  PROCESS,
  queued,
  some,
} from '../../../checker/lang/index.ts';
import { attached, hasPte, mm1, mmap_lock, v1, v2 } from '../driver/address-space.ts';
import { D3 } from '../driver/device-steps.ts';
import { vfio_pci_runtime_pm_exit } from '../driver/runtime-pm.ts';
import {
  A,
  B,
  current_state,
  in_reset,
  memory_lock,
  phys_mem,
  pm_runtime_engaged,
  RPM_SUSPENDED,
  runtime_status,
  virt_mem,
} from '../driver/vdev.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
  vfio_pci_runtime_pm_entry,
} from './actors.ts';
import { vfio_pci_mmap_fault } from './fault.ts';
import { vfio_pci_dev_set_hot_reset } from './hot-reset.ts';
import { isOnList, vfio_pci_mmap_close, vma_lock } from './list.ts';
import { dup_mmap, exit_mm, mm_users } from './mm.ts';
import { do_io_rw } from './read-write.ts';
import { vfio_pci_zap_and_vma_lock } from './zap.ts';

type Operation = Parameters<typeof inside>[1];

/** Some thread is inside `operation`. */
const during = (operation: Operation): Expr<boolean> => some(PROCESS, (p) => inside(p, operation));

/** Some thread of `operation` is about to take `label` of `callee`. */
const meets = (operation: Operation, callee: Operation, label: string): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), at(p, callee, label)));

/** Some thread of `operation` is about to zap the VMA. */
const zaps = (operation: Operation): Expr<boolean> =>
  meets(operation, vfio_pci_zap_and_vma_lock, 'list_del(); zap_vma_ptes(vma)');

const asleep = goal(
  'the reset is entered in D3',
  and(during(vfio_pci_ioctl_reset), eq(current_state.at(A), D3)),
);

const memoryOff = and(not(virt_mem.at(A)), not(phys_mem.at(A)));

const waitingFault = goal(
  'a fault waits behind a queued writer',
  and(
    some(PROCESS, (p) => at(p, vfio_pci_mmap_fault, 'down_read(&memory_lock[vma->vdev])')),
    queued(memory_lock.at(A)),
  ),
);

const refused = (when: Expr<boolean>): Expr<boolean> =>
  and(
    some(PROCESS, (p) => at(p, vfio_pci_mmap_fault, 'up_read(&memory_lock[vma->vdev])')),
    when,
    not(hasPte(v1)),
  );

/** A write of D0 is about to take the lock, and the device is asleep: D3 entry does not take it at this place. */
const awakened = goal(
  'a D0 write finds the device in D3',
  and(
    some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'down_write(&memory_lock[vdev])')),
    eq(current_state.at(A), D3),
  ),
);

export const munmapGoals = [
  goal('the reset ioctl resets the device', and(during(vfio_pci_ioctl_reset), in_reset.at(A))),
  awakened,
  asleep,
  waitingFault,
  goal('a reset zaps the VMA', zaps(vfio_pci_ioctl_reset)),
  goal('D3 entry zaps the VMA', zaps(vfio_lock_and_set_power_state)),
  goal(
    'a zapper waits for mmap_lock while munmap waits for vma_lock',
    and(
      some(PROCESS, (p) => at(p, vfio_pci_zap_and_vma_lock, 'down_read(&mmap_lock[mm])')),
      some(PROCESS, (p) =>
        and(
          at(p, vfio_pci_mmap_close, 'mutex_lock(&vma_lock[vma->vdev])'),
          holds(p, mmap_lock.at(mm1), 'write'),
        ),
      ),
    ),
  ),
];

export const faultGoals = [
  goal(
    'a fault finds the VMA on the list',
    and(
      some(PROCESS, (p) => at(p, vfio_pci_mmap_fault, 'down_read(&memory_lock[vma->vdev])')),
      isOnList(v1),
    ),
  ),
  goal('a fault is refused with memory off', refused(memoryOff)),
  goal('memory off zaps the VMA', zaps(vfio_basic_config_write)),
  goal('an FLR zaps the VMA', zaps(vfio_exp_config_write)),
  goal('the reset runs with memory off', and(during(vfio_pci_ioctl_reset), memoryOff)),
];

export const vmasGoals = [
  goal('a fault is refused in D3', refused(eq(current_state.at(A), D3))),
  goal(
    'a reset finds both VMAs on the list',
    and(zaps(vfio_pci_ioctl_reset), isOnList(v1), isOnList(v2)),
  ),
  goal(
    'one VMA is closed and the other listed',
    and(not(attached.at(v1)), not(isOnList(v1)), isOnList(v2)),
  ),
];

export const forkGoals = [
  goal('fork copies a page', and(during(dup_mmap), hasPte(v2))),
  goal('the child faults its copy in', and(isOnList(v1), isOnList(v2), hasPte(v2))),
  goal(
    'a reset zaps parent and child one after the other',
    and(zaps(vfio_pci_ioctl_reset), isOnList(v1), isOnList(v2)),
  ),
  goal('D3 entry zaps the child', and(zaps(vfio_lock_and_set_power_state), isOnList(v2))),
  goal('memory off zaps the child', and(zaps(vfio_basic_config_write), isOnList(v2))),
];

export const exitGoals = [
  goal(
    'the list holds a VMA of an address space that comes down',
    and(eq(mm_users.at(mm1).refs, int(0)), isOnList(v1)),
  ),
  goal(
    'a zapper drops the last reference',
    and(during(vfio_pci_zap_and_vma_lock), eq(mm_users.at(mm1).refs, int(0)), not(during(exit_mm))),
  ),
  asleep,
];

const copyFaults = some(PROCESS, (p) =>
  and(inside(p, do_io_rw), at(p, vfio_pci_mmap_fault, 'down_read(&memory_lock[vma->vdev])')),
);
const refusedRead = some(PROCESS, (p) => at(p, do_io_rw, 'up_read(&memory_lock[vdev])#EIO'));

export const readGoals = [
  goal('the copy of what was read faults', copyFaults),
  goal('the copy finds the VMA on the list', and(copyFaults, isOnList(v1))),
  goal('a read is refused in D3', and(refusedRead, eq(current_state.at(A), D3))),
  goal('a read is refused with memory off', and(refusedRead, memoryOff)),
  goal(
    'a reset waits for a read',
    and(during(vfio_pci_ioctl_reset), queued(memory_lock.at(A)), during(do_io_rw)),
  ),
  goal('a reset zaps the VMA', zaps(vfio_pci_ioctl_reset)),
];

export const lowPowerGoals = [
  goal('the device is suspended', eq(runtime_status.at(A), RPM_SUSPENDED)),
  goal('low-power entry zaps the VMA', zaps(vfio_pci_runtime_pm_entry)),
  goal('a fault is refused while low power is engaged', refused(pm_runtime_engaged.at(A))),
  goal(
    'a reset wakes the device and low power stays engaged',
    and(during(vfio_pci_ioctl_reset), pm_runtime_engaged.at(A)),
  ),
  goal(
    'the exit finds low power engaged',
    and(during(vfio_pci_runtime_pm_exit), pm_runtime_engaged.at(A)),
  ),
];

const busy = (label: string): Expr<boolean> =>
  some(PROCESS, (p) => at(p, vfio_pci_dev_set_hot_reset, label));

const hotResets = goal('both devices are in reset', and(in_reset.at(A), in_reset.at(B)));

export const hotGoals = [
  hotResets,
  goal(
    'a hot reset zaps both VMAs',
    and(zaps(vfio_pci_dev_set_hot_reset), isOnList(v2), not(isOnList(v1)), hasPte(v2)),
  ),
  goal(
    'a VMA is closed during a hot reset',
    and(during(vfio_pci_dev_set_hot_reset), during(vfio_pci_mmap_close)),
  ),
];

export const hotAdminGoals = [
  hotResets,
  goal(
    'a fault holds vma_lock while a hot reset wants it',
    and(
      some(PROCESS, (p) =>
        and(inside(p, vfio_pci_dev_set_hot_reset), inside(p, vfio_pci_zap_and_vma_lock)),
      ),
      some(PROCESS, (p) => and(inside(p, vfio_pci_mmap_fault), ownsMutex(p, vma_lock.at(A)))),
    ),
  ),
  goal('memory_lock is busy in phase 2', busy('ret = -EBUSY#memory_lock')),
  goal(
    'the hot reset is entered in D3',
    and(during(vfio_pci_dev_set_hot_reset), eq(current_state.at(B), D3)),
  ),
  goal(
    'a D0 write comes while a hot reset holds memory_lock',
    and(
      some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'down_write(&memory_lock[vdev])')),
      some(PROCESS, (p) =>
        and(inside(p, vfio_pci_dev_set_hot_reset), holds(p, memory_lock.at(A), 'write')),
      ),
    ),
  ),
  goal('a hot reset zaps a VMA', zaps(vfio_pci_dev_set_hot_reset)),
];

export const hotExitGoals = [
  hotResets,
  goal(
    'the process exits while its VMA is listed',
    and(during(vfio_pci_dev_set_hot_reset), eq(mm_users.at(mm1).refs, int(0)), isOnList(v2)),
  ),
];
