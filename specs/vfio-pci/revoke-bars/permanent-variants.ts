/**
 * Variants of `vfio-pci/revoke-bars` around the permanent revoke (patch 8/9).
 */
import {
  allHold,
  also,
  type Body,
  down_read,
  expectedRace,
  step,
  up_read,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { perm_revoked, revoked } from '../driver/buffer.ts';
import { memory_lock } from '../driver/device.ts';
import {
  changesStatusToOk,
  ifOwner,
  rearmPriv,
  revokePermanently,
  setStatus,
  withMemoryLock,
} from '../driver/status.ts';

const ask = (body: Body) => ({
  vfio_pci_core_feature_dma_buf_revoke: [
    step('dma_buf_get(dmabuf_fd)'),
    ...body,
    step('dma_buf_put(dmabuf)'),
  ],
});

/** As in the first version of the wait. */
const flavourB = { afterRevoke: [], beforeUnrevoke: rearmPriv };

export const permanentVariants = [
  variant('perm-read-lock', {
    summary: 'the permanent revoke takes memory_lock for read: a fault may be inside',
    replace: ask(ifOwner([down_read(memory_lock), ...revokePermanently, up_read(memory_lock)])),
    ref: 'RFC 8/10',
    races: [expectedRace(revoked, 'a fault holds the same lock, for read as well')],
    expect: {
      permanent: violates(
        'S-PTE',
        'S-FAULT',
        also('S-ASSERT', 'the setter asserts that memory_lock is held for write'),
        also('S-PERM', 'the PTE is there when the permanent revoke returns'),
        also('S-ACCESS', 'a reset skips the buffer, for it is revoked, and the PTE is still there'),
        also('S-REVRESET', 'the same reset runs with the PTE'),
        also('I-NOMAP', 'a D3 write skips the buffer, for it is revoked, and the PTE stays'),
      ),
    },
  }),
  variant('perm-undone', {
    summary: 'an un-revoke takes a permanently revoked buffer for any revoked one',
    replace: { vfio_pci_dma_buf_set_status: setStatus({ changes: changesStatusToOk }) },
    ref: 'derived from v4 8/9',
    expect: { permanent: violates('S-PERM') },
  }),
  variant('temp-to-perm-wait', {
    summary: 'a buffer that is revoked already is waited for again',
    replace: { vfio_pci_dma_buf_set_status: setStatus({ upgrade: [] }) },
    ref: 'derived from v4 8/9',
    expect: { permanent: allHold, 'permanent-importer': allHold },
  }),
  variant('perm-flavour-b', {
    summary:
      'count and completion are armed again by the un-revoke, as in the first wait (flavour B)',
    replace: { vfio_pci_dma_buf_set_status: setStatus(flavourB) },
    ref: 'derived: v4 8/9 on the wait of 7.0',
    expect: { permanent: allHold, 'permanent-importer': allHold },
  }),
  variant('temp-to-perm-wait-b', {
    from: 'perm-flavour-b',
    summary: 'as flavour B, and a buffer that is revoked already is waited for again',
    replace: { vfio_pci_dma_buf_set_status: setStatus({ ...flavourB, upgrade: [] }) },
    ref: 'derived: v4 8/9 on the wait of 7.0',
    expect: {
      permanent: violates('deadlock', also('S-REF', 'the registered reference is dropped twice')),
    },
  }),
  variant('perm-any-device', {
    summary: 'nobody compares whose DMABUF it is: another device revokes it under its own lock',
    replace: ask(withMemoryLock(revokePermanently)),
    ref: 'derived from v4 8/9',
    races: [
      expectedRace(revoked, 'each holds the memory_lock of a device of its own'),
      expectedRace(perm_revoked, 'each holds the memory_lock of a device of its own'),
    ],
    expect: {
      permanent: allHold,
      'permanent-stranger': violates(
        'S-OWNER',
        'S-ASSERT',
        also('S-PTE', 'the flag is set while the PTE is there, without the lock that hides it'),
        also('S-FAULT', 'the other lock does not keep a fault out that has passed its tests'),
        also('S-PERM', 'that fault inserts after the unmap, and the request returns'),
        also('S-ACCESS', 'the last close skips the buffer, for it is revoked, and disables memory'),
        also('S-REVRESET', 'the reset of the last close runs with the PTE'),
        also('S-REF', 'two revokes at once both drop the registered reference'),
        also('deadlock', 'they wait for one completion, and it comes once'),
      ),
    },
  }),
];
