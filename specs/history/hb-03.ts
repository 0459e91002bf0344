/**
 * HB-03: two CPUs fault on the same VMA and both populate it, which io_remap_pfn_range() answers with a BUG. Mirrors
 * vfio_pci_mmap_fault() in drivers/vfio/pci/vfio_pci.c before and after 6a45ece4c9af (v5.13).
 *
 * Two faults of one VMA and nothing else: nobody zaps, and the device decodes memory all the time. In `post` the walk of vma_list,
 * the remap and the insertion in the list are one step, since all three are done under vma_lock.
 */
import {
  allHold,
  and,
  assign,
  atomically,
  BOOLEAN,
  type Body,
  check,
  configuration,
  down_read,
  FALSE,
  fn,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  notMemory,
  process,
  property,
  quiescent,
  rwsem,
  spec,
  step,
  TRUE,
  up_read,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const memory_lock = rwsem('memory_lock');
const vma_lock = mutex('vma_lock');
const populated = variable('populated', BOOLEAN, FALSE);

const NoDoublePopulate = property(
  'NoDoublePopulate',
  'io_remap_pfn_range() is not called for a range that has PTEs.',
);

const io_remap_pfn_range: Body = [
  check(NoDoublePopulate, not(populated)),
  step('io_remap_pfn_range()', assign(populated, TRUE)),
];

const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  {
    title: 'user access to the BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci.c: vfio_pci_mmap_fault()',
  },
  [down_read(memory_lock), ...io_remap_pfn_range, up_read(memory_lock)],
);

const fault = process('fault', { count: 2 }, [vfio_pci_mmap_fault()]);

export default spec('history/hb-03', {
  summary: 'two faults on one VMA populate it twice',
  mirrors: 'drivers/vfio/pci/vfio_pci.c as of v5.13, before and after 6a45ece4c9af',
  processes: [fault],
  races: [
    notMemory(
      populated,
      'PTEs: io_remap_pfn_range() tests and sets each under the lock of its page table',
    ),
  ],
  properties: [NoDoublePopulate, allReleased({ mutexes: [vma_lock], rwsems: [memory_lock] })],
  configurations: [
    configuration('small', {
      bounds: '1 VMA, 2 faults',
      goals: [
        goal('the VMA is populated', populated),
        goal('a fault finishes after the VMA is populated', and(populated, quiescent())),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the VMA is populated under memory_lock for read alone',
    ref: 'before 6a45ece4c9af',
    expect: { small: violates('NoDoublePopulate') },
  }),
  variants: [
    variant('post', {
      summary: 'vma_lock is held over the walk of vma_list, the remap and the insertion',
      replace: {
        vfio_pci_mmap_fault: [
          mutex_lock(vma_lock),
          down_read(memory_lock),
          atomically('if (!on vma_list) io_remap_pfn_range()', [
            when(not(populated), io_remap_pfn_range),
          ]),
          up_read(memory_lock),
          mutex_unlock(vma_lock),
        ],
      },
      ref: '6a45ece4c9af',
      expect: { small: allHold },
    }),
  ],
});
