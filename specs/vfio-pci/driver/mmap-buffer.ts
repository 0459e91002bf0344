/**
 * A BAR mapping backed by a hidden DMABUF, with the lifetimes that this is about: registration, device file, release.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_dmabuf.c as of patch 4/9 of the series (v4). user.ts has the same mapping without its
 * lifetimes, for the spec that asks for the order of revoke and reset. A load that finds a PTE changes nothing.
 */
import {
  assign,
  BOOLEAN,
  type Body,
  down_read,
  down_write,
  type Expr,
  FALSE,
  fn,
  given,
  gt,
  int,
  local,
  not,
  process,
  repeat,
  rest,
  step,
  TRUE,
  up_read,
  up_write,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { mapper, touches } from './bounds.ts';
import { MMAP, revoked } from './buffer.ts';
import { allocated, awaitsRelease, file_gone, vfio_pci_dma_buf_release } from './buffer-life.ts';
import { memory_lock } from './device.ts';
import { fgetDevice, fput_device, mmap_pins_device } from './device-file.ts';
import { dmaBufExport, listBuffer } from './dmabuf.ts';
import { closes } from './lifecycle-bounds.ts';
import { assertAlive, priv_vdev, tryGetRegistration } from './registration.ts';
import { accessBar, munmap, vfio_pci_vmf_insert_pfn } from './user.ts';
import { attached, BUF, linked, mmap_lock } from './vma.ts';

/** `struct vfio_pci_core_device *vdev` of the fault, not NULL. */
const vdev_read = local('vdev', BOOLEAN, FALSE);

/** `vdev = priv->vdev`, in the words of the caller. */
export const readVdev = (text: string, value: Expr<boolean>): Body => [
  step(text, assign(vdev_read, value)),
];
export const readVdevPlainly: Body = readVdev('vdev = priv->vdev', priv_vdev.at(MMAP));

export const lockMemory: Body = [assertAlive(vdev_read), down_read(memory_lock)];
export const insertUnlessRevoked: Body = [
  when(not(revoked.at(MMAP)), [vfio_pci_vmf_insert_pfn(BUF)]),
];
export const debugPrint: Body = [
  assertAlive(vdev_read),
  step('dev_dbg_ratelimited(&vdev->pdev->dev)'),
];

/** The fault: `revoked` under `memory_lock`, then the insert, which tests memory once more. */
export const vfio_pci_mmap_huge_fault = fn(
  'vfio_pci_mmap_huge_fault',
  {
    locals: [vdev_read],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()',
  },
  [...readVdevPlainly, ...lockMemory, ...insertUnlessRevoked, up_read(memory_lock), ...debugPrint],
);

export const user_access = fn(
  'user_access',
  { title: 'user access to a BAR', mirrors: 'mm/memory.c: handle_mm_fault()' },
  accessBar(BUF, mmap_lock, mapper, [vfio_pci_mmap_huge_fault()]),
);

export const mappingUser = process('user', { given: gt(touches, int(0)) }, [
  repeat(touches, [rest(user_access())]),
]);

/** The new buffer; then it takes over the VMA's reference on the device file. */
export const vfio_pci_core_mmap_prep_dmabuf = fn(
  'vfio_pci_core_mmap_prep_dmabuf',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_mmap_prep_dmabuf()' },
  [
    ...tryGetRegistration,
    dmaBufExport(MMAP, ...allocated(MMAP)),
    ...listBuffer(MMAP),
    step('priv->vfile = vma->vm_file; vma->vm_file = priv->dmabuf->file'),
  ],
);

const linkVma = step(
  'vma_link_file()',
  assign(linked.at(BUF), TRUE),
  assign(attached.at(BUF), TRUE),
);

/** `mmap()` of a BAR: the buffer is listed before the VMA is linked, and nothing is populated. */
export const mmapBar = (populate: Body): Body => [
  given(closes, [fgetDevice]),
  down_write(mmap_lock),
  vfio_pci_core_mmap_prep_dmabuf(),
  ...populate,
  linkVma,
  up_write(mmap_lock),
  given(not(mmap_pins_device), [fput_device()]),
];

export const vfio_pci_core_mmap = fn(
  'vfio_pci_core_mmap',
  { title: 'mmap() of a BAR', mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_mmap()' },
  mmapBar([]),
);

/** A second thread of the user's process that maps the BAR and unmaps it again. */
export const bufferMapper = process('mapper', { given: mapper }, [
  rest(vfio_pci_core_mmap()),
  rest(munmap()),
]);

/** Runs the final `fput()` of the hidden buffer, and that of the device file which the buffer kept. */
export const bufferWorker = process('kworker', { given: mapper }, [
  rest(waitUntil(awaitsRelease(MMAP), 'delayed_fput()')),
  vfio_pci_dma_buf_release(MMAP),
  step('kmem_cache_free(file)', assign(file_gone.at(MMAP), TRUE)),
  given(closes, [given(mmap_pins_device, [fput_device()])]),
]);
