/**
 * vfio-pci/revoke-bars: one function does zap and revoke, and the question where it stands.
 *
 * Era E5 of the driver, on the buffers and mappings of E4: the reset ioctl against power, command and FLR writes, faults, mmap and
 * importers; a client that maps an exported DMABUF, the permanent revoke, the last close. The vocabulary is `../driver`; what a
 * "holds" does not mean stands in docs/not-modelled.md.
 */
import { spec } from '../../../checker/lang/index.ts';
import { admin, resetter } from '../driver/admin.ts';
import { driverConstants } from '../driver/bounds.ts';
import { client, clientMapper } from '../driver/client.ts';
import { kworker } from '../driver/dmabuf.ts';
import { exporter, unbinder } from '../driver/exporter.ts';
import { importerProcess, importerWorker } from '../driver/importer.ts';
import { hot_resets, peer_writes } from '../driver/lifecycle-bounds.ts';
import { customMapper } from '../driver/nvgrace.ts';
import { peerUser, peerWriter } from '../driver/peer-device.ts';
import {
  MAPPING_TREE,
  MMAP_READS_REVOKED,
  OWNER_IS_COMPARED,
  PAGE_TABLES,
  RUNTIME_STATUS,
  WAKE_UP,
} from '../driver/races.ts';
import { hotResetter } from '../driver/series-hot-reset.ts';
import { pmWorker, sleeper } from '../driver/series-low-power.ts';
import { stranger } from '../driver/status.ts';
import { mapperProcess, user } from '../driver/user.ts';
import { configurations } from './configurations.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { v4, variants } from './variants.ts';

export default spec('vfio-pci/revoke-bars', {
  summary: 'one function zaps and revokes: in which order with D0 and reset?',
  mirrors:
    'Linux, series "vfio/pci: BAR mmap backed by DMABUF" v1 to v4, patches 4/9 and 6/9 to 8/9',
  constants: [...driverConstants, hot_resets, peer_writes],
  processes: [
    resetter,
    admin,
    exporter,
    unbinder,
    stranger,
    user,
    mapperProcess,
    hotResetter,
    peerUser,
    peerWriter,
    customMapper,
    sleeper,
    pmWorker,
    client,
    clientMapper,
    importerProcess,
    importerWorker,
    kworker,
  ],
  properties,
  races: [
    PAGE_TABLES,
    MAPPING_TREE,
    WAKE_UP,
    RUNTIME_STATUS,
    MMAP_READS_REVOKED,
    OWNER_IS_COMPARED,
  ],
  survivors,
  lockOrder: [
    ['mmap_lock', 'memory_lock'],
    ['memory_lock', 'resv', 'pages_mutex'],
    ['client_mmap_lock', 'memory_lock'],
    ['dev_set_lock', 'memory_lock', 'peer_memory_lock', 'resv'],
    ['peer_mmap_lock', 'peer_memory_lock'],
  ],
  configurations,
  base: v4,
  variants,
});
