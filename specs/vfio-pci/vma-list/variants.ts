/**
 * Variants of `vfio-pci/vma-list`: the rows of the era, each the stored code with one thing changed.
 *
 * The order of the three locks is argued for in a comment of the driver, above `vfio_pci_zap_and_vma_lock()`.
 */
import { allHold, variant } from '../../../checker/lang/index.ts';
import { faultVariants } from './fault-variants.ts';
import { hotResetVariants } from './hot-reset-variants.ts';
import { zapVariants } from './zap-variants.ts';

export const good = variant('good', {
  summary: 'the stored code: mmap_lock, vma_lock, memory_lock, and a zap that looks twice',
  ref: '6.1',
  expect: {
    munmap: allHold,
    faults: allHold,
    vmas: allHold,
    fork: allHold,
    exit: allHold,
    read: allHold,
    'low-power': allHold,
    hot: allHold,
    'hot-admin': allHold,
    'hot-exit': allHold,
    medium: allHold,
    large: allHold,
    'large-fork': allHold,
  },
});

export const variants = [...zapVariants, ...faultVariants, ...hotResetVariants];
