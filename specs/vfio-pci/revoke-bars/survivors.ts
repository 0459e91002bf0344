/**
 * Mutants of the safe code that no property of `vfio-pci/revoke-bars` notices, and why none should.
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
  UNDER_LOCK_OR_ALONE,
  UNDER_MEMORY_LOCK,
  UNDER_RESV,
} from '../driver/survivors.ts';

const inOperations = [
  unnoticed(
    'the order of v1 (variant v1-order), which the list asked about: in D3 there is nothing left to revoke, and in D0 no transition',
    'vfio_pci_ioctl_reset: swap vfio_pci_set_power_state(D0) and vfio_pci_zap_revoke_bars()',
  ),
  unnoticed(
    'a write that only enables revokes for nothing, and un-revokes before it lets the lock go',
    'vfio_lock_and_set_power_state: if (state == D3) always',
    'peer_vfio_lock_and_set_power_state: if (state == D3) always',
    'vfio_basic_config_write: if (new_mem) never',
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
    'memory_lock is held for write and keeps every fault out: which kind of mapping goes first nobody sees',
    'vfio_pci_zap_revoke_bars: swap vfio_pci_dma_buf_move(true) and vfio_pci_zap_bars()',
  ),
  unnoticed(
    'vdev is revoked before any device leaves its power state, and if the peer is busy nothing happens to it that needs a revoke',
    'vfio_pci_dev_set_hot_reset: swap vfio_pci_zap_revoke_bars() and down_write_trylock(&peer_memory_lock) = 1 or down_write_trylock(&peer_memory_lock) = 0',
  ),
];

const inMappings = [
  unnoticed(
    FAULT_ASKS_AGAIN,
    'user_access: load from vma: if (!pte[vma]) always',
    'client_access: load from CLIENT: if (!pte[CLIENT]) always',
  ),
  unnoticed(
    'nobody unmaps the BAR of the peer, so that the fault finds its VMA without mmap_lock too',
    'peer_user_access: if (find_vma(PEER_VMA)) after peer_mmap_lock is released',
  ),
  unnoticed(
    'mmap_lock is for the address space, in which the VMA is not yet: the buffer is listed under memory_lock',
    'vfio_pci_core_mmap: vfio_pci_core_mmap_prep_dmabuf() before mmap_lock is taken',
  ),
  unnoticed(
    'the count of the file needs no mmap_lock, and the last fput() only queues the release',
    'munmap: swap fput()#downgraded and up_read(&mmap_lock)',
    'munmap: swap fput()#exclusive and up_write(&mmap_lock)',
  ),
  unnoticed(
    'the VMA is detached and has no page any more: a zap that still finds it in the tree takes nothing',
    'client_munmap: swap unlink_file_vma()#downgraded and up_read(&client_mmap_lock)',
    'client_munmap: swap unlink_file_vma()#exclusive and up_write(&client_mmap_lock)',
  ),
  unnoticed(
    NOT_LISTED_YET,
    'vfio_pci_core_mmap_prep_dmabuf: swap dma_buf_export() and down_write(&memory_lock)',
  ),
  unnoticed(
    ONE_WRITER,
    'vfio_pci_core_mmap_prep_dmabuf: read lock down_write(&memory_lock)',
    'vfio_pci_dma_buf_release: read lock down_write(&memory_lock)',
  ),
];

const inMove = [
  unnoticed(
    'the test saves work: what is revoked has no mapping left to wait for or to zap, and an un-revoke of what is not revoked changes nothing',
    'vfio_pci_dma_buf_move: if (revoked[buffer] != revoke) always',
    'peer_vfio_pci_dma_buf_move: if (revoked[buffer] != revoke) always',
    "vfio_pci_dma_buf_set_status: drop conjunct '(!revoked[priv] ? OK : (perm_revoked[priv] ? PERM_REVOKED : TEMP_REVOKED)) != new_status' in if (status[priv] != PERM_REVOKED && status[priv] != new_status)",
  ),
  unnoticed(
    'the variant temp-to-perm-wait: the count of a revoked buffer is armed again, so that the second wait is over at once',
    'vfio_pci_dma_buf_set_status: drop re-check if (was_revoked)',
  ),
  unnoticed(
    RELEASE_WAITS,
    'vfio_pci_dma_buf_move: swap if (revoke) and fput(buffer)',
    'peer_vfio_pci_dma_buf_move: swap if (revoked[buffer] != revoke) and fput(buffer)',
  ),
  unnoticed(
    UNDER_RESV,
    'vfio_pci_dma_buf_move: swap revoked[buffer] = true and dma_buf_invalidate_mappings(importer)',
  ),
  unnoticed(
    'the count is an atomic one, and the completion wakes who waits later: neither needs the reservation lock, nor is it in the way',
    'vfio_pci_dma_buf_move: swap mutex_unlock(&resv[buffer]) and kref_put(&kref[buffer])',
    'vfio_pci_dma_buf_set_status: swap mutex_unlock(&resv[priv]) and kref_put(&kref[priv])',
  ),
  unnoticed(
    'the count is about importers and the zap about PTEs: neither waits for the other, and there is nothing new of either before the un-revoke',
    'vfio_pci_dma_buf_move: swap wait_for_completion(&comp[buffer]) and unmap_mapping_range(buffer)',
    'vfio_pci_dma_buf_move: swap unmap_mapping_range(buffer)#client and kref_init(&kref[buffer]); reinit_completion(&comp[buffer])',
    'vfio_pci_dma_buf_set_status: swap unmap_mapping_range(priv)#client and kref_init(&kref[priv]); reinit_completion(&comp[priv])',
  ),
  unnoticed(
    'nobody imports the hidden buffer of the peer: its completion is done when the wait begins',
    'peer_vfio_pci_dma_buf_move: drop wait_for_completion(&comp[buffer])',
  ),
];

const inClose = [
  unnoticed(
    'nobody closes the fd of the DMABUF here, so that the file is there with this reference and without it; dmabuf-revoke closes it under the cleanup',
    'vfio_pci_core_feature_dma_buf_revoke: swap dma_buf_get(dmabuf_fd) and READ_ONCE(priv->vdev) == vdev',
    'vfio_pci_core_feature_dma_buf_revoke: swap READ_ONCE(priv->vdev) == vdev and dma_buf_put(dmabuf)',
    'vfio_pci_dma_buf_cleanup: swap get_file_active(EXPORT) = 1 and list_del_init(&priv->dmabufs_elm); priv->vdev = NULL',
  ),
  unnoticed(
    'nobody else changes the list once the last fd is gone: in vfio-pci/dmabuf-revoke the release of a file does, and races with this',
    'vfio_pci_dma_buf_cleanup: get_file_active(EXPORT) = 1 after memory_lock is released',
  ),
  unnoticed(
    FD_IS_REGISTERED,
    'vfio_pci_dma_buf_cleanup: swap list_del_init(&priv->dmabufs_elm); priv->vdev = NULL and vfio_device_put_registration()',
  ),
  unnoticed(
    'the buffer has forgotten its device by then: the one count says nothing of the other',
    'vfio_pci_dma_buf_cleanup: swap vfio_device_put_registration() and fput(EXPORT)',
  ),
  unnoticed(
    SHADOW_IS_UNUSED,
    'vfio_pci_core_disable: swap vfio_pci_set_power_state(D0) and vfio_config_free()',
    'vfio_pci_core_disable: swap vfio_config_free() and pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
  unnoticed(
    CONFIG_IS_RESTORED,
    'vfio_pci_core_disable: swap pci_write_config_word(PCI_COMMAND, INTX_DISABLE) and reset begins',
    'vfio_pci_core_disable: drop pci_write_config_word(PCI_COMMAND, INTX_DISABLE)',
  ),
];

const inLowPower = [
  unnoticed(
    'the open fd has a reference of its own, which keeps the device awake until the entry drops it; behind that the request does nothing to the device',
    'vfio_device_fops_unl_ioctl: swap pm_runtime_resume_and_get() and vfio_pci_runtime_pm_entry()',
    'vfio_device_fops_unl_ioctl: swap vfio_pci_runtime_pm_entry() and pm_runtime_put()',
  ),
  unnoticed(
    'the PCI core saves no configuration of a device that the kernel believes to be in D3: S-SAVED of vfio-pci/power asks for it',
    'rpm_suspend: drop vfio_pci_core_runtime_suspend()',
    'rpm_suspend: swap pci_save_state(); pci_finish_runtime_suspend() and current_state = D3',
    'vfio_pci_core_runtime_suspend: drop vfio_pci_set_power_state(D0)',
  ),
  unnoticed(
    'a callback that comes too early wakes the device under memory_lock, which does no harm, or misses a D3 that is written later: S-SAVED of vfio-pci/power asks for what that loses',
    'rpm_suspend: swap runtime_status = RPM_SUSPENDING and vfio_pci_core_runtime_suspend()',
  ),
  unnoticed(
    'the suspend that wants D0 goes on to D3, which the register has already',
    'pci_set_power_state: drop pci_write_config_word(PCI_PM_CTRL, D0) (2)',
  ),
  unnoticed(
    'nobody wakes the device or asks how far its suspend is, and faults are kept out by pm_runtime_engaged; vfio-pci/power has requests',
    'rpm_suspend: swap current_state = D3 and runtime_status = RPM_SUSPENDED',
  ),
];

export const survivors = [...inOperations, ...inMappings, ...inMove, ...inClose, ...inLowPower];
