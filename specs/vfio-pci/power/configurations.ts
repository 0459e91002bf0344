/**
 * Configurations of `vfio-pci/power`: small ones that are narrow on purpose, and the product of everything.
 */
import { configuration } from '../../../checker/lang/index.ts';
import {
  asyncGoals,
  commandGoals,
  cpuGoals,
  d1Goals,
  exportGoals,
  importerGoals,
  powerRegisterGoals,
  resetGoals,
  savedGoals,
  twoAdminsGoals,
  vfsGoals,
  wakeGoals,
} from './goals.ts';

const power = { 'mmap-dmabuf': false, 'runtime-pm': true };
const anyOf = (...operations: readonly string[]) =>
  Object.fromEntries(operations.map((operation) => [`op-${operation}`, true]));

export const configurations = [
  configuration('cpu', {
    summary: 'a mapping of the device file against power writes, low power and reset',
    bounds: '1 device, 1 VMA, 2 accesses, 1 admin with 3 of D0, D3, entry, exit, reset',
    set: { ...power, touches: 2, 'admin-ops': 3, ...anyOf('d0', 'd3', 'entry', 'exit', 'reset') },
    goals: cpuGoals,
  }),
  configuration('importer', {
    summary: 'an importer that unmaps inside the callback, against the same',
    bounds:
      '1 device, 1 DMABUF, 1 SYNC importer, 1 admin with 3 of D0, D3, entry, exit, reset, plain ioctl',
    set: {
      ...power,
      importers: 1,
      'admin-ops': 3,
      ...anyOf('d0', 'd3', 'entry', 'exit', 'reset', 'plain'),
    },
    goals: importerGoals,
  }),
  configuration('importer-async', {
    summary: 'an importer that unmaps some time later, against low power',
    bounds: '1 device, 1 DMABUF, 1 ASYNC importer (2 rounds), 1 admin with 3 of entry, exit',
    set: {
      ...power,
      importers: 1,
      'importer-kind': 'ASYNC',
      'importer-rounds': 2,
      'admin-ops': 3,
      ...anyOf('entry', 'exit'),
    },
    goals: asyncGoals,
  }),
  configuration('wake', {
    summary: 'low power with a wake eventfd, left by the first request',
    bounds:
      '1 device, 1 DMABUF, 1 SYNC importer, 1 admin with 3 of D0, D3, entry with wake-up, exit, plain ioctl, reset',
    set: {
      ...power,
      importers: 1,
      'importer-rounds': 2,
      'admin-ops': 3,
      ...anyOf('d0', 'd3', 'entry-wake', 'exit', 'plain', 'reset'),
    },
    goals: wakeGoals,
  }),
  configuration('command', {
    summary: 'memory off and on, and low power',
    bounds:
      '1 device, 1 VMA, 1 access, 1 DMABUF, 1 SYNC importer, 1 admin with 3 of memory off, on, entry, exit',
    set: {
      ...power,
      touches: 1,
      importers: 1,
      'admin-ops': 3,
      ...anyOf('command', 'entry', 'exit'),
    },
    goals: commandGoals,
  }),
  configuration('reset', {
    summary: 'the reset ioctl and low power',
    bounds: '1 device, 1 DMABUF, 1 SYNC importer, 1 admin with 3 of reset, entry, exit',
    set: { ...power, importers: 1, 'admin-ops': 3, ...anyOf('reset', 'entry', 'exit') },
    goals: resetGoals,
  }),
  configuration('saved', {
    summary: 'a device that loses its configuration on the way from D3 to D0; nothing is mapped',
    bounds: '1 device (NoSoftRst-), 1 admin with 4 of D0, D3, entry, exit, reset',
    set: {
      ...power,
      'needs-pm-restore': true,
      'admin-ops': 4,
      ...anyOf('d0', 'd3', 'entry', 'exit', 'reset'),
    },
    goals: savedGoals,
  }),
  configuration('two-admins', {
    summary: 'a request against a suspend that has begun',
    bounds: '1 device, 1 DMABUF, 1 SYNC importer, 2 admins with 2 of entry, exit each',
    set: { ...power, importers: 1, admins: 2, 'admin-ops': 2, ...anyOf('entry', 'exit') },
    goals: twoAdminsGoals,
  }),
  configuration('export', {
    summary: 'the buffer is exported during the run',
    bounds: '1 device, 1 export, no importer, 1 admin with 2 of entry, exit',
    set: {
      ...power,
      importers: 1,
      'importer-rounds': 0,
      exporting: true,
      'admin-ops': 2,
      ...anyOf('entry', 'exit'),
    },
    goals: exportGoals,
  }),
  configuration('d1', {
    summary: 'D1 is written too; a device without D1 refuses',
    bounds:
      '1 device, 1 VMA, 1 access, 1 DMABUF, 1 SYNC importer, 1 admin with 2 of D0, D1, D3, reset',
    set: {
      ...power,
      touches: 1,
      importers: 1,
      'admin-ops': 2,
      ...anyOf('d0', 'd1', 'd3', 'reset'),
    },
    goals: d1Goals,
  }),
  configuration('power-register', {
    summary: 'two admins write the power register',
    bounds: '1 device, 1 VMA, 1 access, 2 admins with 2 of D0, D3 each',
    set: { ...power, touches: 1, admins: 2, 'admin-ops': 2, ...anyOf('d0', 'd3') },
    goals: powerRegisterGoals,
  }),
  configuration('vfs', {
    summary: 'virtual functions are enabled and disabled, against power writes',
    bounds: '1 device, 1 VMA, 1 access, 1 admin with 2 of D0, D3, VFs enabled and disabled once',
    set: { ...power, touches: 1, 'admin-ops': 2, ...anyOf('d0', 'd3'), vfs: true },
    goals: vfsGoals,
  }),
  configuration('medium', {
    summary: 'the product: a mapping and an importer against two admins',
    size: 'medium',
    bounds:
      '1 device, 1 VMA, 1 access, 1 DMABUF, 1 ASYNC importer, 2 admins with 2 of D0, D3, entry, exit, reset',
    set: {
      ...power,
      touches: 1,
      importers: 1,
      'importer-kind': 'ASYNC',
      admins: 2,
      'admin-ops': 2,
      ...anyOf('d0', 'd3', 'entry', 'exit', 'reset'),
    },
    goals: [],
  }),
  configuration('large', {
    summary: 'the product with wake-ups, command writes and a configuration to lose',
    size: 'large',
    bounds:
      '1 device (NoSoftRst-), 1 VMA, 1 access, 1 DMABUF, 1 ASYNC importer, 2 admins with 2 of D0, D1, D3, memory off, on, entry with and without wake-up, exit, plain ioctl, reset',
    set: {
      ...power,
      'needs-pm-restore': true,
      touches: 1,
      importers: 1,
      'importer-kind': 'ASYNC',
      admins: 2,
      'admin-ops': 2,
      ...anyOf('d0', 'd1', 'd3', 'command', 'entry', 'entry-wake', 'exit', 'plain', 'reset'),
    },
    goals: [],
  }),
];
