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
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  down_write,
  type Effect,
  type Expr,
  eq,
  FALSE,
  fn,
  forEach,
  forever,
  given,
  int,
  lockdep_assert_held_write,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  oneOf,
  or,
  param,
  process,
  property,
  type RwSemaphore,
  rest,
  type Statement,
  step,
  stepWhen,
  sub,
  TRUE,
  up_write,
  waitUntil,
  when,
} from '../../../checker/lang/index.ts';
import { exporting, mapper } from './bounds.ts';
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
  PEER,
  resv,
  revoked,
} from './buffer.ts';
import { last_close } from './client-bounds.ts';
import { __vfio_pci_memory_enabled, memory_lock } from './device.ts';
import { runtime_pm, unrevoke_tests_engaged } from './power-bounds.ts';
import { pm_runtime_engaged } from './power-state.ts';
import {
  clearRevoked,
  getFile,
  invalidate,
  rearm,
  setRevoked,
  unmapBuffer,
  waitForImporters,
} from './revoke-steps.ts';
import { hasStatus, OK, TEMP_REVOKED, vfio_pci_dma_buf_set_status } from './status.ts';

export const revoke = param('revoke', BOOLEAN);

/** Sets the flag, lets every importer go, takes the PTEs, and arms the count and the completion for the next time. */
const revokeBuffer = (buffer: Buffer): Body => [
  ...invalidate(buffer, setRevoked(buffer)),
  ...waitForImporters(buffer),
  ...unmapBuffer(buffer),
  ...rearm(buffer),
];

const moveBuffer = (buffer: Buffer): Body => [
  when(ne(revoked.at(buffer), revoke), [when(revoke, revokeBuffer(buffer), clearRevoked(buffer))]),
];

/** As `moveBuffer`, since there is a permanent revoke. */
const setTempStatus = (buffer: Buffer): Body => [
  when(
    revoke,
    [vfio_pci_dma_buf_set_status(buffer, TEMP_REVOKED)],
    [vfio_pci_dma_buf_set_status(buffer, OK)],
  ),
];

/** Walks the list of one device; a buffer whose last reference is gone is skipped. */
export const moveDmabufs = (
  lock: RwSemaphore,
  isOfDevice: (buffer: Buffer) => Expr<boolean>,
  move: (buffer: Buffer) => Body = moveBuffer,
): Body => [
  lockdep_assert_held_write(lock),
  forEach(BUFFER, (buffer) => [
    given(and(occurs(buffer), isOfDevice(buffer)), [
      oneOf(
        [
          assertFile(buffer),
          stepWhen(
            c`get_file_active(${buffer}) = 1`,
            isLive(buffer),
            assign(f_count.at(buffer), getFile(buffer)),
          ),
          ...move(buffer),
          step(c`fput(${buffer})`, assign(f_count.at(buffer), sub(f_count.at(buffer), int(1)))),
        ],
        [
          given(or(mapper, last_close, exporting), [
            stepWhen(c`get_file_active(${buffer}) = 0`, not(isLive(buffer))),
          ]),
        ],
      ),
    ]),
  ]),
];

/** `vfio_pci_dma_buf_move()`: revokes or un-revokes every DMABUF of the device. */
export const vfio_pci_dma_buf_move = fn(
  'vfio_pci_dma_buf_move',
  {
    params: [revoke],
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_move()',
  },
  [
    ...moveDmabufs(
      memory_lock,
      (buffer) => ne(buffer, PEER),
      (buffer) => [given(hasStatus, setTempStatus(buffer), moveBuffer(buffer))],
    ),
    given(not(or(occurs(MMAP), occurs(EXPORT))), [step('list_empty(&vdev->dmabufs)')]),
  ],
);

/** The new file, with one reference; `registered` is what else the exporter sets up. */
export const dmaBufExport = (buffer: Buffer, ...registered: readonly Effect[]): Statement =>
  step('dma_buf_export()', assign(f_count.at(buffer), int(1)), ...registered);

/** What a new buffer is born as, and its place on the list. */
export const bornAs = (buffer: Buffer, isRevoked: Expr<boolean>): readonly Effect[] => [
  assign(revoked.at(buffer), isRevoked),
  assign(dmabufs.at(buffer), TRUE),
];

/** Usable if memory may be touched at this moment. Stored kernels do not ask whether low power is engaged. */
export const bornAsMemoryIs = (buffer: Buffer): Body => [
  given(
    and(runtime_pm, unrevoke_tests_engaged),
    [
      step(
        'revoked = pm_runtime_engaged || !__vfio_pci_memory_enabled(); list_add_tail()',
        ...bornAs(buffer, or(pm_runtime_engaged, not(__vfio_pci_memory_enabled))),
      ),
    ],
    [
      step(
        'revoked = !__vfio_pci_memory_enabled(); list_add_tail()',
        ...bornAs(buffer, not(__vfio_pci_memory_enabled)),
      ),
    ],
  ),
];

/** The buffer is listed and born, in one go for everybody who takes `memory_lock`; as memory is, if nothing else is said. */
export const listBuffer = (buffer: Buffer, born: Body = bornAsMemoryIs(buffer)): Body => [
  down_write(memory_lock),
  mutex_lock(resv.at(buffer)),
  ...born,
  mutex_unlock(resv.at(buffer)),
  up_write(memory_lock),
];

/** `vfio_pci_core_mmap_prep_dmabuf()`: a hidden buffer, on the list before the VMA is linked, born as memory is. */
export const vfio_pci_core_mmap_prep_dmabuf = fn(
  'vfio_pci_core_mmap_prep_dmabuf',
  { mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_core_mmap_prep_dmabuf()' },
  [dmaBufExport(MMAP), ...listBuffer(MMAP)],
);

export const S_LIST = property(
  'S-LIST',
  'A VMA in the mapping tree of a DMABUF is in its address space or about to leave the tree, and keeps the file; released, a DMABUF is off the list.',
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
        check(S_LIST, not(dmabufs.at(MMAP))),
        up_write(memory_lock),
      ],
    )(),
  ]),
]);
