/**
 * The export of a BAR as a DMABUF, its fd, and who closes that: what comes after stands in buffer-life.ts.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c of 6.19 to 7.1: vfio_pci_core_feature_dma_buf(). Whether the BAR may be exported at all is
 * not a question here.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  FALSE,
  fn,
  given,
  not,
  oneOf,
  or,
  process,
  rest,
  step,
  stepWhen,
  TRUE,
  variable,
  waitUntil,
} from '../../../checker/lang/index.ts';
import { exporting } from './bounds.ts';
import { EXPORT } from './buffer.ts';
import {
  allocated,
  awaitsRelease,
  dropFile,
  file_gone,
  vfio_pci_dma_buf_release,
} from './buffer-life.ts';
import { __vfio_pci_memory_enabled } from './device.ts';
import { bornAs, bornAsMemoryIs, dmaBufExport, listBuffer } from './dmabuf.ts';
import { fd_closes, fd_fails } from './lifecycle-bounds.ts';
import { pm_runtime_put, pm_runtime_resume_and_get } from './low-power.ts';
import { runtime_pm, unrevoke_tests_engaged } from './power-bounds.ts';
import { pm_runtime_engaged } from './power-state.ts';
import { tryGetRegistration } from './registration.ts';

/** The fd of the buffer is installed: importers may get the file through it. */
export const fd = variable('fd', BOOLEAN, not(exporting));

/** `dma_buf_put()` of a new buffer whose fd could not be installed. */
export const putUninstalled: Body = [
  step('dma_buf_fd() fails'),
  step('dma_buf_put(priv->dmabuf)', dropFile(EXPORT)),
];

/** The new file and the driver's part of it. */
export const dma_buf_export = dmaBufExport(EXPORT, ...allocated(EXPORT));

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
  rest(stepWhen('close(fd): fput(EXPORT)', fd, assign(fd, FALSE), dropFile(EXPORT))),
]);

/** Runs the final `fput()` of the exported buffer. */
export const releaseWorker = process('kworker', { given: or(fd_closes, fd_fails) }, [
  rest(waitUntil(awaitsRelease(EXPORT), 'delayed_fput()')),
  vfio_pci_dma_buf_release(EXPORT),
  step('kmem_cache_free(file)', assign(file_gone.at(EXPORT), TRUE)),
]);
