/**
 * The status of a DMABUF since it can be revoked permanently (patch 8/9 of the series), and the request for that.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c as of v4 (invalidate and wait only when revoking). A status has two bits here: `revoked` is
 * any status but VFIO_PCI_DMABUF_OK, `perm_revoked` is VFIO_PCI_DMABUF_PERM_REVOKED.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  cond,
  down_write,
  type Expr,
  enumeration,
  eq,
  FALSE,
  fn,
  given,
  gt,
  int,
  local,
  lockdep_assert_held_write,
  mutex_lock,
  mutex_unlock,
  NONE,
  type None,
  ne,
  not,
  note,
  optional,
  or,
  param,
  process,
  property,
  READ_ONCE,
  rest,
  returnFromFunction,
  rwsem,
  type Step,
  step,
  sub,
  TRUE,
  up_write,
  type ValueOf,
  when,
} from '../../../checker/lang/index.ts';
import {
  assertFile,
  BUFFER,
  type Buffer,
  EXPORT,
  f_count,
  perm_asked,
  perm_revoked,
  resv,
  revoked,
} from './buffer.ts';
import { op_perm, strangers } from './client-bounds.ts';
import { memory_lock } from './device.ts';
import { priv_vdev } from './registration.ts';
import { getFile, invalidate, rearm, unmapBuffer, waitForImporters } from './revoke-steps.ts';

const STATUS = enumeration('status', ['OK', 'TEMP_REVOKED', 'PERM_REVOKED']);
export const { OK, TEMP_REVOKED, PERM_REVOKED } = STATUS.values;
type Status = Expr<ValueOf<typeof STATUS>>;

/** Buffers have a status, and not a flag: only where somebody can revoke permanently. */
export const hasStatus = or(op_perm, gt(strangers, int(0)));

const priv = param('priv', BUFFER);
const new_status = param('new_status', STATUS);
const was_revoked = local('was_revoked', BOOLEAN, FALSE);

const statusOf = (buffer: Buffer): Status =>
  cond(not(revoked.at(buffer)), OK, cond(perm_revoked.at(buffer), PERM_REVOKED, TEMP_REVOKED));

const setRevokedStatus: Step = step(
  c`was_revoked = (status == TEMP_REVOKED); status = ${new_status}`,
  assign(was_revoked, revoked.at(priv)),
  assign(revoked.at(priv), TRUE),
  assign(perm_revoked.at(priv), eq(new_status, PERM_REVOKED)),
  assign(perm_asked.at(priv), or(perm_asked.at(priv), eq(new_status, PERM_REVOKED))),
);

/** The buffer is gone already: do not wait for it again. */
const skipDrained: Body = [
  when(was_revoked, [note('gone already', mutex_unlock(resv.at(priv))), returnFromFunction()]),
];

const statusDiffers = ne(statusOf(priv), new_status);
/** PERM_REVOKED is for ever, and a buffer that has the status already needs no work. */
const changesStatus = and(not(perm_revoked.at(priv)), statusDiffers);
/** As if PERM_REVOKED were no obstacle to OK. */
export const changesStatusToOk = and(
  or(eq(new_status, OK), not(perm_revoked.at(priv))),
  statusDiffers,
);

/** Arms the count and the completion of the buffer again. */
export const rearmPriv: Body = rearm(priv);

/** What differs between setters: who does nothing, who does not wait, and when the count is armed again. */
export interface SetterOptions {
  readonly changes?: Expr<boolean>;
  readonly upgrade?: Body;
  readonly afterRevoke?: Body;
  readonly beforeUnrevoke?: Body;
}

/** The setter: nothing to do, or flag, invalidate, wait and unmap, or back to OK. */
export const setStatus = (options: SetterOptions = {}): Body => {
  const {
    changes = changesStatus,
    upgrade = skipDrained,
    afterRevoke = rearmPriv,
    beforeUnrevoke = [],
  } = options;
  const revokes = [
    ...invalidate(priv, [setRevokedStatus, given(eq(new_status, PERM_REVOKED), upgrade)]),
    ...waitForImporters(priv),
    ...unmapBuffer(priv),
    ...afterRevoke,
  ];
  const unrevokes = [
    ...beforeUnrevoke,
    note('OK', mutex_lock(resv.at(priv))),
    step(
      'status = VFIO_PCI_DMABUF_OK',
      assign(revoked.at(priv), FALSE),
      assign(perm_revoked.at(priv), FALSE),
    ),
    note('OK', mutex_unlock(resv.at(priv))),
  ];
  return [
    lockdep_assert_held_write(memory_lock),
    when(
      changes,
      [given(ne(new_status, OK), revokes, unrevokes)],
      [],
      c`if (status[${priv}] != PERM_REVOKED && status[${priv}] != ${new_status})`,
    ),
  ];
};

export const vfio_pci_dma_buf_set_status = fn(
  'vfio_pci_dma_buf_set_status',
  {
    params: [priv, new_status],
    locals: [was_revoked],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_set_status()',
  },
  setStatus(),
);

export const S_OWNER = property(
  'S-OWNER',
  'A permanent revoke changes no DMABUF of another device, and none that its device has cleaned up.',
);

export const DEVICE = enumeration('device', ['VDEV', 'STRANGER']);
export const { VDEV, STRANGER } = DEVICE.values;

const VDEV_OR_NULL = VDEV as Expr<ValueOf<typeof DEVICE> | None>;

/** `memory_lock` of the other device. */
const stranger_memory_lock = rwsem('stranger_memory_lock');

export const asked = param('vdev', DEVICE);

/** What is done with `memory_lock` of the device that was asked. */
export const revokePermanently: Body = [
  when(not(perm_revoked.at(EXPORT)), [
    check(S_OWNER, and(eq(asked, VDEV), priv_vdev.at(EXPORT))),
    vfio_pci_dma_buf_set_status(EXPORT, PERM_REVOKED),
  ]),
];

/** The two locks that a request can take, depending on whose fd it comes through. */
export const withMemoryLock = (body: Body): Body => [
  given(
    eq(asked, VDEV),
    [down_write(memory_lock), ...body, up_write(memory_lock)],
    [down_write(stranger_memory_lock), ...body, up_write(stranger_memory_lock)],
  ),
];

/** What was read from `priv->vdev`. */
const owner = local('owner', optional(DEVICE), NONE);
const readOwner = assign(owner, cond(READ_ONCE(priv_vdev.at(EXPORT)), VDEV_OR_NULL, NONE));

/** The device that was asked compares itself with the owner, which takes no lock; only the owner goes on. */
export const ifOwner = (body: Body): Body => [
  given(
    eq(asked, VDEV),
    [step('READ_ONCE(priv->vdev) == vdev', readOwner), when(eq(owner, VDEV_OR_NULL), body)],
    // Whatever it reads is another device, or none.
    [step('READ_ONCE(priv->vdev) != vdev: ret = -ENODEV', readOwner)],
  ),
];

/**
 * The request comes through a device fd, with the fd of the DMABUF. Its own device cannot clean up meanwhile, for that fd is
 * open; of another device the pointer is never right, whenever it is read.
 */
export const vfio_pci_core_feature_dma_buf_revoke = fn(
  'vfio_pci_core_feature_dma_buf_revoke',
  {
    params: [asked],
    locals: [owner],
    title: 'VFIO_DEVICE_FEATURE_DMA_BUF_REVOKE',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf_revoke()',
  },
  [
    assertFile(EXPORT),
    step('dma_buf_get(dmabuf_fd)', assign(f_count.at(EXPORT), getFile(EXPORT))),
    ...ifOwner(withMemoryLock(revokePermanently)),
    step('dma_buf_put(dmabuf)', assign(f_count.at(EXPORT), sub(f_count.at(EXPORT), int(1)))),
  ],
);

/** An admin of another device who got the fd of the DMABUF. */
export const stranger = process('stranger', { count: strangers }, [
  rest(vfio_pci_core_feature_dma_buf_revoke(STRANGER)),
]);
