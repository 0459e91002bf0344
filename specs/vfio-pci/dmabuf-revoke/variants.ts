/** Variants of `vfio-pci/dmabuf-revoke`. */
import { allHold, variant } from '../../../checker/lang/index.ts';

export const good = variant('good', {
  summary: 'flavour C, as in 7.1: the revoke waits and arms the count again at once',
  ref: '7.1',
  expect: { sync: allHold },
});

export const variants = [];
