/**
 * HB-05: fork() copies PTEs after the driver's open callback has zapped them: the order that the backport of 35e351780fa9
 * (CVE-2024-27022) to v6.6 made.
 * Mirrors dup_mmap() in kernel/fork.c and vfio_pci_mmap_open() in drivers/vfio/pci/vfio_pci_core.c as of v6.6. The same steps in two
 * orders, and the design that replaced them (v6.10).
 *
 * The child cannot touch anything before fork() is done, so its PTEs count from there on. mmap_lock is that of the parent: fork()
 * holds it, and the zap of a VMA of the list needs it. The loop and vma_lock of that zap are left out (HB-02).
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  down_read,
  down_write,
  FALSE,
  fn,
  goal,
  holds,
  not,
  process,
  property,
  rwsem,
  self,
  spec,
  step,
  TRUE,
  unnoticed,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';
import { pageTables } from './not-memory.ts';

const mmap_lock = rwsem('mmap_lock');
const memory_lock = rwsem('memory_lock');
const memory_enabled = variable('memory_enabled', BOOLEAN, TRUE);
const parent_pte = variable('parent_pte', BOOLEAN, [TRUE, FALSE]);
const child_pte = variable('child_pte', BOOLEAN, FALSE);
const child_tracked = variable('child_tracked', BOOLEAN, FALSE);
const child_linked = variable('child_linked', BOOLEAN, FALSE);
const child_runs = variable('child_runs', BOOLEAN, FALSE);

const UnderMmapLock = property(
  'UnderMmapLock',
  'PTEs are copied with mmap_lock held for write; who walks VMAs to zap them holds it.',
);
const ofFork = check(UnderMmapLock, holds(self, mmap_lock, 'write'));

const copy_page_range: Body = [ofFork, step('copy_page_range()', assign(child_pte, parent_pte))];
const vm_ops_open: Body = [
  ofFork,
  step('vm_ops->open(): zap_vma_ptes(child)', assign(child_pte, FALSE)),
];
const run_child = step('wake_up_new_task()', assign(child_runs, TRUE));
const link = step('vma_interval_tree_insert_after(child)', assign(child_linked, TRUE));

const dup_mmap = fn('dup_mmap', { title: 'fork()', mirrors: 'kernel/fork.c: dup_mmap()' }, [
  down_write(mmap_lock),
  ...vm_ops_open,
  link,
  ...copy_page_range,
  up_write(mmap_lock),
  run_child,
]);

const clear_memory_enable = step(
  'pci_user_write_config_word(PCI_COMMAND)',
  assign(memory_enabled, FALSE),
);

const vfio_basic_config_write = fn(
  'vfio_basic_config_write',
  {
    title: 'clear PCI_COMMAND_MEMORY',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_basic_config_write()',
  },
  [
    down_read(mmap_lock),
    down_write(memory_lock),
    check(UnderMmapLock, holds(self, mmap_lock, 'read')),
    step(
      'zap_vma_ptes(each VMA of vma_list)',
      assign(parent_pte, FALSE),
      assign(child_pte, and(child_pte, not(child_tracked))),
    ),
    up_read(mmap_lock),
    clear_memory_enable,
    up_write(memory_lock),
  ],
);

const child_fault = fn(
  'vfio_pci_mmap_fault',
  {
    title: 'fork() and an access by the child',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_fault()',
  },
  [
    down_read(memory_lock),
    when(memory_enabled, [
      step(
        'io_remap_pfn_range(); __vfio_pci_add_vma()',
        assign(child_pte, TRUE),
        assign(child_tracked, TRUE),
      ),
    ]),
    up_read(memory_lock),
  ],
);

export default spec('history/hb-05', {
  summary: 'fork() copies PTEs that no list knows',
  mirrors: 'kernel/fork.c and drivers/vfio/pci/vfio_pci_core.c as of v6.6 and v6.10',
  processes: [
    process('fork', [dup_mmap(), when(not(child_pte), [child_fault()], [], 'access the BAR')]),
    process('config', [vfio_basic_config_write()]),
  ],
  races: [pageTables(parent_pte), pageTables(child_pte)],
  survivors: [
    unnoticed(
      'before v6.10 the driver zaps what is on its own list: nobody looks for a VMA in the tree of the file',
      'dup_mmap: drop vma_interval_tree_insert_after(child)',
      'dup_mmap: vma_interval_tree_insert_after(child) after mmap_lock is released',
      'dup_mmap: swap vma_interval_tree_insert_after(child) and copy_page_range()',
    ),
    unnoticed(
      'the child has the mmap_lock of its own address space, and that is complete when the child runs',
      'dup_mmap: swap up_write(&mmap_lock) and wake_up_new_task()',
    ),
  ],
  properties: [
    property('PteImpliesDecode', 'A PTE that can be used exists only while memory decode is on.', [
      clause('parent', { given: parent_pte, then: memory_enabled }),
      clause('child', { given: and(child_pte, child_runs), then: memory_enabled }),
    ]),
    UnderMmapLock,
    allReleased({ rwsems: [mmap_lock, memory_lock] }),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 VMA, mapped or not, 1 fork, 1 access by the child, 1 write of PCI_COMMAND',
      goals: [
        goal('fork copies a PTE', and(child_pte, not(child_runs))),
        goal('the child runs with a PTE', and(child_pte, child_runs)),
        goal('the child runs after memory decode is off', and(child_runs, not(memory_enabled))),
      ],
    }),
  ],
  base: variant('open-first', {
    summary: 'the new VMA is zapped, then the PTEs are copied',
    ref: 'backport of 35e351780fa9 to v6.6',
    expect: { small: violates('PteImpliesDecode') },
  }),
  variants: [
    variant('copy-first', {
      summary: 'the PTEs are copied, then the new VMA is zapped',
      replace: {
        dup_mmap: [
          down_write(mmap_lock),
          link,
          ...copy_page_range,
          ...vm_ops_open,
          up_write(mmap_lock),
          run_child,
        ],
      },
      ref: 'before 35e351780fa9',
      expect: { small: allHold },
    }),
    variant('address-space', {
      summary: 'no list and no open callback: unmap_mapping_range() finds every VMA of the file',
      replace: {
        dup_mmap: [down_write(mmap_lock), link, ...copy_page_range, up_write(mmap_lock), run_child],
        vfio_basic_config_write: [
          down_write(memory_lock),
          step('unmap_mapping_range()#parent', assign(parent_pte, FALSE)),
          step('unmap_mapping_range()#child', assign(child_pte, and(child_pte, not(child_linked)))),
          clear_memory_enable,
          up_write(memory_lock),
        ],
      },
      ref: 'aac6db75a9fc',
      expect: { small: allHold },
    }),
    variant('child-before-parent', {
      summary: 'unmap_mapping_range() finds the VMA of the child before that of the parent',
      from: 'address-space',
      replace: {
        vfio_basic_config_write: [
          down_write(memory_lock),
          step('unmap_mapping_range()#child', assign(child_pte, and(child_pte, not(child_linked)))),
          step('unmap_mapping_range()#parent', assign(parent_pte, FALSE)),
          clear_memory_enable,
          up_write(memory_lock),
        ],
      },
      ref: 'derived',
      expect: { small: violates('PteImpliesDecode') },
    }),
  ],
});
