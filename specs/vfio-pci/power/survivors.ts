/**
 * Mutants of the safe code that no property of `vfio-pci/power` notices, and why none should.
 */
import { unnoticed } from '../../../checker/lang/index.ts';
import {
  FAULT_ASKS_AGAIN,
  NOT_LISTED_YET,
  ONE_WRITER,
  UNDER_LOCK_OR_ALONE,
  UNDER_MEMORY_LOCK,
  UNDER_RESV,
} from '../driver/survivors.ts';

export const survivors = [
  unnoticed(FAULT_ASKS_AGAIN, 'user_access: load from vma: if (!pte[vma]) always'),
  unnoticed(
    'nobody unmaps the BAR here, so that the fault finds its VMA without mmap_lock too',
    'user_access: if (find_vma(vma)) after mmap_lock is released',
  ),
  unnoticed(
    UNDER_RESV,
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
    NOT_LISTED_YET,
    'vfio_device_fops_unl_ioctl: swap dma_buf_export() and down_write(&memory_lock)',
  ),
  unnoticed(
    'the export touches no register; whether the buffer starts revoked is asked under memory_lock',
    'vfio_device_fops_unl_ioctl: swap dma_buf_export() and pm_runtime_put()',
  ),
  unnoticed(ONE_WRITER, 'vfio_device_fops_unl_ioctl: read lock down_write(&memory_lock)'),
  unnoticed(
    'with low power engaged every buffer is revoked already',
    'vfio_pci_runtime_pm_entry: swap vfio_pci_dma_buf_move(vdev, true) and if (pm_runtime_engaged)',
  ),
  unnoticed(
    UNDER_MEMORY_LOCK,
    'vfio_basic_config_write: swap pci_write_config_word(PCI_COMMAND, new_mem) or pci_write_config_word(PCI_COMMAND, new_mem) fails and vconfig[PCI_COMMAND] = new_mem',
  ),
  unnoticed(
    UNDER_LOCK_OR_ALONE,
    'pci_set_power_state: swap pci_write_config_word(PCI_PM_CTRL, D0) and current_state = state (2)',
  ),
  unnoticed(
    'requests wait until the suspend is over, and a fault is refused by pm_runtime_engaged before it asks for the power state',
    'vfio_pci_core_runtime_suspend: vfio_pci_set_power_state(D0) after memory_lock is released',
  ),
];
