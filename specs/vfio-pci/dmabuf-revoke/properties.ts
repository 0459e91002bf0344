/**
 * What must hold in every reachable state of `vfio-pci/dmabuf-revoke`, in kernel terms.
 *
 * S-FAULT, S-UNMAP, S-D0RESET, S-D0REVOKE, S-ASSERT, S-REF and S-UAF are asserted where the code does it, in `../driver`. A buffer whose last reference
 * is gone is skipped by the driver: nobody can reach it any more, so S-REVRESET and S-AVAIL leave it out.
 */
import {
  add,
  and,
  clause,
  clauseFor,
  cond,
  type Expr,
  eq,
  every,
  holds,
  holdsAny,
  implies,
  inside,
  int,
  named,
  not,
  or,
  ownsMutex,
  PROCESS,
  type ProcessId,
  property,
  quiescent,
  resting,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  some,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from '../driver/admin.ts';
import { importer_kind, STUBBORN } from '../driver/bounds.ts';
import { dmabufs, EXPORT, isLive, resv, revoked } from '../driver/buffer.ts';
import { priv } from '../driver/buffer-life.ts';
import { closedDevice, dev_set_lock } from '../driver/close.ts';
import { __vfio_pci_memory_enabled, hw_safe, in_reset, memory_lock } from '../driver/device.ts';
import { child_pte, i_mmap_rwsem } from '../driver/fork.ts';
import { open_count, vfio_pci_dev_set_hot_reset } from '../driver/hot-reset-move.ts';
import { IMPORTER, mapped, S_D0REVOKE_ALONE } from '../driver/importer-state.ts';
import { pages_mutex, S_UNMAP } from '../driver/iommufd.ts';
import { vfio_device_fops_release } from '../driver/last-close.ts';
import { closes, forks, unregisters } from '../driver/lifecycle-bounds.ts';
import { vfio_pci_runtime_pm_entry } from '../driver/low-power.ts';
import { S_ENTRY, S_EXIT } from '../driver/low-power-properties.ts';
import { exporterIsPeer } from '../driver/move.ts';
import { peer_memory_lock } from '../driver/peer.ts';
import { runtime_pm } from '../driver/power-bounds.ts';
import { pm_runtime_engaged, RPM_SUSPENDED, runtime_status } from '../driver/power-state.ts';
import { priv_vdev, refcount, S_UAF } from '../driver/registration.ts';
import { S_FAULT } from '../driver/user.ts';
import { DEVFD, mmap_lock, pte, vmaOccurs } from '../driver/vma.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

/** Holds the lock of the device that exported the buffer for write. */
const holdsExporter = (p: Expr<ProcessId>): Expr<boolean> =>
  or(
    and(not(exporterIsPeer), holds(p, memory_lock, 'write')),
    and(exporterIsPeer, holds(p, peer_memory_lock, 'write')),
  );

/** Some thread holds `memory_lock` for write and is inside a revoke, reset, power or close sequence. */
const revokeWindow = named(
  'in_revoke_window',
  some(PROCESS, (p) =>
    and(
      holdsExporter(p),
      or(
        inside(p, vfio_pci_ioctl_reset),
        inside(p, vfio_lock_and_set_power_state),
        inside(p, vfio_basic_config_write),
        inside(p, vfio_exp_config_write),
        inside(p, vfio_pci_dev_set_hot_reset),
        inside(p, vfio_device_fops_release),
        inside(p, vfio_pci_runtime_pm_entry),
      ),
    ),
  ),
);

const isSuspended = and(runtime_pm, eq(runtime_status, RPM_SUSPENDED));
const notEngaged = implies(runtime_pm, not(pm_runtime_engaged));

const noImporterMapped = named(
  'no_importer_mapped',
  every(IMPORTER, (importer) => not(mapped.at(importer))),
);

/** A thread of the user or the process of a stubborn importer loads from the BAR. */
const barIsMapped = or(vmaOccurs(DEVFD), eq(importer_kind, STUBBORN));

const S_ACCESS = property(
  'S-ACCESS',
  'No PTE and no importer mapping is usable while the device must not be touched.',
  [
    clauseFor(IMPORTER, 'importer', (importer) => ({ given: mapped.at(importer), then: hw_safe })),
    clause('pte', { given: and(barIsMapped, pte.at(DEVFD)), then: hw_safe }),
    clause('child', { given: and(forks, child_pte), then: hw_safe }),
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
  'While the device is in reset there is no PTE, no importer mapping, and the live DMABUF is revoked.',
  [
    clause('importer', { given: in_reset, then: noImporterMapped }),
    clause('revoked', { given: and(in_reset, isLive(EXPORT)), then: revoked.at(EXPORT) }),
    clause('pte', { given: and(barIsMapped, in_reset), then: not(pte.at(DEVFD)) }),
    clause('child', { given: and(forks, in_reset), then: not(child_pte) }),
  ],
);

/** Some importer that is attached could map the buffer at this moment. */
const S_SUSPEND = property(
  'S-SUSPEND',
  'While the device is suspended there is no importer mapping, and none can be made.',
  [
    clause('importer', { given: isSuspended, then: noImporterMapped }),
    clause('revoked', { given: and(isSuspended, isLive(EXPORT)), then: revoked.at(EXPORT) }),
  ],
);

const S_AVAIL = property(
  'S-AVAIL',
  'With no operation in flight and memory enabled, a live DMABUF does not stay revoked.',
  [
    clause('revoked', {
      given: and(quiescent(), __vfio_pci_memory_enabled, notEngaged, isLive(EXPORT)),
      then: not(revoked.at(EXPORT)),
    }),
  ],
);

const S_LIST = property(
  'S-LIST',
  'A DMABUF on the list of a device is allocated and belongs to that device.',
  [clause('vdev', { given: dmabufs.at(EXPORT), then: and(priv.at(EXPORT), priv_vdev.at(EXPORT)) })],
);

/** One of the device itself, one of the open fd, one of a buffer that knows its device. */
const registrations = add(
  add(int(1), open_count),
  cond(and(priv.at(EXPORT), priv_vdev.at(EXPORT)), int(1), int(0)),
);

const S_REF_IDLE = property(S_REF.id, S_REF.sentence, [
  clause('registrations', {
    given: and(not(unregisters), quiescent()),
    then: eq(refcount, registrations),
  }),
]);

const S_CLOSE = closedDevice(and(closes, eq(open_count, int(0))));

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(holdsAny(p, memory_lock)),
      not(holdsAny(p, peer_memory_lock)),
      not(holdsAny(p, mmap_lock)),
      not(holdsAny(p, i_mmap_rwsem)),
      not(ownsMutex(p, resv.at(EXPORT))),
      not(ownsMutex(p, pages_mutex)),
      not(ownsMutex(p, dev_set_lock)),
    ),
  })),
]);

export const properties = [
  S_ACCESS,
  S_FAULT,
  S_IMP,
  S_UNMAP,
  S_REVRESET,
  S_D0RESET,
  S_D0REVOKE_ALONE,
  S_LOCKBAL_IDLE,
  S_ASSERT,
  S_UAF,
  S_REF_IDLE,
  S_LIST,
  S_SUSPEND,
  S_ENTRY,
  S_EXIT,
  S_CLOSE,
  S_AVAIL,
];
