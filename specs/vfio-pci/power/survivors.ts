/**
 * Mutants of the safe code that no property of `vfio-pci/power` notices, and why none should. What is not listed here is open:
 * `ordeal mutants vfio-pci/power`.
 */
import { unnoticed } from '../../../checker/lang/index.ts';

export const survivors = [
  unnoticed(
    'a fault on a page that is there asks like any other, and inserts what is there already',
    'user_access: load from vma: if (!pte[vma]) always',
  ),
  unnoticed(
    'the VMA is there throughout: nobody takes mmap_lock for write here',
    'user_access: if (find_vma(vma)) after mmap_lock is released',
  ),
  unnoticed(
    'the test saves work: a second revoke asks the importers again for what they have done',
    'vfio_pci_dma_buf_move: if (revoked[buffer] != revoke) always',
  ),
  unnoticed(
    'both are done under the reservation lock, which an importer takes before it maps',
    'vfio_pci_dma_buf_move: swap if (revoke) and dma_buf_invalidate_mappings(importer)',
  ),
  unnoticed(
    'the conjunct is the list itself: the C code walks it and has no such test to forget',
    "vfio_pci_dma_buf_move: drop conjunct 'dmabufs[buffer]' in get_file_active(buffer) = 1",
  ),
  unnoticed(
    'nobody closes the fd of the buffer here, so that the reference is never the last one',
    'vfio_pci_dma_buf_move: swap if (revoked[buffer] != revoke) and fput(buffer)',
  ),
  unnoticed(
    'nobody reaches a buffer before it is on the list, which memory_lock orders',
    'vfio_device_fops_unl_ioctl: swap dma_buf_export() and down_write(&memory_lock)',
  ),
  unnoticed(
    'the export touches no register; whether the buffer starts revoked is asked under memory_lock',
    'vfio_device_fops_unl_ioctl: swap dma_buf_export() and pm_runtime_put()',
  ),
  unnoticed(
    'there is one export; a list that two of them damage is not modelled',
    'vfio_device_fops_unl_ioctl: read lock down_write(&memory_lock)',
  ),
  unnoticed(
    'with low power engaged every buffer is revoked already',
    'vfio_pci_runtime_pm_entry: swap vfio_pci_dma_buf_move(vdev, true) and if (pm_runtime_engaged)',
  ),
  unnoticed(
    'both are written under memory_lock, and who asks for either holds it',
    'vfio_basic_config_write: swap pci_write_config_word(PCI_COMMAND, new_mem) or pci_write_config_word(PCI_COMMAND, new_mem) fails and vconfig[PCI_COMMAND] = new_mem',
    'pci_set_power_state: swap pci_write_config_word(PCI_PM_CTRL, D0) and current_state = state (2)',
  ),
  unnoticed(
    'nobody has a reference while the device suspends, and who wants one waits',
    'vfio_pci_core_runtime_suspend: vfio_pci_set_power_state(D0) after memory_lock is released',
  ),
];
