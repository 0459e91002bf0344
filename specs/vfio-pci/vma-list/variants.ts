/**
 * Variants of `vfio-pci/vma-list`.
 */
import { allHold, variant } from '../../../checker/lang/index.ts';

export const good = variant('good', {
  summary: 'the stored code of 6.1',
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
  },
});

export const variants = [];
