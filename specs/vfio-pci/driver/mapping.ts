/**
 * The mapping tree of the device file, and the life of a VMA in it: mmap, munmap, fork.
 *
 * Mirrors mm/mmap.c, mm/vma.c, mm/memory.c and kernel/fork.c of 6.12. `unmap_mapping_range()` sees a VMA only while it is `linked`,
 * which changes under `i_mmap_rwsem` held for write. The per-VMA lock matters to huge faults only, so it is there when VMAs have
 * two pages.
 *
 * Merged steps: whether a VMA is linked, with the zap of its pages, for both happen with `i_mmap_rwsem` held.
 */

import {
  array,
  assign,
  BOOLEAN,
  type Body,
  c,
  cond,
  down_read,
  down_write,
  downgrade_write,
  type Expr,
  eq,
  FALSE,
  fn,
  forEach,
  given,
  int,
  isIn,
  not,
  note,
  oneOf,
  or,
  param,
  rwsems,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
  when,
  withElement,
} from '../../../checker/lang/index.ts';
import {
  attached,
  firstPage,
  forEachVmaOfVdev,
  forks,
  isSecond,
  mm1,
  mm2,
  mmap_lock,
  noPages,
  PAGE,
  type Page,
  pages,
  pte,
  VMA,
  type Vma,
  v1,
  v2,
  vm_mm,
  vm_private_data,
  zap,
} from './address-space.ts';
import { noMapper } from './bounds.ts';
import { VDEV } from './vdev.ts';

/** `inode->i_mapping->i_mmap_rwsem` of a device file. */
export const i_mmap_rwsem = rwsems('i_mmap_rwsem', VDEV);
/** `vma->vm_lock->lock`. */
export const vm_lock = rwsems('vm_lock', VMA);
/** In the mapping tree from the start, unless a thread maps it or it is the copy that fork makes. */
export const linked = variable('linked', array(VMA, BOOLEAN), (vma) =>
  cond(isSecond(vma), not(forks), noMapper),
);

/** VMAs are large enough for a huge fault. */
export const isLarge: Expr<boolean> = eq(pages, int(2));
/** The page occurs in this configuration at all: decided by constants. */
export const isPage = (page: Page): Expr<boolean> => or(eq(page, firstPage), isLarge);

export const vdev = param('vdev', VDEV);
export const vma = param('vma', VMA);
const tree = i_mmap_rwsem.at(vm_private_data(vma));
export const mmap_lock_of_vma = mmap_lock.at(vm_mm(vma));

/** One VMA of the walk over the mapping tree. */
export const zapIfLinked = (of: Vma) =>
  step(
    c`unmap_mapping_range_vma(${of})`,
    assign(pte.at(of), cond(linked.at(of), noPages, pte.at(of))),
  );

/** Takes the pages of every VMA in the mapping tree, parent before child. */
export const unmap_mapping_range = fn(
  'unmap_mapping_range',
  { params: [vdev], mirrors: 'mm/memory.c: unmap_mapping_pages()' },
  [
    down_read(i_mmap_rwsem.at(vdev)),
    forEachVmaOfVdev(vdev, (each) => [zapIfLinked(each)]),
    up_read(i_mmap_rwsem.at(vdev)),
  ],
);

export const vma_link_file = fn(
  'vma_link_file',
  { params: [vma], mirrors: 'mm/vma.c: vma_link_file()' },
  [
    down_write(tree),
    step(c`vma_interval_tree_insert(${vma})`, assign(linked.at(vma), TRUE)),
    up_write(tree),
  ],
);

export const unlink_file_vma = fn(
  'unlink_file_vma',
  { params: [vma], mirrors: 'mm/vma.c: unlink_file_vma()' },
  [
    down_write(tree),
    step(c`vma_interval_tree_remove(${vma})`, assign(linked.at(vma), FALSE)),
    up_write(tree),
  ],
);

/** The mmap callback of the driver: nothing is populated, for nobody would see it. */
export const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  { params: [vma], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()' },
  [step(c`${vma}->vm_ops = &vfio_pci_mmap_ops`)],
);

/** `mmap()`: the driver's callback, then the address space, then the mapping tree. */
export const mmap_region = fn(
  'mmap_region',
  { params: [vma], title: 'mmap() of a BAR', mirrors: 'mm/mmap.c: mmap_region()' },
  [
    down_write(mmap_lock_of_vma),
    vfio_pci_core_mmap(vma),
    step(c`vma_iter_store(${vma})`, assign(attached.at(vma), TRUE)),
    vma_link_file(vma),
    up_write(mmap_lock_of_vma),
  ],
);

const unmapRegion = (how: string): Body => [
  note(how, step(c`unmap_vmas(${vma})`, zap(vma))),
  note(how, unlink_file_vma(vma)),
];

/** `munmap()` of a VMA that is there: waits for huge faults, detaches it, and may go on with the lock downgraded. */
export const munmap = fn(
  'munmap',
  { params: [vma], title: 'munmap() of a BAR', mirrors: 'mm/vma.c: do_vmi_align_munmap()' },
  [
    down_write(mmap_lock_of_vma),
    given(isLarge, [note('vma_start_write', down_write(vm_lock.at(vma)))]),
    step(c`vma_mark_detached(${vma})`, assign(attached.at(vma), FALSE)),
    given(isLarge, [note('vma_end_write', up_write(vm_lock.at(vma)))]),
    oneOf(
      [downgrade_write(mmap_lock_of_vma), ...unmapRegion('downgraded'), up_read(mmap_lock_of_vma)],
      [...unmapRegion('exclusive'), up_write(mmap_lock_of_vma)],
    ),
  ],
);

/** `copy_page_range()`: page by page, without `i_mmap_rwsem`. */
export const copy_page_range = fn(
  'copy_page_range',
  { mirrors: 'mm/memory.c: copy_page_range()' },
  [
    forEach(PAGE, (page) => [
      given(isPage(page), [
        step(
          c`set_pte_at(${v2}, page ${page})`,
          assign(
            pte.at(v2),
            cond(isIn(page, pte.at(v1)), withElement(pte.at(v2), page), pte.at(v2)),
          ),
        ),
      ]),
    ]),
  ],
);

/** `fork()`: the child's VMA is linked right behind the parent's, then the page tables are copied. */
export const dup_mmap = fn('dup_mmap', { title: 'fork()', mirrors: 'kernel/fork.c: dup_mmap()' }, [
  down_write(mmap_lock.at(mm1)),
  down_write(mmap_lock.at(mm2)),
  when(attached.at(v1), [
    step(c`vma_iter_bulk_store(${v2})`, assign(attached.at(v2), TRUE)),
    vma_link_file(v2),
    copy_page_range(),
  ]),
  up_write(mmap_lock.at(mm2)),
  up_write(mmap_lock.at(mm1)),
]);
