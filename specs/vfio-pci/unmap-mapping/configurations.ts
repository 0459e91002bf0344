/**
 * Configurations of `vfio-pci/unmap-mapping`: small ones that are narrow on purpose, and larger ones.
 */

import { configuration } from '../../../checker/lang/index.ts';
import { adminsGoals, forkGoals, hotGoals, hugeGoals, lowPowerGoals, mmapGoals } from './goals.ts';

const anyTwo = {
  'admin-ops': 2,
  'op-reset': true,
  'op-d0': true,
  'op-d3': true,
  'op-command': true,
  'op-flr': true,
};

export const configurations = [
  configuration('mmap', {
    summary: 'the BAR is mapped and unmapped during the run, against any two operations',
    bounds:
      '1 device, 1 VMA, 1 mmap and munmap, 2 accesses, 1 admin with 2 of reset, D3, D0, memory off, memory on, FLR',
    set: { ...anyTwo, touches: 2, mapper: true, cmdWriteFails: true },
    goals: mmapGoals,
  }),
  configuration('admins', {
    summary: 'two admins at once',
    bounds: '1 device, 1 VMA, 2 accesses, 2 admins with 1 of reset, D3, D0 each',
    set: { touches: 2, admins: 2, 'op-reset': true, 'op-d3': true, 'op-d0': true },
    goals: adminsGoals,
  }),
  configuration('low-power', {
    summary: 'low-power entry and exit, with the runtime-PM core',
    bounds: '1 device, 1 VMA, 2 accesses, 1 admin with 2 of entry, exit, reset',
    set: { touches: 2, 'admin-ops': 2, 'low-power': true, 'op-reset': true },
    goals: lowPowerGoals,
  }),
  configuration('huge', {
    summary:
      'a VMA of one huge page, aligned or not: faults of both orders against munmap and power writes',
    bounds:
      '1 device, 1 VMA of 2 pages, aligned or not, 2 accesses, 1 munmap, 1 admin with 1 of reset, D3',
    set: { pages: 2, touches: 2, unmapper: true, 'op-reset': true, 'op-d3': true },
    goals: hugeGoals,
  }),
  configuration('fork', {
    summary: 'a process forks, and its child uses the BAR too',
    bounds:
      '1 device, 1 VMA and its copy, 2 accesses of the parent, 1 of the child, 1 fork, 1 admin with 1 of reset, D3, memory off, memory on',
    set: {
      vmas: 2,
      mms: 2,
      touches: 2,
      'child-touches': 1,
      'op-reset': true,
      'op-d3': true,
      'op-command': true,
    },
    goals: forkGoals,
  }),
  configuration('hot', {
    summary: 'a hot reset of two devices against faults, munmap and the operations on one device',
    bounds:
      '2 devices, 2 VMAs in one address space, 1 access, 1 hot reset, 1 admin with 1 of reset, D3, D0 on either device',
    set: {
      devices: 2,
      vmas: 2,
      touches: 1,
      'hot-resets': 1,
      'op-reset': true,
      'op-d3': true,
      'op-d0': true,
    },
    goals: hotGoals,
  }),
  configuration('medium', {
    summary: 'the small product: mmap, munmap and two threads against two admins',
    size: 'medium',
    bounds:
      '1 device, 1 VMA, 1 mmap and munmap, 2 threads with 1 access each, 2 admins with 1 of reset, D3, D0, memory off, memory on, FLR each',
    set: { ...anyTwo, 'admin-ops': 1, admins: 2, users: 2, touches: 1, mapper: true },
  }),
  configuration('large', {
    summary: 'two devices, huge faults, any operation and a hot reset',
    size: 'large',
    bounds:
      '2 devices, 2 VMAs of 2 pages, 2 threads with 1 access each, 1 admin with 1 operation, 1 hot reset',
    set: {
      ...anyTwo,
      'admin-ops': 1,
      devices: 2,
      vmas: 2,
      pages: 2,
      users: 2,
      touches: 1,
      'hot-resets': 1,
    },
  }),
];
