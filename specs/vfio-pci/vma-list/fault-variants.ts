/**
 * Variants of the fault, of fork, and of reading a BAR of `vfio-pci/vma-list`.
 */

import {
  also,
  assign,
  c,
  check,
  down_read,
  down_write,
  label,
  mutex_lock,
  mutex_unlock,
  not,
  note,
  returnFromFunction,
  step,
  TRUE,
  up_read,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { attached, mm1, mm2, mmap_lock, pte, vm_private_data } from '../driver/address-space.ts';
import { __vfio_pci_memory_enabled, hw_safe, memory_lock } from '../driver/vdev.ts';
import { addVma, refuseFault, remap, user_access, vma } from './fault.ts';
import { vfio_pci_mmap_open, vma_lock } from './list.ts';
import { child, parent } from './mm.ts';
import { buf, vdev } from './read-write.ts';

const childKeepsPages = violates(
  'S-ACCESS',
  also('S-REVRESET', "the child's page is still there when the reset begins"),
  also('S-LIST', "the child's page is there and its VMA is on no list"),
);

export const faultVariants = [
  variant('no-dup-check', {
    summary: 'the fault does not look whether the VMA is mapped already',
    replace: {
      vfio_pci_mmap_fault: [
        mutex_lock(vma_lock.at(vm_private_data(vma))),
        down_read(memory_lock.at(vm_private_data(vma))),
        refuseFault,
        ...remap,
        ...addVma,
        label('up_out'),
        up_read(memory_lock.at(vm_private_data(vma))),
        mutex_unlock(vma_lock.at(vm_private_data(vma))),
      ],
    },
    ref: 'derived from the comment in vfio_pci_mmap_fault() of 6.1',
    expect: { faults: violates('S-BUG') },
  }),
  variant('no-open-zap', {
    summary: 'the copy that fork makes keeps its pages',
    replace: { vfio_pci_mmap_open: [] },
    ref: 'derived from the comment above vfio_pci_mmap_open() of 6.1',
    expect: { fork: childKeepsPages },
  }),
  variant('open-before-copy', {
    summary: 'fork calls vm_ops->open before it copies the pages',
    replace: {
      dup_mmap: [
        down_write(mmap_lock.at(mm1)),
        down_write(mmap_lock.at(mm2)),
        when(attached.at(parent), [
          vfio_pci_mmap_open(child),
          step(c`mas_store(${child})`, assign(attached.at(child), TRUE)),
          step(c`copy_page_range(${child}, ${parent})`, assign(pte.at(child), pte.at(parent))),
        ]),
        up_write(mmap_lock.at(mm2)),
        up_write(mmap_lock.at(mm1)),
      ],
    },
    ref: 'dup_mmap() of 6.1.192, "fork: defer linking file vma until vma is fully initialized"; seen on 6.1.192',
    status: 'candidate',
    expect: { fork: childKeepsPages },
  }),
  variant('rw-copy-under-lock', {
    summary: 'the value is copied to the user with memory_lock held',
    replace: {
      do_io_rw: [
        down_read(memory_lock.at(vdev)),
        when(not(__vfio_pci_memory_enabled(vdev)), [
          note('EIO', up_read(memory_lock.at(vdev))),
          returnFromFunction(),
        ]),
        check({ id: 'S-ACCESS' }, hw_safe(vdev)),
        step('val = ioread32(io)'),
        user_access(buf),
        up_read(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived from vfio_pci_ioread32() of 6.1',
    expect: {
      read: violates(
        'deadlock',
        also('S-LOCKBAL', 'the nested fault takes memory_lock for read a second time'),
      ),
    },
  }),
];
