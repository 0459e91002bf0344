/**
 * Mutants of the safe code that no property of `vfio-pci/unmap-mapping` notices, and why none should.
 */
import { unnoticed } from '../../../checker/lang/index.ts';
import { EXCLUSIVE_IS_STRONGER, FAULT_ASKS_AGAIN } from '../driver/survivors.ts';

export const survivors = [
  unnoticed(
    'vm_ops and flags are not modelled: a fault looks for a VMA that is attached, and for nothing else',
    'mmap_region: vfio_pci_core_mmap(vma) after mmap_lock is released',
  ),
  unnoticed(
    EXCLUSIVE_IS_STRONGER,
    'munmap: swap downgrade_write(&mmap_lock[vma->vm_mm]) and unmap_vmas(vma)#downgraded',
  ),
  unnoticed(
    FAULT_ASKS_AGAIN,
    'user_access: load from vma, page page: if (!pte) always',
    'user_access: drop re-check if (!(ret & VM_FAULT_FALLBACK))#vm_lock',
    'user_access: drop re-check if (!(ret & VM_FAULT_FALLBACK))#mmap_lock',
  ),
  unnoticed(
    'a fault that nobody serves comes again with the next access; that it is served in the end is L-FAULT, a question of liveness',
    "user_access: negate '!misaligned' in if (!(ret & VM_FAULT_FALLBACK))#vm_lock",
  ),
  unnoticed(
    'which order is tried first decides how much is mapped at once, and each insert asks under memory_lock whether it may',
    'user_access: swap if (pmd_none(vma))#mmap_lock and vfio_pci_mmap_huge_fault(vma, page, 0)',
    "user_access: negate '!!(pte[vma] == {})' in if (pmd_none(vma))#mmap_lock",
  ),
];
