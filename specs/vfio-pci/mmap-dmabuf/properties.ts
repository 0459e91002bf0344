/**
 * What must hold in every reachable state of `vfio-pci/mmap-dmabuf`, in kernel terms.
 *
 * S-FAULT, S-D0RESET, S-D0REVOKE, S-ASSERT, S-REF and S-UAF are asserted where the code does it, in `../driver`.
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
  property,
  quiescent,
  resting,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  some,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from '../driver/admin.ts';
import { mapper } from '../driver/bounds.ts';
import {
  BUFFER,
  type Buffer,
  dmabufs,
  EXPORT,
  f_count,
  isLive,
  MMAP,
  occurs,
  resv,
  revoked,
} from '../driver/buffer.ts';
import { priv } from '../driver/buffer-life.ts';
import { hasClient } from '../driver/client-bounds.ts';
import { closedDevice, dev_set_lock } from '../driver/close.ts';
import { __vfio_pci_memory_enabled, hw_safe, in_reset, memory_lock } from '../driver/device.ts';
import { device_f_count } from '../driver/device-file.ts';
import { fd } from '../driver/export.ts';
import { open_count } from '../driver/hot-reset-move.ts';
import { IMPORTER, mapped, S_D0REVOKE_ALONE } from '../driver/importer-state.ts';
import { vfio_device_fops_release } from '../driver/last-close.ts';
import { closes } from '../driver/lifecycle-bounds.ts';
import { S_EXIT } from '../driver/low-power-properties.ts';
import { linkedClauses } from '../driver/mapping-tree.ts';
import { priv_vdev, refcount, S_UAF } from '../driver/registration.ts';
import { munmap, S_FAULT } from '../driver/user.ts';
import {
  attached,
  BUF,
  CLIENT,
  client_mmap_lock,
  mmap_lock,
  pte,
  VMA,
  vmaOccurs,
} from '../driver/vma.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

/** Some thread holds `memory_lock` for write and is inside a revoke, reset, power or close sequence. */
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
        inside(p, vfio_device_fops_release),
      ),
    ),
  ),
);

const S_ACCESS = property(
  'S-ACCESS',
  'No PTE and no importer mapping is usable while the device must not be touched.',
  [
    clauseFor(VMA, 'pte', (vma) => ({ given: and(vmaOccurs(vma), pte.at(vma)), then: hw_safe })),
    clauseFor(IMPORTER, 'importer', (importer) => ({
      given: not(hw_safe),
      then: not(mapped.at(importer)),
    })),
  ],
);

const S_PTE = property(
  'S-PTE',
  'A PTE of a mapping backed by a DMABUF does not outlive the revoke of that DMABUF.',
  [
    clause('pte', {
      given: and(occurs(MMAP), revoked.at(MMAP), not(revokeWindow)),
      then: not(pte.at(BUF)),
    }),
    clause('client', {
      given: and(hasClient, revoked.at(EXPORT), not(revokeWindow)),
      then: not(pte.at(CLIENT)),
    }),
  ],
);

const S_IMP = property('S-IMP', 'An importer mapping does not outlive the revoke of its DMABUF.', [
  clauseFor(IMPORTER, 'importer', (importer) => ({
    given: and(revoked.at(EXPORT), not(revokeWindow)),
    then: not(mapped.at(importer)),
  })),
]);

const S_REVRESET = property(
  'S-REVRESET',
  'While the device is in reset there is no PTE, no importer mapping, and every live DMABUF is revoked.',
  [
    clauseFor(VMA, 'pte', (vma) => ({
      given: and(vmaOccurs(vma), in_reset),
      then: not(pte.at(vma)),
    })),
    clauseFor(IMPORTER, 'importer', (importer) => ({
      given: in_reset,
      then: not(mapped.at(importer)),
    })),
    clauseFor(BUFFER, 'revoked', (buffer) => ({
      given: and(occurs(buffer), in_reset, isLive(buffer)),
      then: revoked.at(buffer),
    })),
  ],
);

const unmaps = some(PROCESS, (p) => inside(p, munmap));

const S_LIST = property(
  'S-LIST',
  'A DMABUF on the list of a device is allocated and belongs to that device; a VMA in its mapping tree is in an address space or leaves it, and keeps the file.',
  [
    clauseFor(BUFFER, 'vdev', (buffer) => ({
      given: and(occurs(buffer), dmabufs.at(buffer)),
      then: and(priv.at(buffer), priv_vdev.at(buffer)),
    })),
    ...linkedClauses(unmaps),
  ],
);

const one = (condition: Expr<boolean>): Expr<number> => cond(condition, int(1), int(0));
const knowsDevice = (buffer: Buffer): Expr<boolean> => and(priv.at(buffer), priv_vdev.at(buffer));

/** That of a hidden buffer which is there from the start is not counted: it stays. */
const registrations = add(
  add(int(1), open_count),
  add(one(and(occurs(EXPORT), knowsDevice(EXPORT))), one(and(mapper, knowsDevice(MMAP)))),
);

/** With nobody at it, the VMA has the file of a hidden buffer, and the fd that of an exported one. */
const S_REF_IDLE = property(S_REF.id, S_REF.sentence, [
  clause('registrations', { given: quiescent(), then: eq(refcount, registrations) }),
  clause('hidden', {
    given: and(occurs(MMAP), quiescent()),
    then: eq(f_count.at(MMAP), one(attached.at(BUF))),
  }),
  clause('exported', {
    given: and(occurs(EXPORT), quiescent()),
    then: eq(f_count.at(EXPORT), one(fd)),
  }),
]);

const S_AVAIL = property(
  'S-AVAIL',
  'With no operation in flight and memory enabled, no live DMABUF stays revoked.',
  [
    clauseFor(BUFFER, 'revoked', (buffer) => ({
      given: and(occurs(buffer), quiescent(), __vfio_pci_memory_enabled, isLive(buffer)),
      then: not(revoked.at(buffer)),
    })),
  ],
);

/** Nobody has the device file any more, so that the device is closed, or somebody is about to close it. */
const S_CLOSE = closedDevice(and(closes, eq(device_f_count, int(0))));

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(holdsAny(p, memory_lock)),
      not(holdsAny(p, mmap_lock)),
      not(holdsAny(p, client_mmap_lock)),
      not(ownsMutex(p, dev_set_lock)),
      every(BUFFER, (buffer) => implies(occurs(buffer), not(ownsMutex(p, resv.at(buffer))))),
    ),
  })),
]);

export const properties = [
  S_ACCESS,
  S_FAULT,
  S_PTE,
  S_IMP,
  S_REVRESET,
  S_D0RESET,
  S_D0REVOKE_ALONE,
  S_LOCKBAL_IDLE,
  S_ASSERT,
  S_UAF,
  S_REF_IDLE,
  S_LIST,
  S_CLOSE,
  S_EXIT,
  S_AVAIL,
];
