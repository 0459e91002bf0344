/**
 * Variants of `vfio-pci/unmap-mapping` with a fork: the stored order, and why the order matters.
 */

import {
  allHold,
  also,
  assign,
  c,
  down_read,
  down_write,
  step,
  TRUE,
  up_read,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import {
  attached,
  forEachVmaOfVdevReverse,
  mm1,
  mm2,
  mmap_lock,
  v1,
  v2,
} from '../driver/address-space.ts';
import {
  copy_page_range,
  i_mmap_rwsem,
  vdev,
  vma_link_file,
  zapIfLinked,
} from '../driver/mapping.ts';

const childKeepsPages = violates(
  'S-ACCESS',
  also('S-REVRESET', "the child's page is still there when the reset begins"),
);

export const forkVariants = [
  variant('fork', {
    summary: 'the process forks: the copy is linked, then its pages are copied',
    set: { forks: true },
    ref: 'dup_mmap() of 6.12',
    expect: { fork: allHold },
  }),
  variant('fork-copy-before-link', {
    from: 'fork',
    summary: 'the pages are copied before the copy is linked',
    replace: {
      dup_mmap: [
        down_write(mmap_lock.at(mm1)),
        down_write(mmap_lock.at(mm2)),
        when(attached.at(v1), [
          step(c`vma_iter_bulk_store(${v2})`, assign(attached.at(v2), TRUE)),
          copy_page_range(),
          vma_link_file(v2),
        ]),
        up_write(mmap_lock.at(mm2)),
        up_write(mmap_lock.at(mm1)),
      ],
    },
    ref: 'derived',
    expect: { fork: childKeepsPages },
  }),
  variant('fork-child-first', {
    from: 'fork',
    summary: 'the mapping tree has the copy in front of the original',
    replace: {
      unmap_mapping_range: [
        down_read(i_mmap_rwsem.at(vdev)),
        forEachVmaOfVdevReverse(vdev, (each) => [zapIfLinked(each)]),
        up_read(i_mmap_rwsem.at(vdev)),
      ],
    },
    ref: 'derived from "insert tmp into the share list, just after mpnt" in dup_mmap()',
    expect: { fork: childKeepsPages },
  }),
];
