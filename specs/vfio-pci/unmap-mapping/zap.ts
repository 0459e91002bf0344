/**
 * How the driver zaps what is mapped of a device: through the mapping tree of its file, with `memory_lock` held for write.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c of 6.12. The lock comes first here; in 6.1 it came last.
 */

import { down_write, fn, param } from '../../../checker/lang/index.ts';
import { unmap_mapping_range } from '../driver/mapping.ts';
import { memory_lock, VDEV } from '../driver/vdev.ts';

export const vdev = param('vdev', VDEV);

export const vfio_pci_zap_bars = fn(
  'vfio_pci_zap_bars',
  { params: [vdev], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_bars()' },
  [unmap_mapping_range(vdev)],
);

export const vfio_pci_zap_and_down_write_memory_lock = fn(
  'vfio_pci_zap_and_down_write_memory_lock',
  {
    params: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock()',
  },
  [down_write(memory_lock.at(vdev)), vfio_pci_zap_bars(vdev)],
);
