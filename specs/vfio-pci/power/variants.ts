/**
 * Variants of `vfio-pci/power`: the layers, the candidate defects of stored kernels with their fixes, and broken twins.
 *
 * The question is that of 23 June 2026 on the list: asleep, is there nothing left to zap or to revoke? A candidate is a defect that the
 * model finds in stored code; what running kernels showed stands in its `ref`. None is confirmed by a maintainer.
 */
import { allHold, variant } from '../../../checker/lang/index.ts';
import { candidates } from './candidates.ts';
import { sriovVariants } from './sriov-variants.ts';
import { twins } from './twins.ts';

export const goodE3Fixed = variant('good-e3-fixed', {
  summary: 'with DMABUF export, and the candidate defects of stored kernels repaired',
  ref: 'derived: 7.1 with fix-engaged; seen to hold on 7.2.13 with that change',
  expect: {
    cpu: allHold,
    importer: allHold,
    'importer-async': allHold,
    wake: allHold,
    command: allHold,
    reset: allHold,
    saved: allHold,
    'two-admins': allHold,
    export: allHold,
    d1: allHold,
    'power-register': allHold,
    medium: allHold,
    large: allHold,
  },
});

const goodE2 = variant('good-e2', {
  summary: 'without DMABUF export: mappings of the device file only',
  set: { 'dmabuf-export': false },
  ref: '6.12 drivers/vfio/pci',
  expect: { cpu: allHold, saved: allHold, 'power-register': allHold },
});

export const variants = [goodE2, ...candidates, ...twins, ...sriovVariants];
