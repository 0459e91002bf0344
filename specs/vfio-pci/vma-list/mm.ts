/**
 * What the memory manager of 6.1 does with a VMA: munmap, fork, and the exit of a process.
 *
 * Mirrors mm/mmap.c and kernel/fork.c of 6.1. `mm_users` counts the process and whoever pins its address space; who drops the last
 * reference takes the address space down, in its own context.
 *
 * Merged steps: the entries of VMA 0 and its copy in the file's mapping tree are left out, for nothing walks that tree here.
 */

import {
  and,
  array,
  assertReferenced,
  assign,
  BOOLEAN,
  type Body,
  c,
  down_read,
  down_write,
  downgrade_write,
  type Expr,
  eq,
  FALSE,
  fn,
  forever,
  given,
  gt,
  int,
  krefs,
  note,
  oneOf,
  oneOfEach,
  param,
  process,
  rest,
  step,
  stepWhen,
  sub,
  TRUE,
  up_read,
  up_write,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import {
  attached,
  forEachVmaIn,
  isMm,
  MM,
  type Mm,
  mm1,
  mm2,
  mmap_lock,
  pte,
  VMA,
  type Vma,
  v1,
  v2,
  vm_mm,
  zap,
} from '../driver/address-space.ts';
import { async_put, exit_while_pinned, exits } from './bounds.ts';
import { vfio_pci_mmap_close, vfio_pci_mmap_open } from './list.ts';

/** `mm->mm_users`. */
export const mm_users = krefs('mm_users', MM, 3);

const vma = param('vma', VMA);
const mm = param('mm', MM);

/** `mmap()`: nothing is populated, so the driver need not know of the VMA yet. */
export const mmap = fn(
  'mmap',
  { params: [vma], title: 'mmap() of a BAR', mirrors: 'mm/mmap.c: mmap_region()' },
  [
    down_write(mmap_lock.at(vm_mm(vma))),
    step('vfio_pci_core_mmap(); vma_link()', assign(attached.at(vma), TRUE)),
    up_write(mmap_lock.at(vm_mm(vma))),
  ],
);

/** After the VMA is out of its address space: its pages, then `vm_ops->close`. */
const unmapRegion = (of: Vma, how: string): Body => [
  note(how, step(c`unmap_vmas(${of})`, zap(of))),
  note(how, vfio_pci_mmap_close(of)),
];

/** `munmap()` of a VMA that is there: detaches it, and may go on with the lock downgraded. */
export const munmap = fn(
  'munmap',
  {
    params: [vma],
    title: 'munmap() of a BAR',
    mirrors: 'mm/mmap.c: do_mas_align_munmap()',
  },
  [
    down_write(mmap_lock.at(vm_mm(vma))),
    step(c`mas_store_prealloc(${vma})`, assign(attached.at(vma), FALSE)),
    oneOf(
      [
        downgrade_write(mmap_lock.at(vm_mm(vma))),
        ...unmapRegion(vma, 'downgraded'),
        up_read(mmap_lock.at(vm_mm(vma))),
      ],
      [...unmapRegion(vma, 'exclusive'), up_write(mmap_lock.at(vm_mm(vma)))],
    ),
  ],
);

/** The last user of an address space is gone: every VMA in it loses its pages and is closed. */
export const exit_mmap = fn('exit_mmap', { params: [mm], mirrors: 'mm/mmap.c: exit_mmap()' }, [
  down_read(mmap_lock.at(mm)),
  forEachVmaIn(mm, (each) => [step(c`unmap_vmas(${each})`, zap(each))]),
  up_read(mmap_lock.at(mm)),
  down_write(mmap_lock.at(mm)),
  forEachVmaIn(mm, (each) => [
    when(attached.at(each), [vfio_pci_mmap_close(each)], [], c`if (remove_vma(${each}))`),
  ]),
  up_write(mmap_lock.at(mm)),
]);

const { refs } = mm_users.at(mm);

const putNotLast = stepWhen(
  'atomic_dec_and_test(&mm_users) = 0',
  gt(refs, int(1)),
  assign(refs, sub(refs, int(1))),
);
const putLast: Body = [
  stepWhen('atomic_dec_and_test(&mm_users) = 1', eq(refs, int(1)), assign(refs, int(0))),
  exit_mmap(mm),
];

/** Drops a reference on the users of an address space. */
export const mmput = fn('mmput', { params: [mm], mirrors: 'kernel/fork.c: mmput()' }, [
  assertReferenced(mm_users.at(mm)),
  given(exits, [oneOf([putNotLast], putLast)], [putNotLast]),
]);

const { at: pendingAt } = variable('async_put_work', array(MM, BOOLEAN), FALSE);

/** The work queue is still to take the address space down. */
export const awaitsTakedown = (of: Mm): Expr<boolean> => and(async_put, exits, pendingAt(of));

/** As `mmput()`, but who drops the last reference leaves the rest to a work queue. */
export const mmput_async = fn(
  'mmput_async',
  { params: [mm], mirrors: 'kernel/fork.c: mmput_async()' },
  [
    assertReferenced(mm_users.at(mm)),
    given(
      exits,
      [
        oneOf(
          [putNotLast],
          [
            stepWhen(
              'atomic_dec_and_test(&mm_users) = 1; schedule_work(&async_put_work)',
              eq(refs, int(1)),
              assign(refs, int(0)),
              assign(pendingAt(mm), TRUE),
            ),
          ],
        ),
      ],
      [putNotLast],
    ),
  ],
);

/** The work queue behind `mmput_async()`. */
export const kworker = process('kworker', { given: and(async_put, exits) }, [
  forever([
    rest(
      oneOfEach(MM, (each) => [
        given(isMm(each), [
          stepWhen(c`mmput_async_fn(${each})`, pendingAt(each), assign(pendingAt(each), FALSE)),
          exit_mmap(each),
        ]),
      ]),
    ),
  ]),
]);

/** Drops the reference of a process that exits; not while others pin the address space, if the configuration says so. */
export const exit_mm = fn(
  'exit_mm',
  { params: [mm], title: 'exit()', mirrors: 'kernel/exit.c: exit_mm()' },
  [given(exit_while_pinned, [mmput(mm)], putLast)],
);

export const parent = v1;
export const child = v2;

/** `fork()`: the child's VMA is copied with its page tables, then `vm_ops->open` sees it. */
export const dup_mmap = fn('dup_mmap', { title: 'fork()', mirrors: 'kernel/fork.c: dup_mmap()' }, [
  down_write(mmap_lock.at(mm1)),
  down_write(mmap_lock.at(mm2)),
  when(attached.at(parent), [
    step(c`mas_store(${child})`, assign(attached.at(child), TRUE)),
    step(c`copy_page_range(${child}, ${parent})`, assign(pte.at(child), pte.at(parent))),
    vfio_pci_mmap_open(child),
  ]),
  up_write(mmap_lock.at(mm2)),
  up_write(mmap_lock.at(mm1)),
]);
