/**
 * Configurations of `vfio-pci/vma-list`: small ones that are narrow on purpose, and larger ones.
 */
import { configuration } from '../../../checker/lang/index.ts';
import {
  exitGoals,
  faultGoals,
  forkGoals,
  hotAdminGoals,
  hotExitGoals,
  hotGoals,
  lowPowerGoals,
  munmapGoals,
  readGoals,
  vmasGoals,
} from './goals.ts';

const twoThreads = { users: 2, touches: 1, 'admin-ops': 2 };

export const configurations = [
  configuration('munmap', {
    summary: 'faults and munmap against reset and power writes',
    bounds:
      '1 device, 1 VMA, 2 threads with 1 access each, 1 mmap and munmap, 1 admin with 2 of reset, D3, D0',
    set: { ...twoThreads, mapper: true, 'op-reset': true, 'op-d3': true, 'op-d0': true },
    goals: munmapGoals,
  }),
  configuration('faults', {
    summary: 'two threads fault the same VMA, against reset and memory off and on',
    bounds:
      '1 device, 1 VMA, 2 threads with 1 access each, 1 admin with 2 of reset, memory off, memory on, FLR',
    set: {
      users: 2,
      touches: 1,
      'admin-ops': 2,
      'op-reset': true,
      'op-command': true,
      'op-flr': true,
      cmdWriteFails: true,
    },
    goals: faultGoals,
  }),
  configuration('vmas', {
    summary: 'two VMAs of one device in one address space',
    bounds: '1 device, 2 VMAs, 2 threads with 1 access each, 1 munmap, 1 admin with 1 of reset, D3',
    set: { vmas: 2, users: 2, touches: 1, unmapper: true, 'op-reset': true, 'op-d3': true },
    goals: vmasGoals,
  }),
  configuration('fork', {
    summary: 'a process forks, and its child uses the BAR too',
    bounds:
      '1 device, 1 VMA and its copy, 2 threads of the parent with 1 access each, 1 access of the child, 1 fork, 1 admin with 1 of reset, D3, memory off, memory on',
    set: {
      vmas: 2,
      mms: 2,
      users: 2,
      touches: 1,
      forks: true,
      'child-touches': 1,
      'op-reset': true,
      'op-d3': true,
      'op-command': true,
    },
    goals: forkGoals,
  }),
  configuration('exit', {
    summary: 'the process exits while its VMAs are zapped',
    bounds: '1 device, 1 VMA, 1 access, exit, 1 admin with 2 of reset, D3',
    set: {
      touches: 1,
      exits: true,
      'admin-ops': 2,
      'op-reset': true,
      'op-d3': true,
    },
    goals: exitGoals,
  }),
  configuration('read', {
    summary: 'a BAR is read through the device fd into a buffer in a mapped BAR',
    bounds: '1 device, 1 VMA, 1 read, 1 access, 1 admin with 1 of reset, D3, memory off, memory on',
    set: { touches: 1, reader: true, 'op-reset': true, 'op-d3': true, 'op-command': true },
    goals: readGoals,
  }),
  configuration('low-power', {
    summary: 'low-power entry and exit, with the runtime-PM core',
    bounds: '1 device, 1 VMA, 2 accesses, 1 admin with 2 of entry, exit, reset',
    set: { touches: 2, 'admin-ops': 2, 'low-power': true, 'op-reset': true },
    goals: lowPowerGoals,
  }),
  configuration('hot', {
    summary: 'a hot reset of two devices against faults and munmap',
    bounds: '2 devices, 2 VMAs in one address space, 2 accesses, 1 munmap, 1 hot reset',
    set: { devices: 2, vmas: 2, touches: 2, unmapper: true, 'hot-resets': 1, admins: 0 },
    goals: hotGoals,
  }),
  configuration('hot-admin', {
    summary: 'a hot reset of two devices against power writes',
    bounds:
      '2 devices, 2 VMAs in one address space, 1 access, 1 hot reset, 1 D3 or D0 write to either device',
    set: { devices: 2, vmas: 2, touches: 1, 'hot-resets': 1, 'op-d3': true, 'op-d0': true },
    goals: hotAdminGoals,
  }),
  configuration('hot-exit', {
    summary: 'a hot reset of two devices against the exit of the process that maps both',
    bounds: '2 devices, 2 VMAs in one address space, 2 accesses, exit, 1 hot reset',
    set: {
      devices: 2,
      vmas: 2,
      touches: 2,
      exits: true,
      'exit-while-pinned': false,
      'hot-resets': 1,
      admins: 0,
    },
    goals: hotExitGoals,
  }),
  configuration('medium', {
    summary: 'the small product: two VMAs, two threads and munmap against any two operations',
    size: 'medium',
    bounds:
      '1 device, 2 VMAs, 2 threads with 1 access each, 1 munmap, 1 admin with 2 of reset, D3, D0, memory off, memory on, FLR',
    set: {
      vmas: 2,
      users: 2,
      touches: 1,
      unmapper: true,
      'admin-ops': 2,
      'op-reset': true,
      'op-d3': true,
      'op-d0': true,
      'op-command': true,
      'op-flr': true,
    },
  }),
  configuration('large', {
    summary: 'two devices in two processes, with a hot reset and any operation',
    size: 'large',
    bounds:
      '2 devices, 2 VMAs in 2 address spaces, 2 threads with 1 access each and 1 access of another process, 1 munmap, 1 hot reset, 1 admin with 1 of reset, D3, D0',
    set: {
      devices: 2,
      vmas: 2,
      mms: 2,
      users: 2,
      touches: 1,
      'child-touches': 1,
      unmapper: true,
      'hot-resets': 1,
      'op-reset': true,
      'op-d3': true,
      'op-d0': true,
    },
  }),
  configuration('large-fork', {
    summary: 'fork against any two operations',
    size: 'large',
    bounds:
      '1 device, 1 VMA and its copy, 2 threads of the parent with 1 access each, 2 accesses of the child, 1 fork, 1 admin with 2 of reset, D3, D0, memory off, memory on',
    set: {
      vmas: 2,
      mms: 2,
      users: 2,
      touches: 1,
      forks: true,
      'child-touches': 2,
      'admin-ops': 2,
      'op-reset': true,
      'op-d3': true,
      'op-d0': true,
      'op-command': true,
    },
  }),
];
