/**
 * Mutants of the safe code that no property of `vfio-pci/dmabuf-revoke` notices, and why none should.
 */
import { unnoticed } from '../../../checker/lang/index.ts';
import {
  CONFIG_IS_RESTORED,
  FAULT_ASKS_AGAIN,
  FD_IS_REGISTERED,
  NOT_LISTED_YET,
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
];

const inOperations = [
  unnoticed(
    UNDER_MEMORY_LOCK,
    'vfio_basic_config_write: swap pci_write_config_word(PCI_COMMAND, new_mem) or pci_write_config_word(PCI_COMMAND, new_mem) fails and vconfig[PCI_COMMAND] = new_mem',
  ),
  unnoticed(
    'memory_lock keeps faults and un-revokes away from both; the reset ioctl zaps first',
    'vfio_pci_dev_set_hot_reset: swap vfio_pci_dma_buf_move(vdev, true) and vfio_pci_zap_bars()',
  ),
  unnoticed(
    'vdev is locked and revoked by then; if the peer is busy, vdev has been woken for nothing, as by a reset that returns -EAGAIN',
    'vfio_pci_dev_set_hot_reset: vfio_pci_set_power_state(D0) before peer_memory_lock is taken',
  ),
  unnoticed(
    'both devices are locked and revoked, and neither asks for the state of the other',
    'vfio_pci_dev_set_hot_reset: swap vfio_pci_set_power_state(D0) and pci_set_power_state(peer, D0)',
  ),
  unnoticed(FAULT_ASKS_AGAIN, 'user_access: load from vma: if (!pte[vma]) always'),
  unnoticed(
    'nobody unmaps the BAR here, so that the fault finds its VMA without mmap_lock too; a fork copies the new PTE or not, and its VMA is in the mapping tree by then',
    'user_access: if (find_vma(vma)) after mmap_lock is released',
  ),
];

const inExport = [
  unnoticed(
    'the fd through which the user exports keeps the device registered, and nobody reaches the buffer before it is on the list',
    'vfio_pci_core_feature_dma_buf: swap vfio_device_try_get_registration() and dma_buf_export()',
  ),
  unnoticed(
    NOT_LISTED_YET,
    'vfio_pci_core_feature_dma_buf: swap dma_buf_export() and down_write(&memory_lock)',
  ),
  unnoticed(
    'the buffer is listed and says whether it is revoked before it has an fd; who maps it asks that under resv',
    'vfio_pci_core_feature_dma_buf: swap up_write(&memory_lock) and dma_buf_fd() or dma_buf_fd() fails',
  ),
  unnoticed(
    'that the fd fails is the choice of this branch and no deed: whichever step of it comes first makes the choice',
    'vfio_pci_core_feature_dma_buf: swap dma_buf_fd() fails and dma_buf_put(priv->dmabuf)',
  ),
];

const inClose = [
  unnoticed(
    'both happen under dev_set_lock, and the hot reset asks for open_count with that lock held',
    'vfio_device_fops_release: swap vfio_pci_core_close_device() and device->open_count--',
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
    SHADOW_IS_UNUSED,
    'vfio_pci_core_disable: swap vfio_config_free() and pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
  unnoticed(
    CONFIG_IS_RESTORED,
    'vfio_pci_core_disable: swap pci_write_config_word(PCI_COMMAND, INTX_DISABLE) and reset begins',
    'vfio_pci_core_disable: drop pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
];

export const survivors = [...inMove, ...inOperations, ...inExport, ...inClose];
