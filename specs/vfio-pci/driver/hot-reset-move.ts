/**
 * Hot reset in 6.19 to 7.1: every device of the set is locked without waiting, moved and zapped; then D0, and one bus reset for all.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset(). The set is vdev and, with `peers`, the peer behind it. So vdev
 * is revoked *before* its D0 here and after it in the reset ioctl. Who owns the devices is not asked: the caller does. A device that is closed
 * has no config shadow, which `__vfio_pci_memory_enabled()` reads.
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
  given,
  goto,
  gt,
  implies,
  int,
  label,
  mutex_lock,
  mutex_unlock,
  oneOf,
  process,
  range,
  rest,
  step,
  TRUE,
  up_write,
  variable,
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
import { closes, hot_resets, peer, peers, vdev } from './lifecycle-bounds.ts';
import { vfio_pci_dma_buf_move } from './move.ts';
import { peer_memory_lock, peer_state } from './peer.ts';
import { assertConfig, vconfig } from './registration.ts';
import { vfio_pci_zap_bars } from './revoke.ts';

/** `vdev->open_count`, under `dev_set->lock`. */
export const open_count = variable('open_count', range(0, 1), int(1));

/** What the PCI core saved of the memory bit: the user's, or none since the close wrote the register. */
const saved_mem = and(implies(closes, vconfig), virt_mem);

/** The bus reset: one for all devices of the set, or -EAGAIN when somebody outside holds one of them. */
const pci_reset_bus = fn('pci_reset_bus', { mirrors: 'drivers/pci/pci.c: pci_reset_bus()' }, [
  oneOf(
    [
      step(
        'bus reset begins',
        assign(current_state, D0),
        assign(peer_state, D0),
        assign(phys_mem, FALSE),
        assign(in_reset, TRUE),
      ),
      step('bus reset ends', assign(in_reset, FALSE), assign(phys_mem, saved_mem)),
    ],
    [step('return -EAGAIN')],
  ),
]);

const setEachToD0: Body = [
  vfio_pci_set_power_state(D0),
  given(peers, [step('pci_set_power_state(peer, D0)', assign(peer_state, D0))]),
];

const allInD0 = and(eq(current_state, D0), implies(peers, eq(peer_state, D0)));

/** Un-revokes vdev, if it is open and memory is enabled. */
export const unrevokeIfOpen: Body = [
  given(
    closes,
    [
      when(gt(open_count, int(0)), [
        assertConfig,
        when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)]),
      ]),
    ],
    [when(__vfio_pci_memory_enabled, [vfio_pci_dma_buf_move(vdev, FALSE)])],
  ),
];

/** A device of the set is locked or the whole reset is given up; `revoke` stands between the lock and the next device. */
export const hotReset = (revoke: Body, revokePeer: Body, unrevoke: Body): Body => [
  mutex_lock(dev_set_lock),
  down_write_trylock(memory_lock, [], [goto('out')]),
  ...revoke,
  given(peers, [down_write_trylock(peer_memory_lock, [], [goto('err_undo')]), ...revokePeer]),
  ...setEachToD0,
  check(S_D0RESET, allInD0),
  pci_reset_bus(),
  given(peers, [vfio_pci_dma_buf_move(peer, FALSE), up_write(peer_memory_lock)]),
  label('err_undo'),
  ...unrevoke,
  up_write(memory_lock),
  label('out'),
  mutex_unlock(dev_set_lock),
];

export const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  hotReset(
    [vfio_pci_dma_buf_move(vdev, TRUE), vfio_pci_zap_bars()],
    [vfio_pci_dma_buf_move(peer, TRUE)],
    unrevokeIfOpen,
  ),
);

/** Resets the set, through vdev or through the peer. */
export const hotResetter = process('hot_resetter', { count: hot_resets }, [
  rest(vfio_pci_dev_set_hot_reset()),
]);
