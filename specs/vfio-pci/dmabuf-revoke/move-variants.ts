/**
 * Variants of `vfio-pci/dmabuf-revoke` inside of `vfio_pci_dma_buf_move()`, and of the importer's calls that race with it.
 */
import {
  also,
  assign,
  type Body,
  eq,
  expectedRace,
  given,
  gt,
  int,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  note,
  oneOf,
  openQuestion,
  stepWhen,
  sub,
  TRUE,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { type Buffer, dmabufs, EXPORT, f_count, occurs, resv, revoked } from '../driver/buffer.ts';
import { assertPriv, file_gone, vfio_pci_dma_buf_release } from '../driver/buffer-life.ts';
import { importer, mapImporter } from '../driver/importer.ts';
import { moveBuffer, ofDevice, revoke, walkBuffers, walkDmabufs } from '../driver/move.ts';
import {
  clearRevoked,
  invalidate,
  rearm,
  setRevoked,
  waitForImporters,
} from '../driver/revoke-steps.ts';

/** B: the count is armed after importers may map again. */
const flagBeforeRearm = (buffer: Buffer): Body => [
  ...invalidate(buffer, [when(revoke, setRevoked(buffer))], revoke),
  when(revoke, waitForImporters(buffer), [...clearRevoked(buffer), ...rearm(buffer)]),
];

const lateFlag = (buffer: Buffer): Body => [
  note('flag', mutex_lock(resv.at(buffer))),
  ...setRevoked(buffer),
  note('flag', mutex_unlock(resv.at(buffer))),
];

const invalidateBeforeFlag = (buffer: Buffer): Body => [
  ...invalidate(buffer, [], revoke),
  when(
    revoke,
    [...lateFlag(buffer), ...waitForImporters(buffer), ...rearm(buffer)],
    clearRevoked(buffer),
  ),
];

const invalidateBeforeFlagUncounted = (buffer: Buffer): Body => [
  ...invalidate(buffer, [], revoke),
  when(revoke, lateFlag(buffer), clearRevoked(buffer)),
];

const inMove = [
  variant('invalidate-before-flag', {
    summary: 'importers are called back before the flag is set, and the lock is dropped in between',
    replace: { vfio_pci_dma_buf_move: walkDmabufs(invalidateBeforeFlag) },
    ref: 'derived',
    expect: { sync: violates('deadlock') },
  }),
  variant('invalidate-before-flag-a', {
    from: 'flavourA',
    summary: 'the same in 6.19, which does not wait',
    replace: { vfio_pci_dma_buf_move: walkDmabufs(invalidateBeforeFlagUncounted) },
    ref: 'derived',
    expect: {
      sync: violates(
        'S-IMP',
        also('S-ACCESS', 'the mapping made in between is still there in D3'),
        also('S-REVRESET', 'and in a reset'),
        also('S-D0REVOKE', 'the un-revoke calls back who has that mapping'),
      ),
    },
  }),
  variant('flag-before-rearm', {
    from: 'flavourB',
    summary: 'importers may map before the count is armed again',
    replace: { vfio_pci_dma_buf_move: walkDmabufs(flagBeforeRearm) },
    ref: 'derived',
    expect: { sync: violates('S-REF') },
  }),
];

/** The entry itself is all that keeps the buffer: who releases it waits for `memory_lock`. */
const withoutFile: Body = ofDevice([
  given(occurs(EXPORT), [
    when(dmabufs.at(EXPORT), [
      assertPriv(EXPORT),
      when(ne(revoked.at(EXPORT), revoke), [assertPriv(EXPORT), ...moveBuffer(EXPORT)]),
    ]),
  ]),
]);

/** The last reference is dropped and the buffer released here and now. */
const releasingFput: Body = [
  oneOf(
    [
      stepWhen(
        'fput(EXPORT)  /* the last */',
        eq(f_count.at(EXPORT), int(1)),
        assign(f_count.at(EXPORT), int(0)),
        assign(file_gone.at(EXPORT), TRUE),
      ),
      vfio_pci_dma_buf_release(EXPORT),
    ],
    [
      stepWhen(
        'fput(EXPORT)',
        gt(f_count.at(EXPORT), int(1)),
        assign(f_count.at(EXPORT), sub(f_count.at(EXPORT), int(1))),
      ),
    ],
  ),
];

const files = [
  variant('no-file-get-move', {
    summary: 'the walk takes no reference on the file',
    replace: { vfio_pci_dma_buf_move: withoutFile },
    ref: 'derived',
    expect: {
      close: openQuestion('Is the reference on the file needed, while release waits for the lock?'),
    },
  }),
  variant('sync-fput', {
    summary: 'the last fput() releases the buffer in the thread that drops it',
    replace: { vfio_pci_dma_buf_move: walkBuffers(moveBuffer, () => releasingFput) },
    ref: 'derived',
    expect: { close: violates('deadlock') },
  }),
];

const maps = [
  variant('map-check-outside', {
    summary: 'the importer tests revoked before it takes the reservation lock',
    replace: {
      dma_buf_map_attachment: [
        when(not(revoked.at(EXPORT)), [
          mutex_lock(resv.at(EXPORT)),
          ...mapImporter(importer),
          mutex_unlock(resv.at(EXPORT)),
        ]),
      ],
    },
    ref: 'derived',
    races: [
      expectedRace(
        revoked,
        'map asks before it takes the reservation lock, and does not ask again',
        { between: ['dma_buf_map_attachment'] },
      ),
    ],
    expect: {
      'two-admins': violates(
        'S-IMP',
        'S-ACCESS',
        'S-REF',
        'deadlock',
        also('S-REVRESET', 'the importer maps while the device is in reset'),
        also('S-D0REVOKE', 'the un-revoke calls back who mapped what was revoked'),
      ),
    },
  }),
  variant('attach-only-check', {
    summary: 'revoked is tested when the importer attaches, and never again',
    replace: {
      dma_buf_map_attachment: [
        mutex_lock(resv.at(EXPORT)),
        ...mapImporter(importer),
        mutex_unlock(resv.at(EXPORT)),
      ],
    },
    ref: 'derived',
    expect: {
      'two-admins': violates(
        'S-IMP',
        'S-ACCESS',
        'S-REF',
        'deadlock',
        also('S-REVRESET', 'the importer maps while the device is in reset'),
        also('S-D0REVOKE', 'the un-revoke calls back who mapped what was revoked'),
      ),
    },
  }),
];

export const moveVariants = [...inMove, ...files, ...maps];
