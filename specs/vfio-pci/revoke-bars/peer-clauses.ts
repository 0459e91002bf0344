/**
 * The clauses of the properties of `vfio-pci/revoke-bars` that speak of the peer, the second device of a hot reset.
 */
import {
  and,
  clause,
  eq,
  holds,
  implies,
  inside,
  named,
  not,
  or,
  PROCESS,
  quiescent,
  some,
} from '../../../checker/lang/index.ts';
import { isLive, PEER, revoked } from '../driver/buffer.ts';
import { D3 } from '../driver/device.ts';
import { peer_memory_lock, peer_state } from '../driver/peer.ts';
import { hasPeer } from '../driver/peer-bounds.ts';
import {
  peer_hw_safe,
  peer_in_reset,
  peer_memory_enabled,
  peer_vfio_lock_and_set_power_state,
} from '../driver/peer-device.ts';
import { vfio_pci_dev_set_hot_reset } from '../driver/series-hot-reset.ts';
import { PEER_VMA, pte } from '../driver/vma.ts';

const peerWindow = named(
  'in_revoke_window(peer)',
  some(PROCESS, (p) =>
    and(
      holds(p, peer_memory_lock, 'write'),
      or(inside(p, vfio_pci_dev_set_hot_reset), inside(p, peer_vfio_lock_and_set_power_state)),
    ),
  ),
);

const isRevoked = implies(isLive(PEER), revoked.at(PEER));
const hasPte = pte.at(PEER_VMA);
const isAsleep = and(hasPeer, eq(peer_state, D3), not(peerWindow));

export const peerAccess = clause('peer', { given: and(hasPeer, hasPte), then: peer_hw_safe });

export const peerPte = clause('peer', {
  given: and(hasPeer, hasPte, revoked.at(PEER)),
  then: peerWindow,
});

export const peerReset = [
  clause('peer pte', { given: and(hasPeer, peer_in_reset), then: not(hasPte) }),
  clause('peer revoked', { given: and(hasPeer, peer_in_reset), then: isRevoked }),
];

export const peerAvailable = clause('peer', {
  given: and(hasPeer, quiescent(), peer_memory_enabled, isLive(PEER)),
  then: not(revoked.at(PEER)),
});

export const peerAsleep = [
  clause('peer pte', { given: isAsleep, then: not(hasPte) }),
  clause('peer revoked', { given: isAsleep, then: isRevoked }),
];
