/**
 * Mutants of the safe code that no property of `vfio-pci/vma-list` notices, and why none should.
 */
import { unnoticed } from '../../../checker/lang/index.ts';
import { EXCLUSIVE_IS_STRONGER } from '../driver/survivors.ts';

export const survivors = [
  unnoticed(
    'a config write that fails changes nothing, with the lock or without it',
    'vfio_basic_config_write: swap pci_write_config_word(PCI_COMMAND, new_mem) fails and up_write(&memory_lock[vdev])#error',
  ),
  unnoticed(
    EXCLUSIVE_IS_STRONGER,
    'munmap: swap downgrade_write(&mmap_lock[vma->vm_mm]) and unmap_vmas(vma)#downgraded',
  ),
  unnoticed(
    'vma_lock guards the list, and who finds the VMA there before it is closed finds it without pages',
    'munmap: swap vfio_pci_mmap_close(vma)#downgraded and up_read(&mmap_lock[vma->vm_mm])',
  ),
  unnoticed(
    'nobody looks into the address space of the child before fork lets its mmap_lock go',
    'dup_mmap: swap mas_store(v2) and copy_page_range(v2, v1)',
  ),
  unnoticed(
    'a fault on a VMA that is mapped finds it on the list and is done',
    'user_access: load from vma: if (!pte) always',
  ),
  unnoticed(
    'the conjunct is the first entry itself, whose address space the C code reads; a round for another one zaps nothing',
    "vfio_pci_zap_and_vma_lock: drop conjunct 'some(vma: (vma == v1 || vmas == 2) && vma_list[vdev][0] == vma && (mms == 2 && vma == v2 ? mm2 : mm1) == mm)' in mmget_not_zero(mm) = 1",
  ),
  unnoticed(
    'a trylock that fails without need costs a hot reset that gives up with -EBUSY',
    'vfio_pci_zap_and_vma_lock: drop down_read_trylock(&mmap_lock[mm]) = 0',
    "vfio_pci_zap_and_vma_lock: drop conjunct '!(mmap_lock[mm].writer == NULL && mmap_lock[mm].waiting == {})' in down_read_trylock(&mmap_lock[mm]) = 0",
    'vfio_pci_zap_and_vma_lock: drop mutex_trylock(&vma_lock[vdev]) = 0#again',
    "vfio_pci_zap_and_vma_lock: drop conjunct 'vma_lock[vdev].owner != NULL' in mutex_trylock(&vma_lock[vdev]) = 0#again",
  ),
  unnoticed(
    'it waits where the trylock would have failed, and with mmap_lock held to wait for vma_lock is in order',
    "vfio_pci_zap_and_vma_lock: negate 'vma_lock[vdev].owner != NULL' in mutex_trylock(&vma_lock[vdev]) = 0#again",
  ),
];
