/**
 * `vfio_pci_dma_buf_move()`, which revokes and un-revokes the DMABUFs of a device, and the life of the hidden ones.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c as of v4 of the series (flavour C: the revoke waits for the importers and is re-armed;
 * invalidate and wait only when revoking).
 *
 * Merged steps: the list test and `get_file_active()`, and the two halves of the re-arm: the list is only written, and a
 * revoked buffer's `kref` and `comp` only touched, with `memory_lock` held for write, as it is here.
 */
import {
  add,
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  completing,
  down_write,
  type Expr,
  eq,
  FALSE,
  fn,
  forEach,
  forever,
  given,
  int,
  isLast,
  kref_put,
  lockdep_assert_held_write,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  note,
  oneOf,
  or,
  param,
  process,
  resetting,
  rest,
  step,
  stepWhen,
  sub,
  TRUE,
  up_write,
  wait_for_completion,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { mapper } from './bounds.ts';
import {
  BUFFER,
  type Buffer,
  comp,
  dmabufs,
  EXPORT,
  f_count,
  isLive,
  kref,
  MMAP,
  occurs,
  resv,
  revoked,
} from './buffer.ts';
import { __vfio_pci_memory_enabled, memory_lock } from './device.ts';
import { invalidateImporters } from './invalidate.ts';
import { BUF, zapped } from './vma.ts';

const revoke = param('revoke', BOOLEAN);

const getFile = (buffer: Buffer): Expr<number> => add(f_count.at(buffer), int(1));

/** Sets the flag, lets every importer go, takes the PTEs, and arms the count and the completion for the next time. */
const revokeBuffer = (buffer: Buffer): Body => [
  mutex_lock(resv.at(buffer)),
  step(c`${revoked.at(buffer)} = true`, assign(revoked.at(buffer), TRUE)),
  given(eq(buffer, EXPORT), invalidateImporters),
  mutex_unlock(resv.at(buffer)),
  kref_put(kref.at(buffer), completing(comp.at(buffer), isLast(kref.at(buffer)))),
  wait_for_completion(comp.at(buffer)),
  given(eq(buffer, MMAP), [step(c`unmap_mapping_range(${buffer})`, zapped(BUF))]),
  step(
    c`kref_init(&${kref.at(buffer)}); reinit_completion(&${comp.at(buffer)})`,
    assign(kref.at(buffer).refs, int(1)),
    resetting(comp.at(buffer)),
  ),
];

const unrevokeBuffer = (buffer: Buffer): Body => [
  note('unrevoke', mutex_lock(resv.at(buffer))),
  step(c`${revoked.at(buffer)} = false`, assign(revoked.at(buffer), FALSE)),
  note('unrevoke', mutex_unlock(resv.at(buffer))),
];

/** `vfio_pci_dma_buf_move()`: walks `vdev->dmabufs`; a buffer whose last reference is gone is skipped. */
export const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  {
    params: [revoke],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()',
  },
  [
    lockdep_assert_held_write(memory_lock),
    given(not(or(occurs(MMAP), occurs(EXPORT))), [step('list_empty(&vdev->dmabufs)')]),
    forEach(BUFFER, (buffer) => [
      given(occurs(buffer), [
        oneOf(
          [
            stepWhen(
              c`get_file_active(${buffer}) = 1`,
              isLive(buffer),
              assign(f_count.at(buffer), getFile(buffer)),
            ),
            when(ne(revoked.at(buffer), revoke), [
              when(revoke, revokeBuffer(buffer), unrevokeBuffer(buffer)),
            ]),
            step(c`fput(${buffer})`, assign(f_count.at(buffer), sub(f_count.at(buffer), int(1)))),
          ],
          [given(mapper, [stepWhen(c`get_file_active(${buffer}) = 0`, not(isLive(buffer)))])],
        ),
      ]),
    ]),
  ],
);

/** `vfio_pci_core_mmap_prep_dmabuf()`: a hidden buffer, on the list before the VMA is linked, born as memory is. */
export const vfio_pci_core_mmap_prep_dmabuf = fn(
  'vfio_pci_core_mmap_prep_dmabuf',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_mmap_prep_dmabuf()' },
  [
    step('dma_buf_export()', assign(f_count.at(MMAP), int(1))),
    down_write(memory_lock),
    mutex_lock(resv.at(MMAP)),
    step(
      'revoked = !__vfio_pci_memory_enabled(); list_add_tail()',
      assign(revoked.at(MMAP), not(__vfio_pci_memory_enabled)),
      assign(dmabufs.at(MMAP), TRUE),
    ),
    mutex_unlock(resv.at(MMAP)),
    up_write(memory_lock),
  ],
);

const isDead = and(dmabufs.at(MMAP), eq(f_count.at(MMAP), int(0)));

/** Runs the delayed final `fput()`; the closing thread does that in the kernel, after all locks are dropped. */
export const kworker = process('kworker', { given: mapper }, [
  forever([
    rest(waitUntil(isDead, 'delayed_fput()')),
    fn(
      'vfio_pci_dma_buf_release',
      { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_release()' },
      [
        down_write(memory_lock),
        step('list_del_init()', assign(dmabufs.at(MMAP), FALSE)),
        up_write(memory_lock),
      ],
    )(),
  ]),
]);
