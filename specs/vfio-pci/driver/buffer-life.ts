/**
 * The end of a DMABUF: the release of its last reference, and the cleanup when its device is closed for the last time.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_dmabuf.c of 6.19 to 7.1 and of the series up to patch 5/9. The final `fput()` is queued and runs in a worker; the
 * closing thread runs it on its way back to user space in the kernel, after all locks are dropped. `priv` is the driver's part of a
 * buffer: there from `dma_buf_export()` to its `kfree()`.
 *
 * Merged steps: an entry leaves the list and loses its `vdev`; the list is only touched with `memory_lock` held, and who reads
 * `vdev` without it has a file without references, which the cleanup skips.
 */
import {
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  type Check,
  c,
  check,
  down_write,
  type Effect,
  type Expr,
  eq,
  FALSE,
  fn,
  forEach,
  given,
  int,
  not,
  oneOf,
  or,
  param,
  S_REF,
  step,
  stepWhen,
  sub,
  TRUE,
  up_write,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { A, B, C, exporting, flavour, mapper } from './bounds.ts';
import {
  assertFile,
  BUFFER,
  type Buffer,
  dmabufs,
  EXPORT,
  f_count,
  isLive,
  MMAP,
  occurs,
} from './buffer.ts';
import { memory_lock } from './device.ts';
import { fd_closes, vdev } from './lifecycle-bounds.ts';
import { vfio_pci_dma_buf_move } from './move.ts';
import { freed, priv_vdev, putRegistration, S_UAF } from './registration.ts';
import { getFile, invalidate, setRevoked, waitForImporters } from './revoke-steps.ts';

/** There from the start; otherwise the run makes it. */
const isMadeLater = (buffer: Buffer): Expr<boolean> =>
  or(and(eq(buffer, EXPORT), exporting), and(eq(buffer, MMAP), mapper));

/** `priv` is allocated. */
export const priv = variable('priv', array(BUFFER, BOOLEAN), (buffer) => not(isMadeLater(buffer)));
/** The file was given back after its last `fput()`, or there was none yet. */
export const file_gone = variable('file_gone', array(BUFFER, BOOLEAN), isMadeLater);

/** What a new buffer is set up with. */
export const allocated = (buffer: Buffer): readonly Effect[] => [
  assign(priv.at(buffer), TRUE),
  assign(file_gone.at(buffer), FALSE),
];

/** One reference on the file less. */
export const dropFile = (buffer: Buffer): Effect =>
  assign(f_count.at(buffer), sub(f_count.at(buffer), int(1)));

/** Nobody has the file any more, and its release has not run yet. */
export const awaitsRelease = (buffer: Buffer): Expr<boolean> =>
  and(eq(f_count.at(buffer), int(0)), not(file_gone.at(buffer)));

/** `priv->...`: the memory is still there. */
export const assertPriv = (buffer: Buffer): Check => check(S_UAF, priv.at(buffer));
/** `priv->vdev->...`: so is the device. */
const assertVdev = (buffer: Buffer): Check =>
  check(S_UAF, and(priv.at(buffer), priv_vdev.at(buffer), not(freed)));

/** `kfree(priv)`: once. */
export const freePriv = (buffer: Buffer): Body => [
  check(S_REF, priv.at(buffer)),
  step('kfree(priv)', assign(priv.at(buffer), FALSE)),
];

const buffer = param('buffer', BUFFER);

/** The release: the device is read through `priv->vdev` each time. */
export const vfio_pci_dma_buf_release = fn(
  'vfio_pci_dma_buf_release',
  {
    params: [buffer],
    title: 'final fput() of a buffer',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_release()',
  },
  [
    assertPriv(buffer),
    when(priv_vdev.at(buffer), [
      assertVdev(buffer),
      down_write(memory_lock),
      assertVdev(buffer),
      step('list_del_init(&priv->dmabufs_elm)', assign(dmabufs.at(buffer), FALSE)),
      assertVdev(buffer),
      up_write(memory_lock),
      assertVdev(buffer),
      ...putRegistration,
    ]),
    ...freePriv(buffer),
  ],
);

/** The buffer leaves the list and forgets its device. */
export const forgetDevice = (of: Buffer): Body => [
  step(
    'list_del_init(&priv->dmabufs_elm); priv->vdev = NULL',
    assign(dmabufs.at(of), FALSE),
    assign(priv_vdev.at(of), FALSE),
  ),
];

/** A, B: the cleanup revokes on its own, with `resv` held; `wait` is what it does about mappings that are counted. */
export const forgetAndRevoke = (of: Buffer, wait: Body): Body => [
  ...invalidate(of, [...forgetDevice(of), ...setRevoked(of)]),
  ...wait,
];

/** The walk of the cleanup: `forget` for a buffer whose file is alive. */
export const cleanupBuffers = (forget: (of: Buffer) => Body): Body => [
  forEach(BUFFER, (of) => [
    given(occurs(of), [
      oneOf(
        [
          assertFile(of),
          stepWhen(c`get_file_active(${of}) = 1`, isLive(of), assign(f_count.at(of), getFile(of))),
          ...forget(of),
          ...putRegistration,
          step(c`fput(${of})`, dropFile(of)),
        ],
        [
          given(or(fd_closes, eq(of, MMAP)), [
            stepWhen(c`get_file_active(${of}) = 0`, not(isLive(of))),
          ]),
        ],
      ),
    ]),
  ]),
];

/** The last close: C revokes through `vfio_pci_dma_buf_move()`, A and B here; B always waits. */
export const vfio_pci_dma_buf_cleanup = fn(
  'vfio_pci_dma_buf_cleanup',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_cleanup()' },
  [
    down_write(memory_lock),
    given(eq(flavour, C), [vfio_pci_dma_buf_move(vdev, TRUE)]),
    ...cleanupBuffers((of) => [
      given(eq(flavour, A), forgetAndRevoke(of, [])),
      given(eq(flavour, B), forgetAndRevoke(of, waitForImporters(of))),
      given(eq(flavour, C), forgetDevice(of)),
    ]),
    up_write(memory_lock),
  ],
);
