/**
 * Hot reset of two devices that are used by two processes: the configuration of `vfio-pci/revoke-bars`, and its broken twins.
 *
 * The review of v3 asked whether a device that shares the reset may be seen half awake. v4 locks and revokes every device of the set before
 * any of them leaves its power state.
 */
import {
  allHold,
  also,
  and,
  configuration,
  eq,
  expectedRace,
  goal,
  inside,
  label,
  mutex_lock,
  mutex_unlock,
  PROCESS,
  some,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { dev_set_lock } from '../driver/close.ts';
import { D0, D3, vfio_pci_set_power_state } from '../driver/device.ts';
import { peer_state } from '../driver/peer.ts';
import {
  peer_in_reset,
  peer_vfio_pci_mmap_huge_fault,
  peer_vfio_pci_set_power_state,
  peer_vfio_pci_zap_revoke_bars,
} from '../driver/peer-device.ts';
import { current_state } from '../driver/power-state.ts';
import { vfio_pci_zap_revoke_bars } from '../driver/revoke.ts';
import {
  assertAwake,
  pci_reset_bus,
  tryPeer,
  tryVdev,
  undoPeer,
  undoVdev,
  vfio_pci_dev_set_hot_reset,
} from '../driver/series-hot-reset.ts';
import { BUF, PEER_VMA, pte } from '../driver/vma.ts';
import { during } from './goals.ts';

const peerFaults = some(PROCESS, (p) => inside(p, peer_vfio_pci_mmap_huge_fault));
const hotReset = during(vfio_pci_dev_set_hot_reset);

export const hotResetConfiguration = configuration('hot-reset', {
  summary: 'two devices of one set, used by two processes, and a hot reset of both',
  bounds:
    '2 devices, 2 processes with 1 VMA and 1 access each, 1 hot reset, 2 D0 or D3 writes of the peer',
  set: {
    touches: 1,
    'peer-touches': 1,
    'peer-writes': 2,
    'hot-resets': 1,
    admins: 0,
  },
  goals: [
    goal('the hot reset finds the peer in D3', and(hotReset, eq(peer_state, D3))),
    goal('the hot reset finds both PTEs', and(hotReset, pte.at(BUF), pte.at(PEER_VMA))),
    goal('a fault of the second process waits for the reset', and(peer_in_reset, peerFaults)),
  ],
});

/** Where there is no hot reset, nothing is different. */
const alone = { 'power-core': allHold };

export const hotResetVariants = [
  variant('hot-no-revoke-peer', {
    summary: 'the hot reset revokes only the device that it was asked of',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        tryVdev,
        vfio_pci_zap_revoke_bars(),
        tryPeer,
        vfio_pci_set_power_state(D0),
        peer_vfio_pci_set_power_state(D0),
        assertAwake,
        pci_reset_bus(),
        ...undoPeer,
        ...undoVdev,
        label('err_unlock'),
        mutex_unlock(dev_set_lock),
      ],
    },
    ref: 'derived from v4 6/9',
    expect: { ...alone, 'hot-reset': violates('S-REVRESET', 'S-ACCESS') },
  }),
  variant('hot-d0-before-lock', {
    summary: 'each device is woken before it is locked',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        vfio_pci_set_power_state(D0),
        tryVdev,
        vfio_pci_zap_revoke_bars(),
        peer_vfio_pci_set_power_state(D0),
        tryPeer,
        peer_vfio_pci_zap_revoke_bars(),
        assertAwake,
        pci_reset_bus(),
        ...undoPeer,
        ...undoVdev,
        label('err_unlock'),
        mutex_unlock(dev_set_lock),
      ],
    },
    ref: 'derived from v4 6/9',
    races: [
      expectedRace(current_state, 'each device is woken before it is locked'),
      expectedRace(peer_state, 'each device is woken before it is locked'),
    ],
    expect: {
      ...alone,
      'hot-reset': violates(
        'S-D0RESET',
        also('S-AVAIL', 'the peer is woken, then found busy, and nobody un-revokes it'),
      ),
    },
  }),
  variant('hot-unlock-before-reset', {
    summary: 'the peer is given back as soon as it is awake: a half-awake device is seen',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        tryVdev,
        vfio_pci_zap_revoke_bars(),
        tryPeer,
        peer_vfio_pci_zap_revoke_bars(),
        vfio_pci_set_power_state(D0),
        peer_vfio_pci_set_power_state(D0),
        ...undoPeer,
        assertAwake,
        pci_reset_bus(),
        ...undoVdev,
        label('err_unlock'),
        mutex_unlock(dev_set_lock),
      ],
    },
    ref: 'derived from the review of v3 6/9',
    races: [expectedRace(peer_state, 'the reset finds the peer unlocked')],
    expect: {
      ...alone,
      'hot-reset': violates(
        'S-REVRESET',
        'S-ACCESS',
        also('S-D0RESET', 'the second process writes D3 before the reset begins'),
        also('S-AVAIL', 'after such a write the reset leaves the peer in D0, and revoked'),
      ),
    },
  }),
];
