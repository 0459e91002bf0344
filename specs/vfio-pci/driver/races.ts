/**
 * What is known of accesses without a common lock in the driver, by what it is about; a spec lists those that its era has. First what is
 * no memory of the kernel's, then races that do no harm.
 */
import { benignRace, notMemory, type RaceNote } from '../../../checker/lang/index.ts';
import { revoked } from './buffer.ts';
import { device_fd } from './device-file.ts';
import { fd } from './export.ts';
import { child_pte } from './fork.ts';
import { must_stop } from './importer-state.ts';
import { hw_pm, runtime_status } from './power-state.ts';
import { priv_vdev } from './registration.ts';
import { linked, pte } from './vma.ts';

const UNDER_THEIR_LOCK =
  'page tables: the processor walks them, the kernel changes them under their lock';
const FILE_TABLE = 'the file table: fdget() and close() order themselves';

export const PAGE_TABLES: RaceNote = notMemory(pte, UNDER_THEIR_LOCK);
export const CHILD_PAGE_TABLES: RaceNote = notMemory(child_pte, UNDER_THEIR_LOCK);
export const MAPPING_TREE: RaceNote = notMemory(
  linked,
  'the tree of mappings of a file, walked and changed under i_mmap_rwsem',
);
export const WAKE_UP: RaceNote = notMemory(
  must_stop,
  'a wait queue: wait_event() and wake_up() order themselves',
);
export const RUNTIME_STATUS: RaceNote = notMemory(
  runtime_status,
  'changed under the lock of the PM core',
);
export const POWER_REGISTER: RaceNote = notMemory(
  hw_pm,
  'a register of the device: the PCI core orders each access to it',
);
export const BUFFER_FD: RaceNote = notMemory(fd, FILE_TABLE);
export const DEVICE_FD: RaceNote = notMemory(device_fd, FILE_TABLE);

export const ATTACH_READS_REVOKED: RaceNote = benignRace(
  revoked,
  'attach decides nothing: map asks again under the reservation lock',
  { between: ['vfio_pci_dma_buf_attach'] },
);
export const MMAP_READS_REVOKED: RaceNote = benignRace(
  revoked,
  'mmap decides nothing: a fault asks again under the reservation lock',
  { between: ['vfio_pci_dma_buf_mmap'] },
);
export const OWNER_IS_COMPARED: RaceNote = benignRace(
  priv_vdev,
  'whatever another device reads is not itself: the cleanup of the owner only writes NULL',
  { between: ['vfio_pci_core_feature_dma_buf_revoke'] },
);
