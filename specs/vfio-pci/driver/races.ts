/**
 * What is known of accesses without a common lock in the driver, for `ordeal races`: variables that are no memory of the kernel's, and
 * races that do no harm. Notes go by the name of the variable, so they hold in every era.
 */
import { benignRace, notMemory, type RaceNote } from '../../../checker/lang/index.ts';
import { revoked } from './buffer.ts';
import { device_fd } from './device-file.ts';
import { fd } from './export.ts';
import { must_stop } from './importer-state.ts';
import { runtime_status } from './power-state.ts';
import { linked, pte } from './vma.ts';

export const RACES: readonly RaceNote[] = [
  notMemory(pte, 'page tables: the processor walks them, the kernel changes them under their lock'),
  notMemory(linked, 'the tree of mappings of a file, walked and changed under i_mmap_rwsem'),
  notMemory(must_stop, 'a wait queue: wait_event() and wake_up() order themselves'),
  notMemory(runtime_status, 'changed under the lock of the PM core'),
  notMemory(fd, 'the file table: fdget() and close() order themselves'),
  notMemory(device_fd, 'the file table: fdget() and close() order themselves'),
  benignRace(revoked, 'attach decides nothing: map asks again under the reservation lock', {
    between: ['vfio_pci_dma_buf_attach'],
  }),
  benignRace(revoked, 'mmap decides nothing: a fault asks again under the reservation lock', {
    between: ['vfio_pci_dma_buf_mmap'],
  }),
];
