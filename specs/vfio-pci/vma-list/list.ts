/**
 * The list of mapped VMAs that the driver keeps: `vma_lock`, `vma_list`, and the callbacks of a VMA that is copied or goes away.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c of 6.1. A VMA is on the list from its fault until it is zapped or closed; new ones come
 * first. A test of the list and the removal that follows are one step: it is only touched with `vma_lock` held.
 */
import {
  and,
  array,
  assign,
  c,
  cond,
  type Effect,
  type Expr,
  eq,
  fn,
  int,
  type LabelText,
  mutex_lock,
  mutex_unlock,
  mutexes,
  NONE,
  named,
  ne,
  optional,
  or,
  param,
  range,
  step,
  variable,
} from '../../../checker/lang/index.ts';
import { VMA, type Vma, vdevOf, vm_private_data, zap } from '../driver/address-space.ts';
import { VDEV, type Vdev } from '../driver/vdev.ts';

/** `vdev->vma_lock`: nested in `mmap_lock`, and `memory_lock` in it. */
export const vma_lock = mutexes('vma_lock', VDEV);

/** `vdev->vma_list`, its first entry at 0. */
export const vma_list = variable('vma_list', array(VDEV, array(range(0, 1), optional(VMA))), NONE);

const entries = (vdev: Vdev) => ({
  first: vma_list.at(vdev).at(int(0)),
  second: vma_list.at(vdev).at(int(1)),
});

/** `list_first_entry(&vdev->vma_list)`, or none. */
export const firstOf = (vdev: Vdev) => entries(vdev).first;

export function isOnList(vma: Vma): Expr<boolean> {
  const { first, second } = entries(vdevOf(vma));
  return named('on vma_list', or(eq(first, vma), eq(second, vma)));
}

/** The test whether a VMA is on the list, as it is printed. */
export const ifListed = (vma: Vma): LabelText => c`if (${vma} is on vma_list)`;

/** `list_add()`: at the head. */
export function listAdd(vma: Vma): readonly Effect[] {
  const { first, second } = entries(vdevOf(vma));
  return [assign(first, vma), assign(second, first)];
}

/** `list_del()` of the VMA, if it is on the list. */
export function listDel(vma: Vma): readonly Effect[] {
  const { first, second } = entries(vdevOf(vma));
  return [
    assign(first, cond(eq(first, vma), second, first)),
    assign(second, cond(and(ne(first, vma), ne(second, vma)), second, NONE)),
  ];
}

/** `list_del()` of the first entry, whatever it is. */
export function listDelFirst(vdev: Vdev): readonly Effect[] {
  const { first, second } = entries(vdev);
  return [assign(first, second), assign(second, NONE)];
}

const vma = param('vma', VMA);

/** The VMA is copied (fork): the copy is not on the list, so its pages go. */
export const vfio_pci_mmap_open = fn(
  'vfio_pci_mmap_open',
  { params: [vma], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_open()' },
  [step(c`zap_vma_ptes(${vma})`, zap(vma))],
);

/** The VMA goes away. */
export const vfio_pci_mmap_close = fn(
  'vfio_pci_mmap_close',
  { params: [vma], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_close()' },
  [
    mutex_lock(vma_lock.at(vm_private_data(vma))),
    step(c`list_del(${vma})`, ...listDel(vma)),
    mutex_unlock(vma_lock.at(vm_private_data(vma))),
  ],
);
