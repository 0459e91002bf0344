/**
 * A client process: it has the fd of an exported DMABUF, maps it, and touches the BAR through that mapping.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c and vfio_pci_dmabuf.c as of patch 7/9 of the series (v4). The mapping does not keep the device
 * fd open, so a fault may meet the last close; until it has a registration of its own, `vdev` may be freed under it. The
 * exporter keeps the fd of the DMABUF, so references on that file are left out. The fault of a mapping made through the device fd
 * uses the same handler since 7/9; what this adds decides nothing there, and user.ts has the handler of patch 4/9.
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
  mutex_lock,
  mutex_unlock,
  not,
  note,
  process,
  READ_ONCE,
  repeat,
  rest,
  returnFromFunction,
  type Step,
  step,
  TRUE,
  up_read,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { EXPORT, resv, revoked } from './buffer.ts';
import { client_maps, client_touches, last_close } from './client-bounds.ts';
import { memory_lock } from './device.ts';
import {
  assertAlive,
  assertConfig,
  priv_vdev,
  putRegistration,
  tryGetRegistration,
} from './registration.ts';
import { accessBar, unmapVma, vfio_pci_vmf_insert_pfn } from './user.ts';
import { attached, CLIENT, client_mmap_lock, linked } from './vma.ts';

/** `struct vfio_pci_core_device *vdev` of the fault, not NULL. */
export const vdev = local('vdev', BOOLEAN, FALSE);

/** `vdev = priv->vdev`. */
export const readVdev: Step = step('vdev = priv->vdev', assign(vdev, priv_vdev.at(EXPORT)));

export const lockResv = mutex_lock(resv.at(EXPORT));
export const unlockResv = mutex_unlock(resv.at(EXPORT));

/** Refused: `resv` is dropped on the way out. */
export const sigbusIf = (refused: Expr<boolean>, label: string): Body => [
  when(refused, [note('SIGBUS', unlockResv), returnFromFunction()], [], label),
];
export const sigbusIfRevoked = sigbusIf(revoked.at(EXPORT), 'if (priv->status != OK)');

export const getRegistration: Body = [assertAlive(vdev), ...tryGetRegistration];
export const lockMemory: Body = [assertAlive(vdev), down_read(memory_lock)];
export const unlockMemory = up_read(memory_lock);

/** The insert, which reads the config shadow. */
export const insertClient: Body = [
  given(last_close, [assertConfig]),
  vfio_pci_vmf_insert_pfn(CLIENT),
];

/** The second test, under `memory_lock`; what it guards tests memory once more. */
export const insertUnlessRevoked: Body = [
  when(not(revoked.at(EXPORT)), insertClient, [], 'if (priv->status == OK)  /* again */'),
];
export const debugPrint: Body = [assertAlive(vdev), step('dev_dbg_ratelimited(&vdev->pdev->dev)')];

/** The fault of order 0, which is `vfio_pci_mmap_huge_fault(vmf, 0)`: `resv` is dropped before `memory_lock` is taken. */
export const vfio_pci_mmap_page_fault = fn(
  'vfio_pci_mmap_page_fault',
  {
    locals: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_huge_fault()',
  },
  [
    lockResv,
    ...sigbusIfRevoked,
    readVdev,
    ...getRegistration,
    unlockResv,
    ...lockMemory,
    ...insertUnlessRevoked,
    unlockMemory,
    ...debugPrint,
    ...putRegistration,
  ],
);

export const client_access = fn(
  'client_access',
  { title: 'client access to a BAR', mirrors: 'mm/memory.c: handle_mm_fault()' },
  accessBar(CLIENT, client_mmap_lock, client_maps, [vfio_pci_mmap_page_fault()]),
);

export const client = process('client', { given: gt(client_touches, int(0)) }, [
  repeat(client_touches, [rest(client_access())]),
]);

/** `vma->vm_ops = ...`, and what mm/ does after the callback: the VMA is linked, without a PTE. */
export const linkClientVma = step(
  'vma_link_file()',
  assign(linked.at(CLIENT), TRUE),
  assign(attached.at(CLIENT), TRUE),
);

/** `mmap()` of the DMABUF fd. The early test is taken without a lock and decides nothing: the fault tests again. */
export const vfio_pci_dma_buf_mmap = fn(
  'vfio_pci_dma_buf_mmap',
  {
    title: 'mmap() of a DMABUF',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_mmap()',
  },
  [
    down_write(client_mmap_lock),
    when(
      READ_ONCE(not(revoked.at(EXPORT))),
      [linkClientVma],
      [],
      'if (READ_ONCE(priv->status) == OK)',
    ),
    up_write(client_mmap_lock),
  ],
);

export const client_munmap = fn(
  'client_munmap',
  { title: 'munmap() of a DMABUF', mirrors: 'mm/vma.c: do_vmi_align_munmap()' },
  unmapVma(CLIENT, client_mmap_lock, []),
);

/** A second thread of the client, which maps the DMABUF and unmaps it again. */
export const clientMapper = process('client_mapper', { given: client_maps }, [
  rest(vfio_pci_dma_buf_mmap()),
  rest(client_munmap()),
]);
