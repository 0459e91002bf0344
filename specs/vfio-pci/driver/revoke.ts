/**
 * The one function that zaps and revokes, and its way back (patch 6/9 of the series "BAR mmap backed by DMABUF"; the name is that of v1
 * to v3, v4 calls it `vfio_pci_revoke_bars()`).
 *
 * `zap_bars_on_revoke` is set at registration when the driver overrides `.mmap`, for its mappings may not be backed by a
 * DMABUF; hisi clears it, because its mmap only wraps the core one.
 */
import {
  and,
  down_write,
  FALSE,
  fn,
  given,
  lockdep_assert_held_write,
  named,
  not,
  step,
  TRUE,
} from '../../../checker/lang/index.ts';
import { hasCustomMappings, nvgrace_opts_out } from './bounds.ts';
import { memory_lock } from './device.ts';
import { vfio_pci_dma_buf_move } from './dmabuf.ts';
import { CUSTOM, DEVFD, zapped } from './vma.ts';

/** Of the drivers that override `.mmap`, hisi opts out; nvgrace does not, unless the assumption switch says so. */
export const zap_bars_on_revoke = named(
  'zap_bars_on_revoke',
  and(hasCustomMappings, not(nvgrace_opts_out)),
);

/** `vfio_pci_zap_bars()`: takes the PTEs of every VMA linked in the mapping of the device file. */
export const vfio_pci_zap_bars = fn(
  'vfio_pci_zap_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_bars()' },
  [step('unmap_mapping_range(vdev)', zapped(CUSTOM), zapped(DEVFD))],
);

export const vfio_pci_zap_revoke_bars = fn(
  'vfio_pci_zap_revoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_revoke_bars()' },
  [
    lockdep_assert_held_write(memory_lock),
    vfio_pci_dma_buf_move(TRUE),
    given(zap_bars_on_revoke, [vfio_pci_zap_bars()]),
  ],
);

export const vfio_pci_lock_zap_revoke_bars = fn(
  'vfio_pci_lock_zap_revoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_lock_zap_revoke_bars()' },
  [down_write(memory_lock), vfio_pci_zap_revoke_bars()],
);

export const vfio_pci_unrevoke_bars = fn(
  'vfio_pci_unrevoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_unrevoke_bars()' },
  [lockdep_assert_held_write(memory_lock), vfio_pci_dma_buf_move(FALSE)],
);
