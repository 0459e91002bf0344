/**
 * What the small configurations of `vfio-pci/unmap-mapping` must reach, or they exercise less than they claim.
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
  not,
  PROCESS,
  queued,
  some,
} from '../../../checker/lang/index.ts';
import {
  allPages,
  attached,
  hasPte,
  mm2,
  mmap_lock,
  pte,
  v1,
  v2,
} from '../driver/address-space.ts';
import { D3 } from '../driver/device-steps.ts';
import { dup_mmap, linked, unmap_mapping_range, vm_lock } from '../driver/mapping.ts';
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
  type Vdev,
  virt_mem,
} from '../driver/vdev.ts';
import { misaligned, vfio_pci_mmap_huge_fault } from './fault.ts';
import { vfio_pci_dev_set_hot_reset } from './hot-reset.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
  vfio_pci_runtime_pm_entry,
} from './operations.ts';

type Operation = Parameters<typeof inside>[1];

/** Some thread is inside `operation`. */
const during = (operation: Operation): Expr<boolean> => some(PROCESS, (p) => inside(p, operation));

/** Some thread of `operation` has `memory_lock` of a device for write, and the VMA is mapped. */
const locked = (operation: Operation, vdev: Vdev): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), holds(p, memory_lock.at(vdev), 'write')));

const finds = (operation: Operation): Expr<boolean> => and(locked(operation, A), hasPte(v1));

const asleep = goal(
  'the reset is entered in D3',
  and(locked(vfio_pci_ioctl_reset, A), eq(current_state.at(A), D3)),
);

const memoryOff = and(not(virt_mem.at(A)), not(phys_mem.at(A)));

const atFault = (label: string): Expr<boolean> =>
  some(PROCESS, (p) => at(p, vfio_pci_mmap_huge_fault, label));

const waitingFault = goal(
  'a fault waits behind a queued writer',
  and(atFault('down_read(&memory_lock[vma->vdev])'), queued(memory_lock.at(A))),
);

/** A write of D0 is about to take the lock, and the device is asleep: D3 entry does not take it at this place. */
const awakened = goal(
  'a D0 write finds the device in D3',
  and(
    some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'down_write(&memory_lock[vdev])')),
    eq(current_state.at(A), D3),
  ),
);

/** No error of the PCI core comes in between. */
const resetsIn = (operation: Operation) => and(locked(operation, A), in_reset.at(A));

export const mmapGoals = [
  goal('the reset ioctl resets the device', resetsIn(vfio_pci_ioctl_reset)),
  goal('an FLR resets the device', resetsIn(vfio_exp_config_write)),
  awakened,
  goal(
    'an operation zaps while the VMA is there and not linked yet',
    and(attached.at(v1), not(linked.at(v1)), during(unmap_mapping_range)),
  ),
  goal('a reset finds a page', finds(vfio_pci_ioctl_reset)),
  goal('an FLR finds a page', finds(vfio_exp_config_write)),
  goal('a command write finds a page', finds(vfio_basic_config_write)),
  goal('a power write finds a page', finds(vfio_lock_and_set_power_state)),
  goal('the reset runs with memory off', and(locked(vfio_pci_ioctl_reset, A), memoryOff)),
  asleep,
];

export const adminsGoals = [
  goal('the reset ioctl resets the device', resetsIn(vfio_pci_ioctl_reset)),
  awakened,
  asleep,
  waitingFault,
  goal(
    'a reset waits for a power write',
    and(
      locked(vfio_lock_and_set_power_state, A),
      during(vfio_pci_ioctl_reset),
      eq(current_state.at(A), D3),
    ),
  ),
  goal('D3 entry finds a page', finds(vfio_lock_and_set_power_state)),
];

export const lowPowerGoals = [
  goal('the device is suspended', eq(runtime_status.at(A), RPM_SUSPENDED)),
  goal('low-power entry finds a page', finds(vfio_pci_runtime_pm_entry)),
  goal(
    'a reset wakes the device and low power stays engaged',
    and(locked(vfio_pci_ioctl_reset, A), pm_runtime_engaged.at(A)),
  ),
  goal(
    'the exit finds low power engaged',
    and(locked(vfio_pci_runtime_pm_exit, A), pm_runtime_engaged.at(A)),
  ),
];

export const hugeGoals = [
  goal('a huge fault maps both pages', and(eq(pte.at(v1), allPages), not(misaligned))),
  goal(
    'a fault runs in a misaligned VMA',
    and(misaligned, atFault('down_read(&memory_lock[vma->vdev])')),
  ),
  goal(
    'munmap waits for a huge fault under the per-VMA lock',
    and(queued(vm_lock.at(v1)), during(vfio_pci_mmap_huge_fault)),
  ),
  goal('a reset finds a page', finds(vfio_pci_ioctl_reset)),
  goal('D3 entry finds a page', finds(vfio_lock_and_set_power_state)),
];

export const forkGoals = [
  goal('fork copies a page', and(during(dup_mmap), hasPte(v2))),
  goal('fork runs while an operation zaps', and(during(dup_mmap), during(unmap_mapping_range))),
  goal(
    'the child faults',
    some(PROCESS, (p) =>
      and(inside(p, vfio_pci_mmap_huge_fault), holds(p, mmap_lock.at(mm2), 'read')),
    ),
  ),
  goal('a reset finds the pages of the child', and(locked(vfio_pci_ioctl_reset, A), hasPte(v2))),
  goal(
    'D3 entry finds the pages of the child',
    and(locked(vfio_lock_and_set_power_state, A), hasPte(v2)),
  ),
  goal(
    'memory off finds the pages of the child',
    and(locked(vfio_basic_config_write, A), hasPte(v2)),
  ),
];

export const hotGoals = [
  goal('both devices are in reset', and(in_reset.at(A), in_reset.at(B))),
  goal(
    'a hot reset finds a page of the second device',
    and(locked(vfio_pci_dev_set_hot_reset, A), hasPte(v2)),
  ),
  goal(
    'the second device is busy and the first one locked',
    and(locked(vfio_pci_dev_set_hot_reset, A), locked(vfio_pci_ioctl_reset, B)),
  ),
  goal(
    'the hot reset is entered in D3',
    and(locked(vfio_pci_dev_set_hot_reset, B), eq(current_state.at(B), D3)),
  ),
  goal(
    'a D0 write waits for a hot reset',
    and(
      locked(vfio_pci_dev_set_hot_reset, A),
      some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'down_write(&memory_lock[vdev])')),
      queued(memory_lock.at(A)),
    ),
  ),
];
