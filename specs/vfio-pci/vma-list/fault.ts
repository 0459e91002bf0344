/**
 * The page fault of 6.1, which maps the whole VMA at once, and reading a BAR through the device fd.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_rdwr.c of 6.1. A load that finds a page changes nothing. After a fault it is
 * not retried: a second access of the budget does that.
 */
import {
  assign,
  type Body,
  c,
  check,
  down_read,
  fn,
  goto,
  label,
  mutex_lock,
  mutex_unlock,
  not,
  note,
  oneOf,
  or,
  param,
  property,
  step,
  up_read,
  when,
} from '../../../checker/lang/index.ts';
import {
  allPages,
  attached,
  hasPte,
  mmap_lock,
  pte,
  VMA,
  vm_mm,
  vm_private_data,
  zap,
} from '../driver/address-space.ts';
import { __vfio_pci_memory_enabled, memory_lock, pm_runtime_engaged } from '../driver/vdev.ts';
import { mayBeMapped, S_FAULT } from '../driver/vdev-properties.ts';
import { ifListed, isOnList, listAdd, vma_lock } from './list.ts';

export const S_BUG = property(
  'S-BUG',
  'io_remap_pfn_range() never runs on a VMA that is mapped already: it would BUG().',
);

export const vma = param('vma', VMA);
const vdev = vm_private_data(vma);

/** -SIGBUS while the device must not be touched. */
export const refuseFault = when(
  or(pm_runtime_engaged.at(vdev), not(__vfio_pci_memory_enabled(vdev))),
  [goto('up_out')],
  [],
  'if (pm_runtime_engaged || !__vfio_pci_memory_enabled())',
);

/** `io_remap_pfn_range()`, which may fail. */
export const remap: Body = [
  check(S_FAULT, mayBeMapped(vdev)),
  check(S_BUG, not(hasPte(vma))),
  oneOf(
    [step(c`io_remap_pfn_range(${vma})`, assign(pte.at(vma), allPages))],
    [
      step(c`io_remap_pfn_range(${vma}) fails`),
      note('remap', step(c`zap_vma_ptes(${vma})`, zap(vma))),
      goto('up_out'),
    ],
  ),
];

/** `__vfio_pci_add_vma()`, which may run out of memory. */
export const addVma: Body = [
  oneOf(
    [step('__vfio_pci_add_vma()', ...listAdd(vma))],
    [step('__vfio_pci_add_vma() = -ENOMEM'), note('add', step(c`zap_vma_ptes(${vma})`, zap(vma)))],
  ),
];

/** The fault: the whole VMA is mapped and goes on the list, unless it is there already. */
export const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  { params: [vma], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_fault()' },
  [
    mutex_lock(vma_lock.at(vdev)),
    down_read(memory_lock.at(vdev)),
    refuseFault,
    when(isOnList(vma), [goto('up_out')], [], ifListed(vma)),
    ...remap,
    ...addVma,
    label('up_out'),
    up_read(memory_lock.at(vdev)),
    mutex_unlock(vma_lock.at(vdev)),
  ],
);

/** A load from a BAR: a fault if there is no page, and nothing else to see if there is one. */
export const user_access = fn(
  'user_access',
  { params: [vma], title: 'user access to a BAR', mirrors: 'mm/memory.c: handle_mm_fault()' },
  [
    when(
      not(hasPte(vma)),
      [
        down_read(mmap_lock.at(vm_mm(vma))),
        when(attached.at(vma), [vfio_pci_mmap_fault(vma)], [], c`if (find_vma(${vma}))`),
        up_read(mmap_lock.at(vm_mm(vma))),
      ],
      [],
      c`load from ${vma}: if (!pte)`,
    ),
  ],
);
