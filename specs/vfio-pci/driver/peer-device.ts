/**
 * A second device of the set with all that the first one has: its state, its hidden DMABUF, and a process that maps a BAR of it.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c, vfio_pci_config.c and vfio_pci_dmabuf.c as of v4 of the series. The functions are those of the
 * first device, with the same steps from the same places; here they are called `peer_...`, for a function has one set of state.
 * The peer has no importer, no CUSTOM mapping and no command writes.
 */
import {
  BOOLEAN,
  down_read,
  down_write,
  eq,
  FALSE,
  fn,
  lockdep_assert_held_read,
  lockdep_assert_held_write,
  named,
  not,
  oneOf,
  param,
  process,
  repeat,
  rest,
  TRUE,
  up_read,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { lockAndSetPowerState } from './admin.ts';
import { PEER, revoked } from './buffer.ts';
import {
  answersMemory,
  D0,
  D3,
  type DeviceState,
  memoryEnabled,
  POWER,
  setPowerState,
} from './device-steps.ts';
import { moveDmabufs, revoke } from './dmabuf.ts';
import { peer_writes } from './lifecycle-bounds.ts';
import { peer_memory_lock, peer_state } from './peer.ts';
import { hasPeer, peer_touches } from './peer-bounds.ts';
import { accessBar, insertPte } from './user.ts';
import { PEER_VMA, peer_mmap_lock } from './vma.ts';

export const peer_virt_mem = variable('peer_virt_mem', BOOLEAN, TRUE);
export const peer_phys_mem = variable('peer_phys_mem', BOOLEAN, TRUE);
export const peer_in_reset = variable('peer_in_reset', BOOLEAN, FALSE);

const peer: DeviceState = {
  memory_lock: peer_memory_lock,
  current_state: peer_state,
  virt_mem: peer_virt_mem,
  phys_mem: peer_phys_mem,
  in_reset: peer_in_reset,
};

export const peer_memory_enabled = named('__vfio_pci_memory_enabled(peer)', memoryEnabled(peer));
export const peer_hw_safe = named('hw_safe(peer)', answersMemory(peer));

const state = param('state', POWER);

export const peer_vfio_pci_set_power_state = fn(
  'peer_vfio_pci_set_power_state',
  { params: [state], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_set_power_state()' },
  setPowerState(peer, state),
);

export const peer_vfio_pci_dma_buf_move = fn(
  'peer_vfio_pci_dma_buf_move',
  { params: [revoke], mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()' },
  moveDmabufs(peer_memory_lock, (buffer) => eq(buffer, PEER)),
);

export const peer_vfio_pci_zap_revoke_bars = fn(
  'peer_vfio_pci_zap_revoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_revoke_bars()' },
  [lockdep_assert_held_write(peer_memory_lock), peer_vfio_pci_dma_buf_move(TRUE)],
);

export const peer_vfio_pci_unrevoke_bars = fn(
  'peer_vfio_pci_unrevoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_unrevoke_bars()' },
  [lockdep_assert_held_write(peer_memory_lock), peer_vfio_pci_dma_buf_move(FALSE)],
);

export const peer_vfio_pci_lock_zap_revoke_bars = fn(
  'peer_vfio_pci_lock_zap_revoke_bars',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_lock_zap_revoke_bars()' },
  [down_write(peer_memory_lock), peer_vfio_pci_zap_revoke_bars()],
);

export const peer_vfio_lock_and_set_power_state = fn(
  'peer_vfio_lock_and_set_power_state',
  {
    params: [state],
    title: 'write PCI_PM_CTRL of the peer',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  lockAndSetPowerState(state, {
    memory_lock: peer_memory_lock,
    lockRevoke: [peer_vfio_pci_lock_zap_revoke_bars()],
    setState: peer_vfio_pci_set_power_state(state),
    memoryEnabled: peer_memory_enabled,
    unrevoke: peer_vfio_pci_unrevoke_bars(),
  }),
);

export const peer_vfio_pci_mmap_huge_fault = fn(
  'peer_vfio_pci_mmap_huge_fault',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()' },
  [
    down_read(peer_memory_lock),
    when(not(revoked.at(PEER)), [
      lockdep_assert_held_read(peer_memory_lock),
      when(peer_memory_enabled, insertPte(PEER_VMA, [peer_memory_enabled, not(revoked.at(PEER))])),
    ]),
    up_read(peer_memory_lock),
  ],
);

export const peer_user_access = fn(
  'peer_user_access',
  { title: 'second process accesses a BAR of the peer', mirrors: 'mm/memory.c: handle_mm_fault()' },
  accessBar(PEER_VMA, peer_mmap_lock, FALSE, [peer_vfio_pci_mmap_huge_fault()]),
);

export const peerUser = process('peer_user', { given: hasPeer }, [
  repeat(peer_touches, [rest(peer_user_access())]),
]);

/** The admin of the second process. */
export const peerWriter = process('peer_admin', { given: hasPeer }, [
  repeat(peer_writes, [
    rest(oneOf([peer_vfio_lock_and_set_power_state(D0)], [peer_vfio_lock_and_set_power_state(D3)])),
  ]),
]);
