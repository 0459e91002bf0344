/**
 * `vfio_pci_dma_buf_move()` of 6.19 to 7.1, beside that of the series in dmabuf.ts: it calls the importers also when it un-revokes.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c. Flavour A (6.19) sets the flag and calls the importers, no more. B waits until their mappings are
 * gone and arms count and completion again when it un-revokes; C (7.1) does so at the end of the revoke. From patch 4/9 of
 * the series on, a revoke also takes the PTEs of the mapping that the buffer backs.
 *
 * Merged steps: the list test and `get_file_active()`, and the two halves of the re-arm, as in dmabuf.ts.
 */
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  type Expr,
  eq,
  fn,
  forEach,
  given,
  int,
  lockdep_assert_held_write,
  ne,
  not,
  oneOf,
  or,
  param,
  step,
  stepWhen,
  sub,
  when,
} from '../../../checker/lang/index.ts';
import { A, B, C, exporting, flavour, mapper } from './bounds.ts';
import {
  assertFile,
  BUFFER,
  type Buffer,
  EXPORT,
  f_count,
  isLive,
  MMAP,
  occurs,
  revoked,
} from './buffer.ts';
import { memory_lock } from './device.ts';
import { closes, DEVICE, exporter_device, fd_closes, peer, vdev } from './lifecycle-bounds.ts';
import { peer_memory_lock } from './peer.ts';
import {
  clearRevoked,
  getFile,
  invalidate,
  rearm,
  setRevoked,
  unmapBuffer,
  waitForImporters,
} from './revoke-steps.ts';

const device = param('vdev', DEVICE);
export const revoke = param('revoke', BOOLEAN);

/** During the run the buffer is not on the list yet, or not any more, or about to be released. */
const mayBeGone = (buffer: Buffer): Expr<boolean> =>
  or(and(eq(buffer, MMAP), mapper), and(eq(buffer, EXPORT), or(exporting, fd_closes, closes)));

/** 6.19: the flag takes the new value, whichever it is, and the importers are told. */
const moveUncounted = (buffer: Buffer): Body =>
  invalidate(
    buffer,
    [step(c`${revoked.at(buffer)} = ${revoke}`, assign(revoked.at(buffer), revoke))],
    revoke,
  );

/** The flag is set before the importers are called, and cleared after everything else. */
const moveCounted = (buffer: Buffer): Body => [
  ...invalidate(buffer, [when(revoke, setRevoked(buffer))], revoke),
  when(
    revoke,
    [...waitForImporters(buffer), ...unmapBuffer(buffer), given(eq(flavour, C), rearm(buffer))],
    [given(eq(flavour, B), rearm(buffer)), ...clearRevoked(buffer)],
  ),
];

/** What a move does to a buffer whose flag differs. */
export const moveBuffer = (buffer: Buffer): Body => [
  given(eq(flavour, A), moveUncounted(buffer), moveCounted(buffer)),
];

/** Walks the list of one device; `move` is what happens to a buffer whose file is alive and whose flag differs, `fput` ends its turn. */
export const walkBuffers = (move: (buffer: Buffer) => Body, fput: (buffer: Buffer) => Body): Body =>
  ofDevice([
    forEach(BUFFER, (buffer) => [
      given(occurs(buffer), [
        oneOf(
          [
            assertFile(buffer),
            stepWhen(
              c`get_file_active(${buffer}) = 1`,
              isLive(buffer),
              assign(f_count.at(buffer), getFile(buffer)),
            ),
            when(ne(revoked.at(buffer), revoke), move(buffer)),
            ...fput(buffer),
          ],
          [
            given(mayBeGone(buffer), [
              stepWhen(c`get_file_active(${buffer}) = 0`, not(isLive(buffer))),
            ]),
          ],
        ),
      ]),
    ]),
  ]);

/** The final `fput()` of a file only queues its release. */
const fput = (buffer: Buffer): Body => [
  step(c`fput(${buffer})`, assign(f_count.at(buffer), sub(f_count.at(buffer), int(1)))),
];

/** As `walkBuffers`, with the `fput()` of the kernel. */
export const walkDmabufs = (move: (buffer: Buffer) => Body): Body => walkBuffers(move, fput);

/** The lock assertion, then `walk` for the device that has buffers and nothing for the one that has none. */
export const ofDevice = (walk: Body): Body => [
  given(
    eq(device, vdev),
    [lockdep_assert_held_write(memory_lock)],
    [lockdep_assert_held_write(peer_memory_lock)],
  ),
  given(
    or(and(eq(device, exporter_device), occurs(EXPORT)), and(eq(device, vdev), occurs(MMAP))),
    walk,
    [step('list_empty(&vdev->dmabufs)')],
  ),
];

/** `vfio_pci_dma_buf_move()`: walks `vdev->dmabufs`; a buffer whose last reference is gone is skipped. */
export const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  {
    params: [device, revoke],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()',
  },
  walkDmabufs(moveBuffer),
);

/** Where the buffer of the importers is listed. */
export const exporterIsPeer = eq(exporter_device, peer);
