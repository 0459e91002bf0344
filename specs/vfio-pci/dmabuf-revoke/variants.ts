/**
 * Variants of `vfio-pci/dmabuf-revoke`: the three flavours, and the rows of the revoke paths; those of the life of a buffer are in
 * life-variants.ts, those of the inside of a revoke in move-variants.ts.
 */
import { allHold, also, variant, violates } from '../../../checker/lang/index.ts';
import { lifeVariants } from './life-variants.ts';
import { moveVariants } from './move-variants.ts';
import { pathVariants } from './path-variants.ts';

const everywhere = {
  sync: allHold,
  async: allHold,
  iommufd: allHold,
  'two-admins': allHold,
  mapping: allHold,
  export: allHold,
  'export-fails': allHold,
  close: allHold,
  hot: allHold,
  'hot-mapping': allHold,
  'hot-close': allHold,
  medium: allHold,
  large: allHold,
};

export const good = variant('good', {
  summary: 'flavour C: the revoke waits for importers and arms the count again at once',
  ref: 'drivers/vfio/pci/vfio_pci_dmabuf.c of 7.1',
  expect: everywhere,
});

const flavours = [
  variant('flavourA', {
    summary: 'the revoke does not wait for importers',
    set: { flavour: 'A' },
    ref: 'drivers/vfio/pci/vfio_pci_dmabuf.c of 6.19',
    expect: {
      sync: allHold,
      iommufd: allHold,
      async: violates(
        'S-ACCESS',
        'S-REVRESET',
        also('S-IMP', 'the worker unmaps after the revoke has returned'),
        also('S-D0REVOKE', 'the un-revoke calls back an importer that has not unmapped yet'),
      ),
    },
  }),
  variant('flavourB', {
    summary: 'the revoke waits; the cleanup always drops the count and waits, too',
    set: { flavour: 'B' },
    ref: 'the first version of "wait for invalidation"; list, v1 1/9',
    expect: { close: violates('S-REF', 'deadlock') },
  }),
];

export const variants = [...flavours, ...pathVariants, ...moveVariants, ...lifeVariants];
