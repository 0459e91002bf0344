/**
 * What must hold in every reachable state of `vfio-pci/power`, in kernel terms.
 *
 * S-FAULT, S-D0RESET, S-D0REVOKE, S-ASSERT and S-REF are asserted where the code asserts them, in `../driver`.
 */
import {
  and,
  clause,
  clauseFor,
  eq,
  every,
  gt,
  holdsAny,
  implies,
  int,
  isWriteLocked,
  named,
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
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from '../driver/admin.ts';
import { importers, op_flr, op_reset } from '../driver/bounds.ts';
import { EXPORT, isLive, resv, revoked } from '../driver/buffer.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  D3,
  hw_safe,
  in_reset,
  memory_lock,
} from '../driver/device.ts';
import { IMPORTER, mapped, S_D0REVOKE_ALONE } from '../driver/importer-state.ts';
import { S_ENTRY, S_EXIT } from '../driver/low-power-properties.ts';
import { needs_pm_restore, offersLowPower } from '../driver/power-bounds.ts';
import {
  config_intact,
  pm_runtime_engaged,
  RPM_SUSPENDED,
  runtime_status,
  S_PMCSR,
} from '../driver/power-state.ts';
import { num_vf, vfs } from '../driver/sriov.ts';
import { S_FAULT } from '../driver/user.ts';
import { mmap_lock, pte, VMA, vmaOccurs } from '../driver/vma.ts';

const hasBuffer = gt(importers, int(0));

/** Whoever holds `memory_lock` for write here is inside a revoke, reset or power sequence. */
const revokeWindow = named('in_revoke_window', isWriteLocked(memory_lock));

const noPte = named(
  'no_pte',
  every(VMA, (vma) => not(pte.at(vma))),
);
const noImporterMapped = named(
  'no_importer_mapped',
  every(IMPORTER, (importer) => not(mapped.at(importer))),
);
const bufferRevoked = named('exported_buffer_revoked', implies(isLive(EXPORT), revoked.at(EXPORT)));

const S_ACCESS = property(
  'S-ACCESS',
  'No PTE and no importer mapping is usable while the device must not be touched.',
  [
    clauseFor(VMA, 'pte', (vma) => ({ given: and(vmaOccurs(vma), pte.at(vma)), then: hw_safe })),
    clauseFor(IMPORTER, 'importer', (importer) => ({ given: mapped.at(importer), then: hw_safe })),
  ],
);

const S_SRIOV = property('S-SRIOV', 'While there are virtual functions, the device is in D0.', [
  clause('the device is in D0', { given: and(vfs, num_vf), then: eq(current_state, D0) }),
]);

const S_IMP = property('S-IMP', 'An importer mapping does not outlive the revoke of its DMABUF.', [
  clauseFor(IMPORTER, 'importer', (importer) => ({
    given: and(mapped.at(importer), revoked.at(EXPORT)),
    then: revokeWindow,
  })),
]);

const resetting = and(or(op_reset, op_flr), in_reset);

const S_REVRESET = property(
  'S-REVRESET',
  'While the device is in reset there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clause('pte', { given: resetting, then: noPte }),
    clause('importer', { given: resetting, then: noImporterMapped }),
    clause('revoked', { given: and(hasBuffer, resetting), then: bufferRevoked }),
  ],
);

const suspended = and(offersLowPower, eq(runtime_status, RPM_SUSPENDED));

const S_SUSPEND = property(
  'S-SUSPEND',
  'While the device is runtime suspended there is no PTE, no importer mapping, and no DMABUF that an importer could map.',
  [
    clause('pte', { given: suspended, then: noPte }),
    clause('importer', { given: suspended, then: noImporterMapped }),
    clause('revoked', { given: and(hasBuffer, suspended), then: bufferRevoked }),
  ],
);

const S_AVAIL = property(
  'S-AVAIL',
  'With no operation in flight, memory enabled and low power not engaged, no DMABUF stays revoked.',
  [
    clause('revoked', {
      given: and(
        hasBuffer,
        quiescent(),
        __vfio_pci_memory_enabled,
        not(pm_runtime_engaged),
        isLive(EXPORT),
      ),
      then: not(revoked.at(EXPORT)),
    }),
  ],
);

const S_SAVED = property(
  'S-SAVED',
  'With no operation in flight, a device in D0 has the configuration that the user gave it.',
  [
    clause('intact', {
      given: and(needs_pm_restore, quiescent(), eq(current_state, D0)),
      then: config_intact,
    }),
  ],
);

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(holdsAny(p, memory_lock)),
      not(holdsAny(p, mmap_lock)),
      implies(hasBuffer, not(ownsMutex(p, resv.at(EXPORT)))),
    ),
  })),
]);

const asleep = and(or(eq(current_state, D3), pm_runtime_engaged), not(revokeWindow));

/** Why zap and revoke commute with the transition to D0: asleep, or about to be, there is nothing left to zap or to revoke. */
const I_NOMAP = property(
  'I-NOMAP',
  'In D3 or with low power engaged, outside of a revoke, there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clause('pte', { given: asleep, then: noPte }),
    clause('importer', { given: asleep, then: noImporterMapped }),
    clause('revoked', { given: and(hasBuffer, asleep), then: bufferRevoked }),
  ],
);

export const properties = [
  S_ACCESS,
  S_FAULT,
  S_IMP,
  S_REVRESET,
  S_SUSPEND,
  S_D0RESET,
  S_D0REVOKE_ALONE,
  S_LOCKBAL_IDLE,
  S_ASSERT,
  S_REF,
  S_AVAIL,
  S_SAVED,
  S_PMCSR,
  S_ENTRY,
  S_EXIT,
  S_SRIOV,
  I_NOMAP,
];
