/**
 * Configurations of `vfio-pci/revoke-bars`: small ones that are narrow on purpose, and the full product.
 */
import { configuration } from '../../../checker/lang/index.ts';
import { clientConfigurations } from './client-configurations.ts';
import { customConfigurations } from './custom-configurations.ts';
import {
  asleepGoal,
  asyncGoals,
  awakenedGoal,
  commandGoals,
  customGoals,
  d1AllGoals,
  d1Goals,
  importerGoals,
  mmapGoals,
  powerGoals,
  resetFindsMapping,
} from './goals.ts';
import { hotResetConfiguration } from './hot-reset.ts';

const power = { resetters: 1, 'admin-ops': 1, 'op-d0': true, 'op-d3': true };
const anyTwo = {
  'admin-ops': 2,
  'op-reset': true,
  'op-d0': true,
  'op-d3': true,
  'op-command': true,
  'op-flr': true,
};

export const configurations = [
  configuration('power', {
    summary: 'a reset against a power write, with both kinds of mapping',
    bounds: '1 device, 1 BUF and 1 CUSTOM VMA, 2 accesses, 1 reset, 1 D0 or D3 write',
    set: { ...power, driver: 'nvgrace', touches: 2 },
    goals: customGoals,
  }),
  configuration('power-core', {
    summary: 'as power, for a driver without CUSTOM mappings',
    bounds: '1 device, 1 BUF VMA, 2 accesses, 1 reset, 1 D0 or D3 write',
    set: { ...power, touches: 2 },
    goals: powerGoals,
  }),
  configuration('command', {
    summary: 'memory off and on, with reset and FLR',
    bounds: '1 device, 1 BUF VMA, 2 accesses, 1 admin with 2 of reset, FLR, memory off, memory on',
    set: { touches: 2, 'admin-ops': 2, 'op-reset': true, 'op-flr': true, 'op-command': true },
    goals: commandGoals,
  }),
  configuration('importer-power', {
    summary: 'an importer, and the reset as the only revoker beside D3 entry',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 2 of reset, D0, D3 write',
    set: { importers: 1, 'admin-ops': 2, 'op-reset': true, 'op-d0': true, 'op-d3': true },
    goals: [asleepGoal, awakenedGoal, resetFindsMapping],
  }),
  configuration('importer-sync', {
    summary: 'an importer that unmaps inside the callback, against any two operations',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, importers: 1, 'importer-rounds': 2 },
    goals: importerGoals,
  }),
  configuration('importer-async', {
    summary: 'an importer that unmaps some time later, against any two operations',
    bounds: '1 device, 1 exported DMABUF, 1 ASYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, importers: 1, 'importer-rounds': 2, 'importer-kind': 'ASYNC' },
    goals: asyncGoals,
  }),
  configuration('mmap', {
    summary: 'the BAR is mapped and unmapped during the run, against any two operations',
    bounds: '1 device, 1 BUF VMA, 1 mmap and munmap, 2 accesses, 1 admin with 2 operations',
    set: { ...anyTwo, touches: 2, mapper: true },
    goals: mmapGoals,
  }),
  configuration('d1', {
    summary: 'a device with D1 and the reset as its only revoker',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 2 of reset, D0, D1 write',
    set: { importers: 1, 'admin-ops': 2, 'op-reset': true, 'op-d0': true, 'op-d1': true },
    goals: d1Goals,
  }),
  configuration('d1-all', {
    summary: 'a device with D1 and all other writes',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 2 operations',
    set: { ...anyTwo, importers: 1, 'op-d1': true },
    goals: d1AllGoals,
  }),
  ...clientConfigurations,
  ...customConfigurations,
  hotResetConfiguration,
  configuration('medium', {
    summary: 'the full product: both mappings, an importer, a reset against any two operations',
    size: 'medium',
    bounds: '1 device, 1 BUF and 1 CUSTOM VMA, 1 access, 1 ASYNC importer, 1 reset, 2 operations',
    set: {
      ...anyTwo,
      driver: 'nvgrace',
      touches: 1,
      importers: 1,
      'importer-kind': 'ASYNC',
      resetters: 1,
    },
    goals: [],
  }),
  configuration('medium-client', {
    summary: 'the client, an importer and the permanent revoke, against the last close',
    size: 'medium',
    bounds:
      '1 device, 1 exported DMABUF, 1 client VMA, 1 client mmap and munmap, 1 access, 1 ASYNC importer, 2 operations, last close, unbind',
    set: {
      admins: 0,
      importers: 1,
      'importer-kind': 'ASYNC',
      'client-maps': true,
      'client-touches': 1,
      'exporter-ops': 2,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
      'op-command': true,
      'op-perm': true,
      'last-close': true,
    },
    goals: [],
  }),
  configuration('medium-hot-reset', {
    summary: 'a hot reset against operations on both devices',
    size: 'medium',
    bounds:
      '2 devices, 2 processes with 1 VMA and 1 access each, 1 hot reset, 1 operation of vdev, 2 power writes of the peer',
    set: {
      touches: 1,
      'peer-touches': 1,
      'peer-writes': 2,
      'hot-resets': 1,
      'admin-ops': 1,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
    },
    goals: [],
  }),
  configuration('large', {
    summary:
      'everything that the series adds, at once: BUF mapping, client, importer, permanent revoke',
    size: 'large',
    bounds:
      '1 device, 1 BUF and 1 client VMA, 1 exported DMABUF, 1 access each, 1 ASYNC importer, 2 admins with 1 operation',
    set: {
      touches: 1,
      importers: 1,
      'importer-kind': 'ASYNC',
      'client-touches': 1,
      admins: 1,
      'admin-ops': 1,
      'exporter-ops': 1,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
      'op-command': true,
      'op-perm': true,
    },
    goals: [],
  }),
];
