/**
 * vfio-pci/dmabuf-revoke: a BAR is exported as a DMABUF, and everything that stops access to the device revokes it.
 *
 * Era E3 of the driver (6.19 to 7.1), flavours A, B and C of the wait for importers: export, attach, map, unmap, revoke, un-revoke, release,
 * cleanup and close, hot reset. The vocabulary is `../driver`; what a "holds" does not mean stands in docs/not-modelled.md.
 * Not properties here: L-WAIT, L-CLOSE and L-RESET need fairness (a hang that nothing ends is a deadlock and is found), and
 * S-LOCKORD needs the lock-order analysis (its deadlocks are found).
 */
import { spec } from '../../../checker/lang/index.ts';
import { attachingImporter } from '../driver/attach.ts';
import { exporter, fdOwner, releaseWorker } from '../driver/export.ts';
import { forker } from '../driver/fork.ts';
import { hotResetter } from '../driver/hot-reset-move.ts';
import { importerWorker } from '../driver/importer.ts';
import { pm_wq } from '../driver/low-power.ts';
import { peerAdmin } from '../driver/peer.ts';
import {
  ATTACH_READS_REVOKED,
  BUFFER_FD,
  CHILD_PAGE_TABLES,
  MAPPING_TREE,
  PAGE_TABLES,
  RUNTIME_STATUS,
  WAKE_UP,
} from '../driver/races.ts';
import { user } from '../driver/user.ts';
import { admin, unbinder } from './actors.ts';
import { configurations } from './configurations.ts';
import { constants } from './constants.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { good, variants } from './variants.ts';

export default spec('vfio-pci/dmabuf-revoke', {
  summary: 'exported DMABUFs and their revoke: does a mapping outlive it, does a close hang?',
  mirrors: 'Linux 6.19 to 7.1, drivers/vfio/pci/vfio_pci_dmabuf.c and vfio_pci_core.c',
  constants,
  processes: [
    admin,
    hotResetter,
    peerAdmin,
    user,
    forker,
    exporter,
    fdOwner,
    attachingImporter,
    importerWorker,
    releaseWorker,
    pm_wq,
    unbinder,
  ],
  properties,
  races: [
    PAGE_TABLES,
    CHILD_PAGE_TABLES,
    MAPPING_TREE,
    WAKE_UP,
    RUNTIME_STATUS,
    BUFFER_FD,
    ATTACH_READS_REVOKED,
  ],
  survivors,
  lockOrder: [
    ['mmap_lock', 'memory_lock', 'i_mmap_rwsem'],
    ['memory_lock', 'resv', 'pages_mutex'],
    ['dev_set_lock', 'memory_lock', 'peer_memory_lock', 'resv'],
  ],
  configurations,
  base: good,
  variants,
});
