/**
 * Configurations of `vfio-pci/dmabuf-revoke`: small ones that are narrow on purpose, and larger products.
 */
import { configuration } from '../../../checker/lang/index.ts';
import {
  asyncGoals,
  closeGoals,
  exportFailsGoals,
  exportGoals,
  forkGoals,
  hotCloseGoals,
  hotGoals,
  hotMappingGoals,
  iommufdGoals,
  lowPowerExportGoals,
  lowPowerGoals,
  lowPowerWakeGoals,
  mappingGoals,
  stubbornGoals,
  stubbornHotGoals,
  syncGoals,
  twoAdminsGoals,
} from './goals.ts';

const base = { 'mmap-dmabuf': false, importers: 1 };
const anyOperation = {
  'op-reset': true,
  'op-d0': true,
  'op-d3': true,
  'op-command': true,
  'op-flr': true,
};
const anyTwo = { ...base, ...anyOperation, 'admin-ops': 2 };

export const configurations = [
  configuration('sync', {
    summary: 'an importer that unmaps inside the callback, against any two operations',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, 'importer-rounds': 2 },
    goals: syncGoals,
  }),
  configuration('async', {
    summary: 'an importer that unmaps some time later, against any two operations',
    bounds: '1 device, 1 exported DMABUF, 1 ASYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, 'importer-rounds': 2, 'importer-kind': 'ASYNC' },
    goals: asyncGoals,
  }),
  configuration('iommufd', {
    summary: 'iommufd as importer, against any two operations',
    bounds:
      '1 device, 1 exported DMABUF, iommufd as importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, 'importer-rounds': 2, 'importer-kind': 'IOMMUFD' },
    goals: iommufdGoals,
  }),
  configuration('two-admins', {
    summary: 'a reset against a power write',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer, 2 admins with 1 of reset, D3, D0 write',
    set: { ...base, admins: 2, 'op-reset': true, 'op-d3': true, 'op-d0': true },
    goals: twoAdminsGoals,
  }),
  configuration('mapping', {
    summary: 'a mapping of the BAR beside the importer',
    bounds:
      '1 device, 1 VMA, 2 loads, 1 exported DMABUF, 1 SYNC importer, 1 admin with 1 operation',
    set: { ...base, ...anyOperation, touches: 2 },
    goals: mappingGoals,
  }),
  configuration('export', {
    summary: 'the buffer is exported and mapped during the run',
    bounds: '1 device, 1 export, 1 SYNC importer, 1 admin with 2 operations',
    set: { ...anyTwo, exporting: true },
    goals: exportGoals,
  }),
  configuration('export-fails', {
    summary: 'the fd of a new buffer may not be installed',
    bounds:
      '1 device, 1 export that may fail, 1 SYNC importer, 1 admin with 1 of reset, memory off, on',
    set: { ...base, exporting: true, 'fd-fails': true, 'op-reset': true, 'op-command': true },
    goals: exportFailsGoals,
  }),
  configuration('close', {
    summary: 'the fd of the buffer is closed, the device is closed, the driver is unbound',
    bounds:
      '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 1 of reset, memory off, on, then the last close; close(fd), unbind',
    set: {
      ...base,
      'fd-closes': true,
      closes: true,
      unregisters: true,
      'op-reset': true,
      'op-command': true,
    },
    goals: closeGoals,
  }),
  configuration('hot', {
    summary: 'a hot reset of two devices against writes to each of them',
    bounds:
      '2 devices, 1 exported DMABUF, 1 SYNC importer, 1 hot reset, 1 admin with 1 operation, 1 power write of the peer',
    set: { ...base, ...anyOperation, peers: true, 'hot-resets': 1, 'peer-writes': 1 },
    goals: hotGoals,
  }),
  configuration('hot-mapping', {
    summary: 'a hot reset of two devices, of which one has its BAR mapped',
    bounds: '2 devices, 1 VMA of one, 1 load, 1 exported DMABUF, 1 SYNC importer, 1 hot reset',
    set: { ...base, admins: 0, touches: 1, peers: true, 'hot-resets': 1 },
    goals: hotMappingGoals,
  }),
  configuration('hot-close', {
    summary: 'a hot reset of a set in which one device is closed',
    bounds:
      '2 devices, 1 exported DMABUF, 1 SYNC importer, 1 hot reset; memory off or on, then the last close of one device; 1 power write of the other',
    set: {
      ...base,
      peers: true,
      'hot-resets': 1,
      closes: true,
      'op-command': true,
      'peer-writes': 1,
    },
    goals: hotCloseGoals,
  }),
  configuration('stubborn', {
    summary: 'an importer whose process has to finish a load from the BAR before it unmaps',
    bounds: '1 device, 1 VMA, 1 exported DMABUF, 1 importer, 1 reset',
    set: { ...base, 'op-reset': true },
    goals: stubbornGoals,
  }),
  configuration('stubborn-hot', {
    summary: 'as stubborn, with a hot reset: BAR and buffer belong to different devices',
    bounds: '2 devices, 1 VMA of one, 1 exported DMABUF of the other, 1 importer, 1 hot reset',
    set: {
      ...base,
      admins: 0,
      peers: true,
      exporter: 'peer',
      'hot-resets': 1,
    },
    goals: stubbornHotGoals,
  }),
  configuration('low-power', {
    summary: 'low power is entered and left, and a sleeping device is written to',
    bounds:
      '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 2 of entry, exit, reset, D0 or D3 write, memory on or off, runtime suspend',
    set: {
      ...base,
      'op-entry': true,
      'op-exit': true,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
      'op-command': true,
      'admin-ops': 2,
    },
    goals: lowPowerGoals,
  }),
  configuration('low-power-wake', {
    summary: 'low power with a wake eventfd, left by any ioctl',
    bounds:
      '1 device, 1 exported DMABUF, 1 SYNC importer, 1 admin with 2 of entry with wake-up, reset, D0 or D3 write, an ioctl that changes nothing; runtime suspend',
    set: {
      ...base,
      'op-entry-wake': true,
      'op-plain': true,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
      'admin-ops': 2,
    },
    goals: lowPowerWakeGoals,
  }),
  configuration('low-power-export', {
    summary: 'a buffer is exported while low power is engaged',
    bounds: '1 device, 1 export, 1 SYNC importer, 1 admin with 2 of entry, exit; runtime suspend',
    set: { ...base, exporting: true, 'op-entry': true, 'op-exit': true, 'admin-ops': 2 },
    goals: lowPowerExportGoals,
  }),
  configuration('fork', {
    summary: 'the user forks while the BAR is mapped',
    bounds:
      '1 device, 1 VMA and its copy, 1 load, 1 fork, 1 exported DMABUF, 1 SYNC importer, 1 admin with 1 of reset, D0 or D3 write, memory off or on',
    set: {
      ...base,
      touches: 1,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
      'op-command': true,
    },
    goals: forkGoals,
  }),
  configuration('medium', {
    summary: 'export, importer and close against two operations',
    size: 'medium',
    bounds:
      '1 device, 1 VMA, 1 load, 1 exported DMABUF, 1 ASYNC importer (2 rounds), 2 admins with 1 operation each, close(fd)',
    set: {
      ...base,
      ...anyOperation,
      'importer-kind': 'ASYNC',
      'importer-rounds': 2,
      admins: 2,
      touches: 1,
      'fd-closes': true,
    },
  }),
  configuration('large', {
    summary: 'two devices, two importers, hot reset, close and unbind at once',
    size: 'large',
    bounds:
      '2 devices, 1 exported DMABUF, 2 ASYNC importers, 1 admin with 2 operations, then the last close, 1 hot reset, 1 power write of the peer, unbind',
    set: {
      ...anyTwo,
      'importer-kind': 'ASYNC',
      importers: 2,
      peers: true,
      'hot-resets': 1,
      'peer-writes': 1,
      closes: true,
      unregisters: true,
    },
  }),
];
