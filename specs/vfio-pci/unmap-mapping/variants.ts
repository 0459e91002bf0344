/**
 * Variants of `vfio-pci/unmap-mapping`: the rows of the era, each the stored code with one thing changed.
 */
import { allHold, variant } from '../../../checker/lang/index.ts';
import { faultVariants } from './fault-variants.ts';
import { forkVariants } from './fork-variants.ts';
import { hotResetVariants } from './hot-reset-variants.ts';
import { mmapVariants } from './mmap-variants.ts';
import { zapVariants } from './zap-variants.ts';

export const good = variant('good', {
  summary:
    'the stored code: lock, zap through the mapping tree, and a fault that inserts under the lock',
  ref: '6.12',
  expect: {
    mmap: allHold,
    admins: allHold,
    'low-power': allHold,
    huge: allHold,
    hot: allHold,
    medium: allHold,
    large: allHold,
  },
});

export const variants = [
  ...mmapVariants,
  ...zapVariants,
  ...faultVariants,
  ...forkVariants,
  ...hotResetVariants,
];
