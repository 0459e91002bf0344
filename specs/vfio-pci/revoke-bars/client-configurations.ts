/**
 * Small configurations of `vfio-pci/revoke-bars` with an exported DMABUF that a client maps, the permanent revoke, and the last close.
 */
import { configuration } from '../../../checker/lang/index.ts';
import {
  clientMmapGoals,
  clientPowerGoals,
  closeGoals,
  permanentGoals,
  permanentImporterGoals,
  strangerGoals,
} from './client-goals.ts';

/** The exporter does what an admin does elsewhere. */
const noAdmin = { admins: 0 };
const powerOps = { 'op-reset': true, 'op-d0': true, 'op-d3': true };

export const clientConfigurations = [
  configuration('client-power', {
    summary: 'a client that maps the exported DMABUF, against power writes and resets',
    bounds: '1 device, 1 exported DMABUF, 1 client VMA, 2 accesses, 2 of reset, D0, D3 write',
    set: { ...noAdmin, ...powerOps, 'client-touches': 2, 'exporter-ops': 2 },
    goals: clientPowerGoals,
  }),
  configuration('client-close', {
    summary: 'the last close and an unbind while the client still has its mapping',
    bounds:
      '1 device, 1 exported DMABUF, 1 client VMA, 2 accesses, 2 of D0, D3 write, last close, unbind',
    set: {
      ...noAdmin,
      'op-d0': true,
      'op-d3': true,
      'client-touches': 2,
      'exporter-ops': 2,
      'last-close': true,
    },
    goals: closeGoals,
  }),
  configuration('client-mmap', {
    summary: 'the client maps and unmaps the exported DMABUF during the run',
    bounds:
      '1 device, 1 exported DMABUF, 1 client mmap and munmap, 1 access, 2 of reset, D0, D3 write',
    set: {
      ...noAdmin,
      ...powerOps,
      'client-maps': true,
      'client-touches': 1,
      'exporter-ops': 2,
    },
    goals: clientMmapGoals,
  }),
  configuration('permanent', {
    summary: 'the exporter takes its DMABUF back for ever',
    bounds:
      '1 device, 1 exported DMABUF, 1 client VMA, 2 accesses, 2 of permanent revoke, reset, D0, D3 write',
    set: {
      ...noAdmin,
      ...powerOps,
      'op-perm': true,
      'client-touches': 2,
      'exporter-ops': 2,
    },
    goals: permanentGoals,
  }),
  configuration('permanent-importer', {
    summary: 'as permanent, with an importer that unmaps some time later',
    bounds: '1 device, 1 exported DMABUF, 1 ASYNC importer, 3 of permanent revoke, D0, D3 write',
    set: {
      ...noAdmin,
      'op-d0': true,
      'op-d3': true,
      'op-perm': true,
      importers: 1,
      'importer-kind': 'ASYNC',
      'exporter-ops': 3,
    },
    goals: permanentImporterGoals,
  }),
  configuration('permanent-stranger', {
    summary: 'an admin of another device asks that one to revoke the DMABUF for ever',
    bounds:
      '2 devices, 1 exported DMABUF, 1 client VMA, 1 access, 1 permanent revoke of each, last close, unbind',
    set: {
      ...noAdmin,
      'op-perm': true,
      strangers: 1,
      'client-touches': 1,
      'exporter-ops': 1,
      'last-close': true,
    },
    goals: strangerGoals,
  }),
];
