/**
 * The life of an exported DMABUF: export, the fd, the last reference, and what a last close of its device does to it.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c of 6.19 to 7.1. The final `fput()` is queued and runs in a worker; the closing thread runs it
 * on its way back to user space in the kernel, after all locks are dropped. `priv` is the driver's part of the buffer: there from
 * `dma_buf_export()` to its `kfree()`.
 *
 * Merged steps: an entry leaves the list and loses its `vdev`; the list is only touched with `memory_lock` held, and who reads
 * `vdev` without it has a file without references, which the cleanup skips.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  down_write,
  eq,
  FALSE,
  fn,
  given,
  int,
  not,
  oneOf,
  or,
  process,
  rest,
  S_REF,
  step,
  stepWhen,
  sub,
  TRUE,
  up_write,
  variable,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { A, B, exporting, flavour } from './bounds.ts';
import { dmabufs, EXPORT, f_count, isLive, occurs } from './buffer.ts';
import { __vfio_pci_memory_enabled, memory_lock } from './device.ts';
import { bornAs, bornAsMemoryIs, dmaBufExport, listBuffer } from './dmabuf.ts';
import { fd_closes, fd_fails, vdev } from './lifecycle-bounds.ts';
import { pm_runtime_put, pm_runtime_resume_and_get } from './low-power.ts';
import { vfio_pci_dma_buf_move } from './move.ts';
import { runtime_pm, unrevoke_tests_engaged } from './power-bounds.ts';
import { pm_runtime_engaged } from './power-state.ts';
import { freed, priv_vdev, putRegistration, S_UAF, tryGetRegistration } from './registration.ts';
import { getFile, invalidate, setRevoked, waitForImporters } from './revoke-steps.ts';

/** The fd of the buffer is installed: importers may get the file through it. */
export const fd = variable('fd', BOOLEAN, not(exporting));
/** `priv` is allocated. */
export const priv = variable('priv', BOOLEAN, not(exporting));
/** The file was given back after its last `fput()`, or there was none yet. */
export const file_gone = variable('file_gone', BOOLEAN, exporting);

const dropFile = assign(f_count.at(EXPORT), sub(f_count.at(EXPORT), int(1)));

/** `priv->...`: the memory is still there. */
export const assertPriv = check(S_UAF, priv);
/** `priv->vdev->...`: so is the device. */
const assertVdev = check(S_UAF, and(priv, priv_vdev.at(EXPORT), not(freed)));

/** `kfree(priv)`: once. */
export const freePriv: Body = [check(S_REF, priv), step('kfree(priv)', assign(priv, FALSE))];

/** `dma_buf_put()` of a new buffer whose fd could not be installed. */
export const putUninstalled: Body = [
  step('dma_buf_fd() fails'),
  step('dma_buf_put(priv->dmabuf)', dropFile),
];

/** The new file and the driver's part of it. */
export const dma_buf_export = dmaBufExport(EXPORT, assign(priv, TRUE), assign(file_gone, FALSE));

/** Stored kernels do not ask whether low power is engaged. */
const born: Body = [
  given(
    and(runtime_pm, unrevoke_tests_engaged),
    [
      step(
        'revoked = pm_runtime_engaged || !__vfio_pci_memory_enabled(); list_add_tail()',
        ...bornAs(EXPORT, or(pm_runtime_engaged, not(__vfio_pci_memory_enabled))),
      ),
    ],
    bornAsMemoryIs(EXPORT),
  ),
];

/** The whole export; `failed` is what happens when no fd can be installed. */
export const exportAndInstall = (failed: Body): Body => [
  ...tryGetRegistration,
  dma_buf_export,
  ...listBuffer(EXPORT, born),
  oneOf([step('dma_buf_fd()', assign(fd, TRUE))], [given(fd_fails, failed)]),
];

/** The export ioctl; from `list_add_tail()` on, every revoke sees the buffer. */
export const vfio_pci_core_feature_dma_buf = fn(
  'vfio_pci_core_feature_dma_buf',
  {
    title: 'ioctl(VFIO_DEVICE_FEATURE_DMA_BUF)',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_feature_dma_buf()',
  },
  exportAndInstall(putUninstalled),
);

/** `list_del_init()` in front of a release: the device must be there, read through `priv->vdev` each time. */
export const vfio_pci_dma_buf_release = fn(
  'vfio_pci_dma_buf_release',
  {
    title: 'final fput() of the buffer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_release()',
  },
  [
    assertPriv,
    when(priv_vdev.at(EXPORT), [
      assertVdev,
      down_write(memory_lock),
      assertVdev,
      step('list_del_init(&priv->dmabufs_elm)', assign(dmabufs.at(EXPORT), FALSE)),
      assertVdev,
      up_write(memory_lock),
      assertVdev,
      ...putRegistration,
    ]),
    ...freePriv,
  ],
);

/** A, B: the cleanup revokes on its own; `wait` is what it does about mappings that are counted. */
export const revokeInCleanup = (wait: Body): Body => [
  ...invalidate(EXPORT, setRevoked(EXPORT)),
  ...wait,
];

/** Takes one buffer off the list and forgets the device in it. */
export const removeBuffer = (revoke: Body): Body => [
  step(
    'list_del_init(&priv->dmabufs_elm); priv->vdev = NULL',
    assign(dmabufs.at(EXPORT), FALSE),
    assign(priv_vdev.at(EXPORT), FALSE),
  ),
  ...revoke,
  ...putRegistration,
];

/** The walk of the cleanup: `withFile` for a buffer whose file is alive. */
export const cleanupBuffers = (withFile: Body): Body => [
  given(occurs(EXPORT), [
    oneOf(
      [
        stepWhen(
          'get_file_active(EXPORT) = 1',
          isLive(EXPORT),
          assign(f_count.at(EXPORT), getFile(EXPORT)),
        ),
        ...withFile,
        step('fput(EXPORT)', dropFile),
      ],
      [given(fd_closes, [stepWhen('get_file_active(EXPORT) = 0', not(isLive(EXPORT)))])],
    ),
  ]),
];

/** The last close: C revokes through `vfio_pci_dma_buf_move()`, A and B here; B always waits. */
export const vfio_pci_dma_buf_cleanup = fn(
  'vfio_pci_dma_buf_cleanup',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_cleanup()' },
  [
    down_write(memory_lock),
    given(not(or(eq(flavour, A), eq(flavour, B))), [vfio_pci_dma_buf_move(vdev, TRUE)]),
    ...cleanupBuffers(
      removeBuffer([
        given(eq(flavour, A), revokeInCleanup([])),
        given(eq(flavour, B), revokeInCleanup(waitForImporters(EXPORT))),
      ]),
    ),
    up_write(memory_lock),
  ],
);

/** The user that exports. */
export const exporter = process('exporter', { given: exporting }, [
  given(
    runtime_pm,
    [rest(pm_runtime_resume_and_get()), vfio_pci_core_feature_dma_buf(), pm_runtime_put()],
    [rest(vfio_pci_core_feature_dma_buf())],
  ),
]);

/** The user that closes the fd of the buffer. */
export const fdOwner = process('fd_owner', { given: fd_closes }, [
  rest(stepWhen('close(fd): fput(EXPORT)', fd, assign(fd, FALSE), dropFile)),
]);

/** Runs the final `fput()`. */
export const releaseWorker = process('kworker', { given: or(fd_closes, fd_fails) }, [
  rest(waitUntil(and(eq(f_count.at(EXPORT), int(0)), not(file_gone)), 'delayed_fput()')),
  vfio_pci_dma_buf_release(),
  step('kmem_cache_free(file)', assign(file_gone, TRUE)),
]);
