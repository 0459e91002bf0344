/**
 * Configurations of `vfio-pci/dmabuf-revoke`: small ones that are narrow on purpose, and larger products.
 */
import { configuration } from '../../../checker/lang/index.ts';

const anyOperation = {
  'mmap-dmabuf': false,
  'op-reset': true,
  'op-d0': true,
  'op-d3': true,
  'op-command': true,
  'op-flr': true,
};
const anyTwo = { ...anyOperation, 'admin-ops': 2 };

export const configurations = [
  configuration('sync', {
    summary: 'an importer that unmaps inside the callback, against any two operations',
    bounds: '1 device, 1 exported DMABUF, 1 SYNC importer (2 rounds), 1 admin with 2 operations',
    set: { ...anyTwo, importers: 1, 'importer-rounds': 2 },
    goals: [],
  }),
];
