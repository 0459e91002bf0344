/**
 * vfio-pci/vma-list: the driver keeps a list of mapped VMAs, under a lock of its own.
 *
 * Era E1 of the driver, up to 6.9, as in 6.1: the whole VMA is mapped by a fault, and a zapper finds the address spaces through the
 * list. The vocabulary that later eras share is `../driver`; what a "holds" does not mean stands in docs/not-modelled.md.
 */
import { spec } from '../../../checker/lang/index.ts';
import { PAGE_TABLES, RUNTIME_STATUS } from '../driver/races.ts';
import { rpm } from '../driver/runtime-pm.ts';
import {
  admin,
  childUser,
  forking,
  hotResetting,
  mapping,
  reading,
  unmapping,
  user,
} from './actors.ts';
import { constants } from './bounds.ts';
import { configurations } from './configurations.ts';
import { kworker } from './mm.ts';
import { properties } from './properties.ts';
import { survivors } from './survivors.ts';
import { good, variants } from './variants.ts';

export default spec('vfio-pci/vma-list', {
  summary: 'the driver lists the mapped VMAs: three locks, and a zap that looks twice',
  mirrors: 'Linux 6.1 (the list was there up to 6.9), drivers/vfio/pci',
  constants,
  processes: [
    hotResetting,
    admin,
    mapping,
    unmapping,
    forking,
    user,
    childUser,
    reading,
    rpm,
    kworker,
  ],
  properties,
  races: [PAGE_TABLES, RUNTIME_STATUS],
  survivors,
  lockOrder: [
    ['mmap_lock', 'vma_lock', 'memory_lock'],
    ['dev_set_lock', 'memory_lock'],
  ],
  configurations,
  base: good,
  variants,
});
