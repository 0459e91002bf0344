/**
 * Configurations of `vfio-pci/mmap-dmabuf`: small ones that are narrow on purpose, and larger products.
 */
import { configuration } from '../../../checker/lang/index.ts';
import {
  clientGoals,
  closeGoals,
  exportGoals,
  importerGoals,
  mmapGoals,
  touchGoals,
  twoAdminsGoals,
} from './goals.ts';

const anyOperation = {
  'op-reset': true,
  'op-d0': true,
  'op-d3': true,
  'op-command': true,
  'op-flr': true,
};
const anyTwo = { ...anyOperation, 'admin-ops': 2 };

export const configurations = [
  configuration('touch', {
    summary: 'a mapping that is there from the start, against any two operations',
    bounds: '1 device, 1 VMA with its hidden DMABUF, 2 loads, 1 admin with 2 operations',
    set: { ...anyTwo, touches: 2 },
    goals: touchGoals,
  }),
  configuration('two-admins', {
    summary: 'a reset against a power write',
    bounds: '1 device, 1 VMA with its hidden DMABUF, 1 load, 2 admins with 1 operation each',
    set: { ...anyOperation, admins: 2, touches: 1 },
    goals: twoAdminsGoals,
  }),
  configuration('mmap', {
    summary: 'the BAR is mapped and unmapped during the run, against any two operations',
    bounds: '1 device, 1 mmap and munmap, 1 load, 1 admin with 2 operations',
    set: { ...anyTwo, touches: 1, mapper: true },
    goals: mmapGoals,
  }),
  configuration('importer', {
    summary: 'a mapping of the BAR and an importer of another buffer of the device',
    bounds:
      '1 device, 1 VMA with its hidden DMABUF, 1 load, 1 exported DMABUF, 1 ASYNC importer, 1 admin with 1 operation',
    set: { ...anyOperation, touches: 1, importers: 1, 'importer-kind': 'ASYNC' },
    goals: importerGoals,
  }),
  configuration('export', {
    summary: 'a buffer is exported to an importer during the run',
    bounds: '1 device, 1 export, 1 SYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, exporting: true, importers: 1, 'importer-rounds': 2 },
    goals: exportGoals,
  }),
  configuration('close', {
    summary: 'the device fd is closed while the BAR is mapped',
    bounds:
      '1 device, 1 mmap and munmap, 1 load, 1 exported DMABUF, 1 admin with 1 of reset, memory off or on, then close()',
    set: {
      touches: 1,
      mapper: true,
      importers: 1,
      'importer-rounds': 0,
      closes: true,
      'op-command': true,
      'op-reset': true,
    },
    goals: closeGoals,
  }),
  configuration('client', {
    summary: 'an exported DMABUF is mapped by a client (patch 7/9), and its device is closed',
    bounds:
      '1 device, 1 exported DMABUF mapped by a client, 2 loads, 1 admin with 1 of reset, memory off or on, then close()',
    set: { 'client-touches': 2, closes: true, 'op-command': true, 'op-reset': true },
    goals: clientGoals,
  }),
  configuration('medium', {
    summary: 'the mapping is made during the run, beside an importer, against two admins',
    size: 'medium',
    bounds:
      '1 device, 1 mmap and munmap, 1 load, 1 exported DMABUF, 1 ASYNC importer, 2 admins with 1 operation each',
    set: {
      ...anyOperation,
      admins: 2,
      touches: 1,
      mapper: true,
      importers: 1,
      'importer-kind': 'ASYNC',
    },
  }),
  configuration('large', {
    summary: 'the same, with the last close and an operation more',
    size: 'large',
    bounds:
      '1 device, 1 mmap and munmap, 2 loads, 1 exported DMABUF, 1 ASYNC importer, 1 admin with 3 operations, then close()',
    set: {
      ...anyOperation,
      'admin-ops': 3,
      touches: 2,
      mapper: true,
      importers: 1,
      'importer-kind': 'ASYNC',
      closes: true,
    },
  }),
];
