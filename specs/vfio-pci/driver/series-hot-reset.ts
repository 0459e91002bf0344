/**
 * Hot reset as of the series: vdev and the peer are locked without waiting and revoked at once, set to D0, and reset by one bus reset.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset() as of v4 6/9. It revokes *before* D0, and the reset ioctl after it.
 * The caller owns both devices and both are open, so `open_count` is not asked; the runtime-PM references are left out.
 */
import {
  and,
  assign,
  type Body,
  check,
  down_write_trylock,
  eq,
  FALSE,
  fn,
  goto,
  label,
  mutex_lock,
  mutex_unlock,
  oneOf,
  process,
  rest,
  step,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from './admin.ts';
import { dev_set_lock } from './close.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  in_reset,
  memory_lock,
  phys_mem,
  vfio_pci_set_power_state,
  virt_mem,
} from './device.ts';
import { hot_resets } from './lifecycle-bounds.ts';
import { peer_memory_lock, peer_state } from './peer.ts';
import {
  peer_in_reset,
  peer_memory_enabled,
  peer_phys_mem,
  peer_vfio_pci_set_power_state,
  peer_vfio_pci_unrevoke_bars,
  peer_vfio_pci_zap_revoke_bars,
  peer_virt_mem,
} from './peer-device.ts';
import { vfio_pci_unrevoke_bars, vfio_pci_zap_revoke_bars } from './revoke.ts';

/** One reset for all devices of the bus, or -EAGAIN when somebody outside holds one of them. */
export const pci_reset_bus = fn(
  'pci_reset_bus',
  { mirrors: 'drivers/pci/pci.c: pci_reset_bus()' },
  [
    oneOf(
      [
        step(
          'bus reset begins',
          assign(current_state, D0),
          assign(phys_mem, FALSE),
          assign(in_reset, TRUE),
          assign(peer_state, D0),
          assign(peer_phys_mem, FALSE),
          assign(peer_in_reset, TRUE),
        ),
        step(
          'bus reset ends',
          assign(in_reset, FALSE),
          assign(phys_mem, virt_mem),
          assign(peer_in_reset, FALSE),
          assign(peer_phys_mem, peer_virt_mem),
        ),
      ],
      [step('return -EAGAIN')],
    ),
  ],
);

/** -EBUSY for the first device; nothing is locked yet. */
export const tryVdev = down_write_trylock(memory_lock, [], [goto('err_unlock')]);
/** -EBUSY for the second one: vdev is given back. */
export const tryPeer = down_write_trylock(peer_memory_lock, [], [goto('err_undo')]);

export const assertAwake = check(S_D0RESET, and(eq(current_state, D0), eq(peer_state, D0)));

export const undoPeer: Body = [
  when(peer_memory_enabled, [peer_vfio_pci_unrevoke_bars()]),
  up_write(peer_memory_lock),
];
export const undoVdev: Body = [
  label('err_undo'),
  when(__vfio_pci_memory_enabled, [vfio_pci_unrevoke_bars()]),
  up_write(memory_lock),
];

export const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [
    mutex_lock(dev_set_lock),
    tryVdev,
    vfio_pci_zap_revoke_bars(),
    tryPeer,
    peer_vfio_pci_zap_revoke_bars(),
    vfio_pci_set_power_state(D0),
    peer_vfio_pci_set_power_state(D0),
    assertAwake,
    pci_reset_bus(),
    ...undoPeer,
    ...undoVdev,
    label('err_unlock'),
    mutex_unlock(dev_set_lock),
  ],
);

export const hotResetter = process('hot_resetter', { count: hot_resets }, [
  rest(vfio_pci_dev_set_hot_reset()),
]);
