/**
 * What a revoke and an un-revoke of one buffer are made of; move.ts (6.19 to 7.1) and dmabuf.ts (the series) put them together.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c. Merged steps: the two halves of the re-arm, for the `kref` and `comp` of a revoked buffer
 * are only touched with `memory_lock` held for write, as it is here.
 */
import {
  add,
  and,
  assign,
  type Body,
  c,
  completing,
  type Expr,
  eq,
  FALSE,
  given,
  int,
  isLast,
  kref_put,
  mutex_lock,
  mutex_unlock,
  note,
  resetting,
  step,
  TRUE,
  wait_for_completion,
} from '../../../checker/lang/index.ts';
import { type Buffer, comp, EXPORT, f_count, kref, MMAP, PEER, resv, revoked } from './buffer.ts';
import { hasClient } from './client-bounds.ts';
import { invalidateImporters } from './invalidate.ts';
import { BUF, CLIENT, PEER_VMA, zapped } from './vma.ts';

/** The count of the file after `get_file_active()` found it alive. */
export const getFile = (buffer: Buffer): Expr<number> => add(f_count.at(buffer), int(1));

/** Calls every importer back, with `resv` held; `flag` sets the flag in front of that, `revokes` is as in `invalidateImporters()`. */
export const invalidate = (
  buffer: Buffer,
  flag: Body,
  ...revokes: readonly Expr<boolean>[]
): Body => [
  mutex_lock(resv.at(buffer)),
  ...flag,
  given(eq(buffer, EXPORT), invalidateImporters(...revokes)),
  mutex_unlock(resv.at(buffer)),
];

/** Drops the registered reference and waits until the last mapping is gone. */
export const waitForImporters = (buffer: Buffer): Body => [
  kref_put(kref.at(buffer), completing(comp.at(buffer), isLast(kref.at(buffer)))),
  wait_for_completion(comp.at(buffer)),
];

/** Arms the count and the completion for the next revoke. */
export const rearm = (buffer: Buffer): Body => [
  step(
    c`kref_init(&${kref.at(buffer)}); reinit_completion(&${comp.at(buffer)})`,
    assign(kref.at(buffer).refs, int(1)),
    resetting(comp.at(buffer)),
  ),
];

/** Importers may map again. */
export const clearRevoked = (buffer: Buffer): Body => [
  note('unrevoke', mutex_lock(resv.at(buffer))),
  step(c`${revoked.at(buffer)} = false`, assign(revoked.at(buffer), FALSE)),
  note('unrevoke', mutex_unlock(resv.at(buffer))),
];

export const setRevoked = (buffer: Buffer): Body => [
  step(c`${revoked.at(buffer)} = true`, assign(revoked.at(buffer), TRUE)),
];

/** Takes the PTEs of the mapping that the buffer backs, if it backs one. */
export const unmapBuffer = (buffer: Buffer): Body => [
  given(eq(buffer, MMAP), [step(c`unmap_mapping_range(${buffer})`, zapped(BUF))]),
  given(eq(buffer, PEER), [
    note('peer', step(c`unmap_mapping_range(${buffer})`, zapped(PEER_VMA))),
  ]),
  given(and(eq(buffer, EXPORT), hasClient), [
    note('client', step(c`unmap_mapping_range(${buffer})`, zapped(CLIENT))),
  ]),
];
