/**
 * Variants of mmap of `vfio-pci/unmap-mapping`: who populates, and who can see it.
 *
 * The thread is "[PATCH 2/2] vfio/pci: Use unmap_mapping_range()" (May 2024): a race between `unmap_mapping_range()` and the mmap callback,
 * if that populated the VMA, for `mmap_region()` calls it before `vma_link_file()`.
 */

import {
  allHold,
  also,
  and,
  assign,
  type Body,
  c,
  check,
  down_read,
  down_write,
  isIn,
  not,
  step,
  TRUE,
  up_read,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { allPages, attached, pte, vm_private_data } from '../driver/address-space.ts';
import {
  i_mmap_rwsem,
  mmap_lock_of_vma,
  vfio_pci_core_mmap,
  vma,
  vma_link_file,
} from '../driver/mapping.ts';
import { __vfio_pci_memory_enabled, memory_lock, pm_runtime_engaged } from '../driver/vdev.ts';
import { mayBeMapped, S_FAULT } from '../driver/vdev-properties.ts';
import { vma as of, page } from './fault.ts';

const vdev = vm_private_data(vma);

/** Every page of the VMA, if the device may be touched now. */
const populate: Body = [
  down_read(memory_lock.at(vdev)),
  when(
    and(__vfio_pci_memory_enabled(vdev), not(pm_runtime_engaged.at(vdev))),
    [
      check(S_FAULT, mayBeMapped(vdev)),
      step(c`io_remap_pfn_range(${vma})`, assign(pte.at(vma), allPages)),
    ],
    [],
    'if (!pm_runtime_engaged && __vfio_pci_memory_enabled())',
  ),
  up_read(memory_lock.at(vdev)),
];

/** 6.12 nvgrace-gpu: no lock, no test, and no fault handler afterwards. */
const nvgrace: Body = [step(c`remap_pfn_range(${vma})`, assign(pte.at(vma), allPages))];

const noHandler: Body = [
  when(
    not(isIn(page, pte.at(of))),
    [step('SIGBUS: no vm_ops->fault')],
    [],
    c`load from ${of}, page ${page}: if (!pte)`,
  ),
];

const seenTooLate = also(
  'S-REVRESET',
  'the page is there when the reset begins, for its VMA is not linked yet',
);

export const mmapVariants = [
  variant('populate-in-mmap', {
    summary: 'the mmap callback populates the VMA, before it is linked',
    replace: {
      vfio_pci_core_mmap: [step(c`${vma}->vm_ops = &vfio_pci_mmap_ops`), ...populate],
    },
    ref: 'Jason Gunthorpe, noted in "vfio/pci: Use unmap_mapping_range()", May 2024',
    expect: { mmap: violates('S-ACCESS', seenTooLate) },
  }),
  variant('populate-after-link', {
    summary: 'the VMA is populated once it is linked',
    replace: {
      mmap_region: [
        down_write(mmap_lock_of_vma),
        vfio_pci_core_mmap(vma),
        step(c`vma_iter_store(${vma})`, assign(attached.at(vma), TRUE)),
        vma_link_file(vma),
        ...populate,
        up_write(mmap_lock_of_vma),
      ],
    },
    ref: 'derived',
    expect: { mmap: allHold },
  }),
  variant('nvgrace-eager', {
    summary: 'the mmap callback of nvgrace-gpu: populated at once, no lock, no fault handler',
    replace: { vfio_pci_core_mmap: nvgrace, user_access: noHandler },
    set: { 'no-fault-handler': true },
    ref: 'nvgrace_gpu_mmap() of 6.12',
    status: 'candidate',
    expect: { mmap: violates('S-ACCESS', 'S-AVAIL', seenTooLate) },
  }),
  variant('nvgrace-eager-tolerant', {
    from: 'nvgrace-eager',
    summary: 'as nvgrace-eager, on hardware that answers accesses whatever its state',
    set: { hwTolerant: true },
    ref: 'nvgrace_gpu_mmap() of 6.12, and its comment on reset',
    status: 'candidate',
    expect: { mmap: violates('S-AVAIL', seenTooLate) },
  }),
  variant('nvgrace-eager-pgoff', {
    from: 'nvgrace-eager',
    summary: 'as nvgrace-eager; vm_pgoff = start_pfn takes the VMA out of the range that is zapped',
    replace: {
      vma_link_file: [
        down_write(i_mmap_rwsem.at(vdev)),
        step(c`vma_interval_tree_insert(${vma}), beyond the BARs`),
        up_write(i_mmap_rwsem.at(vdev)),
      ],
    },
    ref: 'nvgrace_gpu_mmap() of 6.12, its last line; derived',
    status: 'candidate',
    expect: { mmap: violates('S-ACCESS', seenTooLate) },
  }),
];
