/**
 * vfio-pci/mmap-dmabuf: every mapping of a BAR is backed by a hidden DMABUF, and the revoke of that buffer takes the PTEs.
 *
 * Era E4 of the driver: patch 4/9 of the series "vfio/pci: BAR mmap backed by DMABUF" (v1 to v4), on the kernels of 7.1; zap and revoke are
 * still two calls, and an exported buffer cannot be mapped by the CPU. The vocabulary is `../driver`; what a "holds" does not mean stands
 * in docs/not-modelled.md. Not properties here: L-FAULT, L-RESET and L-CLOSE need fairness (a hang that nothing ends is a deadlock and is found),
 * S-LOCKORD needs the lock-order analysis, R-VDEV the analysis of data races.
 */
import { spec } from '../../../checker/lang/index.ts';
import { client } from '../driver/client.ts';
import { exporter } from '../driver/export.ts';
import { importerWorker } from '../driver/importer.ts';
import { bufferMapper, bufferWorker, mappingUser } from '../driver/mmap-buffer.ts';
import {
  BUFFER_FD,
  DEVICE_FD,
  MAPPING_TREE,
  PAGE_TABLES,
  RUNTIME_STATUS,
  WAKE_UP,
} from '../driver/races.ts';
import { admin, importerOfExport } from './actors.ts';
import { configurations } from './configurations.ts';
import { constants } from './constants.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { good, variants } from './variants.ts';

export default spec('vfio-pci/mmap-dmabuf', {
  summary:
    'BAR mappings backed by hidden DMABUFs: does a PTE outlive the revoke, may a fault read vdev?',
  mirrors: 'Linux, series "vfio/pci: BAR mmap backed by DMABUF" v1 to v4, patch 4/9',
  constants,
  processes: [
    admin,
    mappingUser,
    bufferMapper,
    client,
    exporter,
    importerOfExport,
    importerWorker,
    bufferWorker,
  ],
  properties,
  races: [PAGE_TABLES, MAPPING_TREE, WAKE_UP, RUNTIME_STATUS, BUFFER_FD, DEVICE_FD],
  survivors,
  lockOrder: [
    ['mmap_lock', 'memory_lock'],
    ['memory_lock', 'resv', 'pages_mutex'],
    ['client_mmap_lock', 'memory_lock'],
    ['dev_set_lock', 'memory_lock', 'peer_memory_lock', 'resv'],
  ],
  configurations,
  base: good,
  variants,
});
