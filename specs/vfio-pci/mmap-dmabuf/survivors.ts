/**
 * Mutants of the safe code that no property of `vfio-pci/mmap-dmabuf` notices, and why none should.
 */
import { unnoticed } from '../../../checker/lang/index.ts';
import {
  CONFIG_IS_RESTORED,
  FAULT_ASKS_AGAIN,
  FD_IS_REGISTERED,
  NOT_LISTED_YET,
  ONE_WRITER,
  RELEASE_WAITS,
  SHADOW_IS_UNUSED,
  UNDER_MEMORY_LOCK,
  UNDER_RESV,
} from '../driver/survivors.ts';

const inMove = [
  unnoticed(
    RELEASE_WAITS,
    'vfio_pci_dma_buf_move: swap if (revoked[buffer] != revoke) and fput(buffer)',
  ),
  unnoticed(
    UNDER_RESV,
    'vfio_pci_dma_buf_move: swap if (revoke) and dma_buf_invalidate_mappings(importer)',
  ),
  unnoticed(
    'memory_lock keeps faults away from both: zap-before-wait holds',
    'vfio_pci_dma_buf_move: swap wait_for_completion(&comp[buffer]) and unmap_mapping_range(buffer)',
  ),
  unnoticed(
    'the count of a revoked buffer is for importers, its pages for the CPU; memory_lock is held until both are done',
    'vfio_pci_dma_buf_move: swap unmap_mapping_range(buffer)#client and kref_init(&kref[buffer]); reinit_completion(&comp[buffer])',
  ),
  unnoticed(
    'every mapping of a BAR is backed by a buffer, so that this zap finds nothing: the mapping tree of the device file is empty',
    'vfio_pci_zap_and_down_write_memory_lock: vfio_pci_zap_bars() before memory_lock is taken',
  ),
  unnoticed(
    UNDER_MEMORY_LOCK,
    'vfio_basic_config_write: swap pci_write_config_word(PCI_COMMAND, new_mem) or pci_write_config_word(PCI_COMMAND, new_mem) fails and vconfig[PCI_COMMAND] = new_mem',
  ),
];

const inMappings = [
  unnoticed(
    FAULT_ASKS_AGAIN,
    'user_access: load from BUF: if (!pte[BUF]) always',
    'client_access: load from CLIENT: if (!pte[CLIENT]) always',
  ),
  unnoticed(
    'the client does not unmap the DMABUF here, so that the fault finds its VMA without the lock too; in revoke-bars it does',
    'client_access: if (find_vma(CLIENT)) after client_mmap_lock is released',
  ),
  unnoticed(
    'nobody reaches the new buffer through a VMA before that is linked, and what walks the list takes memory_lock',
    'vfio_pci_core_mmap: vfio_pci_core_mmap_prep_dmabuf() before mmap_lock is taken',
  ),
  unnoticed(
    'the VMA is in no address space and in no tree any more, and the release asks for neither',
    'munmap: swap fput()#downgraded and up_read(&mmap_lock)',
    'munmap: swap fput()#exclusive and up_write(&mmap_lock)',
  ),
  unnoticed(
    'nobody unbinds the driver here, so that the device stays in memory; revoke-bars unbinds it under the fault',
    'vfio_pci_mmap_page_fault: vfio_device_try_get_registration() after resv is released',
  ),
];

const inBuffers = [
  unnoticed(
    'the fd through which the user exports or maps keeps the device registered, and nobody reaches the buffer before it is on the list',
    'vfio_pci_core_feature_dma_buf: swap vfio_device_try_get_registration() and dma_buf_export()',
    'vfio_pci_core_mmap_prep_dmabuf: swap vfio_device_try_get_registration() and dma_buf_export()',
  ),
  unnoticed(
    NOT_LISTED_YET,
    'vfio_pci_core_feature_dma_buf: swap dma_buf_export() and down_write(&memory_lock)',
    'vfio_pci_core_mmap_prep_dmabuf: swap dma_buf_export() and down_write(&memory_lock)',
  ),
  unnoticed(
    'the buffer is listed and says whether it is revoked before it has an fd; who maps it asks that under resv',
    'vfio_pci_core_feature_dma_buf: swap up_write(&memory_lock) and dma_buf_fd() or dma_buf_fd() fails',
  ),
  unnoticed(
    'a hidden buffer keeps the device file until after its release, so that this registration is not the last one',
    'vfio_pci_dma_buf_release: swap up_write(&memory_lock) and vfio_device_put_registration()',
  ),
  unnoticed(ONE_WRITER, 'vfio_pci_dma_buf_release: read lock down_write(&memory_lock)'),
];

const inClose = [
  unnoticed(
    'nobody asks for open_count here: the hot reset, which does, is in dmabuf-revoke',
    'vfio_device_fops_release: device->open_count-- before dev_set_lock is taken',
    'vfio_device_fops_release: swap vfio_pci_core_close_device() and device->open_count--',
  ),
  unnoticed(
    'nobody unbinds the driver here, so that the device stays in memory; dmabuf-revoke unbinds it',
    'vfio_device_fops_release: swap mutex_unlock(&dev_set_lock) and vfio_device_put_registration()',
  ),
  unnoticed(
    'the hidden buffer is gone when the device is closed, and the fd of the exported one stays: nobody else is at the list',
    'vfio_pci_dma_buf_cleanup: get_file_active(buffer) = 1 or get_file_active(buffer) = 0 after memory_lock is released',
  ),
  unnoticed(
    FD_IS_REGISTERED,
    'vfio_pci_dma_buf_cleanup: swap list_del_init(&priv->dmabufs_elm); priv->vdev = NULL and vfio_device_put_registration()',
  ),
  unnoticed(
    'the buffer has forgotten its device by then, so that its release leaves the registration alone',
    'vfio_pci_dma_buf_cleanup: swap vfio_device_put_registration() and fput(buffer)',
  ),
  unnoticed(
    'low power is not entered here, and the list is empty by then: there is nothing to leave or to un-revoke',
    'vfio_pci_core_disable: drop vfio_pci_runtime_pm_exit()',
  ),
  unnoticed(
    SHADOW_IS_UNUSED,
    'vfio_pci_core_disable: swap vfio_config_free() and pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
  unnoticed(
    CONFIG_IS_RESTORED,
    'vfio_pci_core_disable: swap pci_write_config_word(PCI_COMMAND, INTX_DISABLE) and reset begins',
    'vfio_pci_core_disable: drop pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
];

export const survivors = [...inMove, ...inMappings, ...inBuffers, ...inClose];
