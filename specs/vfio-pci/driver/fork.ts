/**
 * `fork()` while a BAR is mapped, before the series: the child has a VMA of its own in the mapping tree of the device file.
 *
 * Mirrors mm/mmap.c: dup_mmap() as of 6.12. The child's VMA is linked behind that of its parent, then the page tables are copied; a zap visits the
 * tree in that order. The child does not fault; it uses what it has inherited. Its own `mmap_lock` is known to nobody else.
 */
import {
  assign,
  BOOLEAN,
  type Body,
  cond,
  down_read,
  down_write,
  FALSE,
  fn,
  process,
  rest,
  rwsem,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
} from '../../../checker/lang/index.ts';
import { forks } from './lifecycle-bounds.ts';
import { DEVFD, mmap_lock, pte, zapped } from './vma.ts';

/** The lock of the mapping tree of the device file. */
export const i_mmap_rwsem = rwsem('i_mmap_rwsem');
export const child_linked = variable('child_linked', BOOLEAN, FALSE);
export const child_pte = variable('child_pte', BOOLEAN, FALSE);

export const dup_mmap = fn('dup_mmap', { title: 'fork()', mirrors: 'mm/mmap.c: dup_mmap()' }, [
  down_write(mmap_lock),
  down_write(i_mmap_rwsem),
  step('vma_interval_tree_insert_after(child)', assign(child_linked, TRUE)),
  up_write(i_mmap_rwsem),
  step('copy_page_range(child)', assign(child_pte, pte.at(DEVFD))),
  up_write(mmap_lock),
]);

/** What `vfio_pci_zap_bars()` does when there are two VMAs. */
export const zapParentAndChild: Body = [
  down_read(i_mmap_rwsem),
  step('zap_page_range_single(parent)', zapped(DEVFD)),
  step('zap_page_range_single(child)', assign(child_pte, cond(child_linked, FALSE, child_pte))),
  up_read(i_mmap_rwsem),
];

export const forker = process('forker', { given: forks }, [rest(dup_mmap())]);
