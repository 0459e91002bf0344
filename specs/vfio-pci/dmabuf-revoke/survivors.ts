/**
 * Mutants of `vfio_pci_dma_buf_move()` that no property of `vfio-pci/dmabuf-revoke` notices, and why none should. The other functions were
 * not gone through: what is not listed here is open.
 */
import { unnoticed } from '../../../checker/lang/index.ts';

export const survivors = [
  unnoticed(
    'the test saves work: who is asked again drops a mapping that it may make again, or has none',
    'vfio_pci_dma_buf_move: if (revoked[buffer] != revoke) always',
  ),
  unnoticed(
    'the release waits for memory_lock, which the walk holds: no-file-get-move does without the reference and holds',
    'vfio_pci_dma_buf_move: swap if (revoked[buffer] != revoke) and fput(buffer)',
  ),
  unnoticed(
    'both are done under the reservation lock, which an importer takes before it maps',
    'vfio_pci_dma_buf_move: swap if (revoke) and dma_buf_invalidate_mappings(importer)',
  ),
];
