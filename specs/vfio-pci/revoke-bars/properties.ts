/**
 * What must hold in every reachable state of `vfio-pci/revoke-bars`, in kernel terms.
 *
 * S-FAULT, S-D0RESET, S-D0REVOKE, S-ASSERT and S-LOCKBAL are asserted where the code asserts them, in `../driver`.
 * Not here: S-SAVED, which needs the saved configuration.
 */
import {
  and,
  clause,
  clauseFor,
  cond,
  eq,
  every,
  holds,
  holdsAny,
  implies,
  inside,
  int,
  named,
  ne,
  not,
  or,
  ownsMutex,
  PROCESS,
  property,
  quiescent,
  resting,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  some,
} from '../../../checker/lang/index.ts';
import {
  S_D0RESET,
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/admin.ts';
import {
  BUFFER,
  type Buffer,
  EXPORT,
  f_count,
  isLive,
  MMAP,
  occurs,
  PEER,
  perm_asked,
  perm_revoked,
  resv,
  revoked,
} from '../driver/buffer.ts';
import { client_munmap } from '../driver/client.ts';
import { hasClient, last_close } from '../driver/client-bounds.ts';
import { closedDevice, dev_set_lock, vfio_pci_dma_buf_cleanup } from '../driver/close.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D3,
  hw_safe,
  in_reset,
  memory_lock,
} from '../driver/device.ts';
import { S_LIST } from '../driver/dmabuf.ts';
import { IMPORTER, mapped, S_D0REVOKE } from '../driver/importer.ts';
import { S_ENTRY } from '../driver/low-power-properties.ts';
import { linkedClauses } from '../driver/mapping-tree.ts';
import { peer_memory_lock } from '../driver/peer.ts';
import { runtime_pm } from '../driver/power-bounds.ts';
import {
  pm_runtime_engaged,
  RPM_SUSPENDED,
  runtime_status,
  S_PMCSR,
} from '../driver/power-state.ts';
import { priv_vdev, S_UAF } from '../driver/registration.ts';
import { vfio_pci_dev_set_hot_reset } from '../driver/series-hot-reset.ts';
import { vfio_pci_runtime_pm_entry } from '../driver/series-low-power.ts';
import { hasStatus, S_OWNER, vfio_pci_core_feature_dma_buf_revoke } from '../driver/status.ts';
import { munmap, S_FAULT } from '../driver/user.ts';
import {
  attached,
  BUF,
  CLIENT,
  client_mmap_lock,
  mmap_lock,
  PEER_VMA,
  peer_mmap_lock,
  pte,
  VMA,
  vmaOccurs,
} from '../driver/vma.ts';
import { peerAccess, peerAsleep, peerAvailable, peerPte, peerReset } from './peer-clauses.ts';

/** Some thread holds `memory_lock` for write and is inside a revoke, reset or power sequence. */
const revokeWindow = named(
  'in_revoke_window',
  some(PROCESS, (p) =>
    and(
      holds(p, memory_lock, 'write'),
      or(
        inside(p, vfio_pci_ioctl_reset),
        inside(p, vfio_lock_and_set_power_state),
        inside(p, vfio_basic_config_write),
        inside(p, vfio_exp_config_write),
        inside(p, vfio_pci_core_feature_dma_buf_revoke),
        inside(p, vfio_pci_dma_buf_cleanup),
        inside(p, vfio_pci_runtime_pm_entry),
        inside(p, vfio_pci_dev_set_hot_reset),
      ),
    ),
  ),
);

const noPte = named(
  'no_pte',
  every(VMA, (vma) => implies(ne(vma, PEER_VMA), not(pte.at(vma)))),
);
const noImporterMapped = named(
  'no_importer_mapped',
  every(IMPORTER, (importer) => not(mapped.at(importer))),
);
const everyBufferRevoked = named(
  'every_live_buffer_revoked',
  every(BUFFER, (buffer) =>
    implies(and(occurs(buffer), ne(buffer, PEER), isLive(buffer)), revoked.at(buffer)),
  ),
);

const S_ACCESS = property(
  'S-ACCESS',
  'No PTE and no importer mapping is usable while the device must not be touched.',
  [
    clauseFor(VMA, 'pte', (vma) => ({
      given: and(vmaOccurs(vma), ne(vma, PEER_VMA), pte.at(vma)),
      then: hw_safe,
    })),
    peerAccess,
    clauseFor(IMPORTER, 'importer', (importer) => ({ given: mapped.at(importer), then: hw_safe })),
  ],
);

const S_PTE = property(
  'S-PTE',
  'A PTE of a mapping backed by a DMABUF does not outlive the revoke of that DMABUF.',
  [
    clause('pte', { given: and(occurs(MMAP), pte.at(BUF), revoked.at(MMAP)), then: revokeWindow }),
    clause('client', {
      given: and(vmaOccurs(CLIENT), pte.at(CLIENT), revoked.at(EXPORT)),
      then: revokeWindow,
    }),
    peerPte,
  ],
);

const S_IMP = property('S-IMP', 'An importer mapping does not outlive the revoke of its DMABUF.', [
  clauseFor(IMPORTER, 'importer', (importer) => ({
    given: and(mapped.at(importer), revoked.at(EXPORT)),
    then: revokeWindow,
  })),
]);

const S_REVRESET = property(
  'S-REVRESET',
  'While the device is in reset there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clause('pte', { given: in_reset, then: noPte }),
    clause('importer', { given: in_reset, then: noImporterMapped }),
    clause('revoked', { given: in_reset, then: everyBufferRevoked }),
    ...peerReset,
  ],
);

const isSuspended = and(runtime_pm, eq(runtime_status, RPM_SUSPENDED));

const S_SUSPEND = property(
  'S-SUSPEND',
  'While the device is suspended there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clause('pte', { given: isSuspended, then: noPte }),
    clause('importer', { given: isSuspended, then: noImporterMapped }),
    clause('revoked', { given: isSuspended, then: everyBufferRevoked }),
  ],
);

const S_AVAIL = property(
  'S-AVAIL',
  'With no operation in flight and memory enabled, no DMABUF stays revoked, unless permanently.',
  [
    clauseFor(BUFFER, 'revoked', (buffer) => ({
      given: and(
        occurs(buffer),
        ne(buffer, PEER),
        quiescent(),
        __vfio_pci_memory_enabled,
        implies(runtime_pm, not(pm_runtime_engaged)),
        isLive(buffer),
        not(perm_revoked.at(buffer)),
      ),
      then: not(revoked.at(buffer)),
    })),
    peerAvailable,
  ],
);

const unmaps = some(PROCESS, (p) => or(inside(p, munmap), inside(p, client_munmap)));

const S_LIST_OF_FILE = property(S_LIST.id, S_LIST.sentence, linkedClauses(unmaps));

/** Who has the file of a buffer when nobody uses it: the VMA of a hidden one, the fd of one that was exported. */
const keepers = (buffer: Buffer) =>
  cond(and(eq(buffer, MMAP), not(attached.at(BUF))), int(0), int(1));

const S_REF_IDLE = property(S_REF.id, S_REF.sentence, [
  clauseFor(BUFFER, 'file', (buffer) => ({
    given: and(occurs(buffer), quiescent()),
    then: eq(f_count.at(buffer), keepers(buffer)),
  })),
]);

const S_CLOSE = closedDevice(and(last_close, not(priv_vdev.at(EXPORT))));

const S_PERM = property(
  'S-PERM',
  'A DMABUF that was revoked permanently stays so, and nobody has a mapping of it any more.',
  [
    clause('forever', {
      given: and(hasStatus, perm_asked.at(EXPORT)),
      then: and(revoked.at(EXPORT), perm_revoked.at(EXPORT)),
    }),
    clause('client', {
      given: and(hasStatus, hasClient, perm_asked.at(EXPORT), not(revokeWindow)),
      then: not(pte.at(CLIENT)),
    }),
    clauseFor(IMPORTER, 'importer', (importer) => ({
      given: and(hasStatus, perm_asked.at(EXPORT), not(revokeWindow)),
      then: not(mapped.at(importer)),
    })),
  ],
);

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(holdsAny(p, memory_lock)),
      not(holdsAny(p, mmap_lock)),
      not(holdsAny(p, client_mmap_lock)),
      not(holdsAny(p, peer_memory_lock)),
      not(holdsAny(p, peer_mmap_lock)),
      not(ownsMutex(p, dev_set_lock)),
      every(BUFFER, (buffer) => implies(occurs(buffer), not(ownsMutex(p, resv.at(buffer))))),
    ),
  })),
]);

/** Why zap and revoke commute with the transition to D0: asleep, there is nothing left to zap or to revoke. */
const I_NOMAP = property(
  'I-NOMAP',
  'In D3, outside of a revoke, there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clause('pte', { given: and(eq(current_state, D3), not(revokeWindow)), then: noPte }),
    clause('importer', {
      given: and(eq(current_state, D3), not(revokeWindow)),
      then: noImporterMapped,
    }),
    clause('revoked', {
      given: and(eq(current_state, D3), not(revokeWindow)),
      then: everyBufferRevoked,
    }),
    ...peerAsleep,
  ],
);

export const properties = [
  S_ACCESS,
  S_FAULT,
  S_PTE,
  S_IMP,
  S_REVRESET,
  S_SUSPEND,
  S_D0RESET,
  S_D0REVOKE,
  S_LOCKBAL_IDLE,
  S_ASSERT,
  S_REF_IDLE,
  S_LIST_OF_FILE,
  S_AVAIL,
  S_UAF,
  S_PERM,
  S_OWNER,
  S_CLOSE,
  S_ENTRY,
  S_PMCSR,
  I_NOMAP,
];
