/**
 * Variants of `vfio-pci/mmap-dmabuf`: the revoke, the lifetimes and the mmap; those of the fault are in fault-variants.ts.
 */
import {
  allHold,
  also,
  assign,
  type Body,
  down_read,
  down_write,
  expectedRace,
  FALSE,
  step,
  TRUE,
  up_read,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { type Buffer, EXPORT, MMAP } from '../driver/buffer.ts';
import { allocated, cleanupBuffers, forgetAndRevoke } from '../driver/buffer-life.ts';
import { memory_lock } from '../driver/device.ts';
import { bornAs, dmaBufExport, listBuffer } from '../driver/dmabuf.ts';
import { dma_buf_export, fd } from '../driver/export.ts';
import { mmapBar } from '../driver/mmap-buffer.ts';
import { revoke, walkDmabufs } from '../driver/move.ts';
import { priv_vdev, tryGetRegistration } from '../driver/registration.ts';
import { vfio_pci_zap_bars } from '../driver/revoke.ts';
import {
  clearRevoked,
  invalidate,
  rearm,
  setRevoked,
  unmapBuffer,
  waitForImporters,
} from '../driver/revoke-steps.ts';
import { vfio_pci_vmf_insert_pfn } from '../driver/user.ts';
import { BUF } from '../driver/vma.ts';
import { faultVariants } from './fault-variants.ts';

export const good = variant('good', {
  summary: 'v4: the revoke unmaps the buffer, the fault tests revoked under memory_lock',
  ref: 'v4 4/9',
  expect: {
    touch: allHold,
    'two-admins': allHold,
    mmap: allHold,
    importer: allHold,
    export: allHold,
    close: allHold,
    client: allHold,
    medium: allHold,
    large: allHold,
  },
});

const flagAndInvalidate = (buffer: Buffer): Body =>
  invalidate(buffer, [when(revoke, setRevoked(buffer))], revoke);

const moveWith = (revokeBuffer: (buffer: Buffer) => Body) =>
  walkDmabufs((buffer) => [
    ...flagAndInvalidate(buffer),
    when(revoke, revokeBuffer(buffer), clearRevoked(buffer)),
  ]);

const inMove = [
  variant('no-unmap', {
    summary: 'the revoke takes no PTEs',
    replace: {
      vfio_pci_dma_buf_move: moveWith((buffer) => [...waitForImporters(buffer), ...rearm(buffer)]),
    },
    ref: 'derived',
    expect: {
      touch: violates(
        'S-PTE',
        'S-ACCESS',
        also('S-REVRESET', 'the PTE is still there when the reset begins'),
      ),
    },
  }),
  variant('zap-device-inode', {
    summary: 'the revoke zaps the mapping of the device file, where the VMA is not any more',
    replace: {
      vfio_pci_dma_buf_move: moveWith((buffer) => [
        ...waitForImporters(buffer),
        vfio_pci_zap_bars(),
        ...rearm(buffer),
      ]),
    },
    ref: 'derived',
    expect: {
      touch: violates(
        'S-PTE',
        'S-ACCESS',
        also('S-REVRESET', 'the PTE is still there when the reset begins'),
      ),
    },
  }),
  variant('zap-before-wait', {
    summary: 'the PTEs go before the wait for importers',
    replace: {
      vfio_pci_dma_buf_move: moveWith((buffer) => [
        ...unmapBuffer(buffer),
        ...waitForImporters(buffer),
        ...rearm(buffer),
      ]),
    },
    ref: 'derived',
    expect: { touch: allHold, importer: allHold },
  }),
  variant('zap-before-flag', {
    summary: 'the PTEs go before the flag is set',
    replace: {
      vfio_pci_dma_buf_move: walkDmabufs((buffer) => [
        when(revoke, unmapBuffer(buffer)),
        ...flagAndInvalidate(buffer),
        when(revoke, [...waitForImporters(buffer), ...rearm(buffer)], clearRevoked(buffer)),
      ]),
    },
    ref: 'derived',
    expect: { touch: allHold, importer: allHold },
  }),
];

/** The RFC did not ask for the state of the device. */
const bornUsable = (buffer: Buffer): Body =>
  listBuffer(buffer, [step('revoked = false; list_add_tail()', ...bornAs(buffer, FALSE))]);

const mmaps = [
  variant('populate-in-mmap', {
    summary: 'the mmap callback fills the page table, before the VMA is linked',
    replace: {
      vfio_pci_core_mmap: mmapBar([
        down_read(memory_lock),
        vfio_pci_vmf_insert_pfn(BUF),
        up_read(memory_lock),
      ]),
    },
    ref: 'derived from the review of the eager nvgrace-gpu mapping',
    expect: {
      mmap: violates(
        'S-ACCESS',
        also('S-PTE', 'the revoke cannot see the VMA, its PTE stays'),
        also('S-REVRESET', 'the PTE is still there when the reset begins'),
      ),
    },
  }),
  variant('born-ok', {
    summary: 'a hidden buffer is born usable, whatever the state of the device',
    replace: {
      vfio_pci_core_mmap_prep_dmabuf: [
        ...tryGetRegistration,
        dmaBufExport(MMAP, ...allocated(MMAP)),
        ...bornUsable(MMAP),
        step('priv->vfile = vma->vm_file; vma->vm_file = priv->dmabuf->file'),
      ],
    },
    ref: 'RFC of the series',
    expect: { mmap: allHold },
  }),
  variant('born-ok-exported', {
    summary: 'the same for a buffer that an importer gets',
    replace: {
      vfio_pci_core_feature_dma_buf: [
        ...tryGetRegistration,
        dma_buf_export,
        ...bornUsable(EXPORT),
        step('dma_buf_fd()', assign(fd, TRUE)),
      ],
    },
    ref: 'derived from the RFC of the series',
    expect: {
      export: violates(
        'S-ACCESS',
        also(
          'S-D0REVOKE',
          'the next operation calls back an importer that mapped a sleeping device',
        ),
      ),
    },
  }),
];

const lifetimes = [
  variant('no-vfile', {
    summary: 'the hidden buffer does not keep the device file open',
    set: { 'mmap-pins-device': false },
    ref: 'derived',
    races: [expectedRace(priv_vdev, 'nothing keeps the last close away from a fault')],
    expect: { close: violates('S-UAF') },
  }),
  variant('cleanup-no-zap', {
    summary: 'the cleanup revokes by itself and takes no PTEs of the client',
    replace: {
      vfio_pci_dma_buf_cleanup: [
        down_write(memory_lock),
        ...cleanupBuffers((of) => forgetAndRevoke(of, waitForImporters(of))),
        up_write(memory_lock),
      ],
    },
    ref: 'derived: the cleanup of flavour B with patch 7/9',
    expect: {
      client: violates('S-PTE', 'S-ACCESS', also('S-REVRESET', 'the close resets the device')),
    },
  }),
];

export const variants = [...inMove, ...mmaps, ...lifetimes, ...faultVariants];
