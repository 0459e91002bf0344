/**
 * HB-04: a driver that populates a mapping in its mmap callback does so before the VMA is in the file's mapping tree, where a zap does
 * not see it. Mirrors the callback as in drivers/vfio/pci/nvgrace-gpu/main.c of v6.12 (which populates and relies on its hardware)
 * against vfio_pci_mmap_huge_fault() of drivers/vfio/pci/vfio_pci_core.c; raised in the series of May 2024 (aac6db75a9fc, v6.10).
 *
 * `populate-locked` gives the callback the lock of the fault handler, so that only the place of the population is left.
 * Memory decode is on throughout. A mapping that was zapped comes back by a fault. The tree's own lock makes the insertion, and the
 * walk of unmap_mapping_range(), one step.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  clause,
  configuration,
  down_read,
  down_write,
  FALSE,
  fn,
  goal,
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
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { pageTables } from './not-memory.ts';

const memory_lock = rwsem('memory_lock');
const pte = variable('pte', BOOLEAN, FALSE);
const linked = variable('linked', BOOLEAN, FALSE);
const in_reset = variable('in_reset', BOOLEAN, FALSE);

const populate = step('remap_pfn_range()', assign(pte, TRUE));

const nvgrace_gpu_mmap = fn(
  'nvgrace_gpu_mmap',
  { mirrors: 'drivers/vfio/pci/nvgrace-gpu/main.c: nvgrace_gpu_mmap()' },
  [populate],
);

const mmap_region = fn(
  'mmap_region',
  { title: 'mmap() of the BAR', mirrors: 'mm/mmap.c: mmap_region()' },
  [nvgrace_gpu_mmap(), step('vma_link_file()', assign(linked, TRUE))],
);

const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  {
    title: 'user access to the BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()',
  },
  [down_read(memory_lock), step('vmf_insert_pfn()', assign(pte, TRUE)), up_read(memory_lock)],
);

const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    down_write(memory_lock),
    step('unmap_mapping_range()', assign(pte, and(pte, not(linked)))),
    step('the reset begins', assign(in_reset, TRUE)),
    step('the reset ends', assign(in_reset, FALSE)),
    up_write(memory_lock),
  ],
);

export default spec('history/hb-04', {
  summary: 'what mmap() populates is invisible to a zap until the VMA is linked',
  mirrors: 'drivers/vfio/pci as of v6.12 and mm/mmap.c; never shipped in the core driver',
  processes: [
    process('user', [
      mmap_region(),
      when(not(pte), [vfio_pci_mmap_huge_fault()], [], 'access the BAR'),
    ]),
    process('reset', [vfio_pci_ioctl_reset()]),
  ],
  races: [
    pageTables(pte),
    notMemory(linked, 'the tree of mappings of a file, walked and changed under i_mmap_rwsem'),
  ],
  properties: [
    property('NoPteInReset', 'No PTE of the BAR exists while the device is in reset.', [
      clause('no PTE', { given: in_reset, then: not(pte) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 mmap of 1 page, 1 access, 1 reset',
      goals: [
        goal('the reset runs before the VMA is linked', and(in_reset, not(linked))),
        goal('the reset runs after the VMA is linked', and(in_reset, linked)),
        goal('the BAR is mapped in the end', and(pte, linked, quiescent())),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the mmap callback populates the mapping, without a lock',
    ref: 'nvgrace-gpu of v6.12',
    expect: { small: violates('NoPteInReset') },
  }),
  variants: [
    variant('populate-locked', {
      summary: 'the mmap callback populates under memory_lock: still before the VMA is linked',
      replace: { nvgrace_gpu_mmap: [down_read(memory_lock), populate, up_read(memory_lock)] },
      ref: 'derived',
      expect: { small: violates('NoPteInReset') },
    }),
    variant('post', {
      summary: 'the mmap callback populates nothing; the fault does',
      replace: { nvgrace_gpu_mmap: [] },
      ref: 'aac6db75a9fc',
      expect: { small: allHold },
    }),
  ],
});
