/**
 * Variants of `vfio-pci/mmap-dmabuf` in the fault: where `revoked` and memory are tested, how `vdev` is read, what is printed where.
 *
 * A state in which a buffer stays revoked although memory is enabled ("stuck") is reached here through the stored error branch of a
 * command write; a wake-up out of low power leads there as well (vfio-pci/dmabuf-revoke/as-is-wake).
 */
import {
  allHold,
  also,
  type Body,
  expectedRace,
  lockdep_assert_held_read,
  not,
  openQuestion,
  READ_ONCE,
  up_read,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { MMAP, revoked } from '../driver/buffer.ts';
import { memory_lock } from '../driver/device.ts';
import {
  debugPrint,
  insertUnlessRevoked,
  lockMemory,
  readVdev,
  readVdevPlainly,
} from '../driver/mmap-buffer.ts';
import { priv_vdev } from '../driver/registration.ts';
import { insert, vfio_pci_vmf_insert_pfn } from '../driver/user.ts';
import { BUF } from '../driver/vma.ts';

const lockedInsert: Body = [...lockMemory, vfio_pci_vmf_insert_pfn(BUF), up_read(memory_lock)];

/** `revoked` is tested before the lock is taken. */
const revokedOutside: Body = [
  ...readVdevPlainly,
  when(not(revoked.at(MMAP)), lockedInsert),
  ...debugPrint,
];

const stuck = { cmdWriteFails: true };

const tests = [
  variant('fault-revoked-outside', {
    summary: 'the fault tests revoked before it takes memory_lock; the insert tests memory again',
    replace: { vfio_pci_mmap_huge_fault: revokedOutside },
    ref: 'derived; list, v2 4/9',
    races: [expectedRace(revoked, 'the fault asks before it takes memory_lock')],
    expect: {
      touch: openQuestion('Is a PTE of a revoked buffer possible if memory is tested again?'),
    },
  }),
  variant('fault-revoked-outside-stuck', {
    from: 'fault-revoked-outside',
    summary: 'the same, where a failed command write leaves buffers revoked',
    set: stuck,
    ref: 'derived',
    races: [expectedRace(revoked, 'the fault asks before it takes memory_lock')],
    expect: {
      touch: openQuestion('Is a PTE of a revoked buffer possible if memory is tested again?'),
    },
  }),
  variant('fault-no-recheck', {
    summary: 'the fault tests revoked outside of the lock, and the insert tests nothing',
    replace: {
      vfio_pci_mmap_huge_fault: revokedOutside,
      vfio_pci_vmf_insert_pfn: [lockdep_assert_held_read(memory_lock), ...insert],
    },
    ref: 'derived',
    races: [expectedRace(revoked, 'the fault asks before it takes memory_lock')],
    expect: {
      touch: violates(
        'S-FAULT',
        'S-ACCESS',
        'S-PTE',
        also('S-REVRESET', 'the late PTE is there when the reset begins'),
      ),
    },
  }),
  variant('fault-ignore-revoked', {
    summary: 'the fault does not test revoked',
    replace: { vfio_pci_mmap_huge_fault: [...readVdevPlainly, ...lockedInsert, ...debugPrint] },
    ref: 'derived',
    expect: { touch: allHold },
  }),
  variant('fault-ignore-revoked-stuck', {
    from: 'fault-ignore-revoked',
    summary: 'the same, where a failed command write leaves buffers revoked',
    set: stuck,
    ref: 'derived',
    expect: {
      touch: violates(
        'S-PTE',
        also('S-FAULT', 'the PTE is inserted while the buffer is revoked'),
        also('S-AVAIL', 'the stuck buffer itself'),
        also('S-ACCESS', 'the next revoke finds the buffer revoked already and does not unmap it'),
        also('S-REVRESET', 'so the PTE is there when the reset begins'),
      ),
    },
  }),
];

const reads = [
  variant('dbg-in-lock', {
    summary: 'the debug print stands inside of memory_lock',
    replace: {
      vfio_pci_mmap_huge_fault: [
        ...readVdevPlainly,
        ...lockMemory,
        ...insertUnlessRevoked,
        ...debugPrint,
        up_read(memory_lock),
      ],
    },
    ref: 'v2 4/9',
    expect: { touch: allHold, close: allHold },
  }),
  variant('read-once', {
    summary: 'the fault reads vdev with READ_ONCE()',
    replace: {
      vfio_pci_mmap_huge_fault: [
        ...readVdev('vdev = READ_ONCE(priv->vdev)', READ_ONCE(priv_vdev.at(MMAP))),
        ...lockMemory,
        ...insertUnlessRevoked,
        up_read(memory_lock),
        ...debugPrint,
      ],
    },
    ref: 'v2 4/9',
    expect: { touch: allHold, close: allHold },
  }),
  variant('plain', {
    from: 'read-once',
    summary: 'the fault reads vdev plainly, as v3 and v4 do after the review of v2',
    replace: {
      vfio_pci_mmap_huge_fault: [
        ...readVdevPlainly,
        ...lockMemory,
        ...insertUnlessRevoked,
        up_read(memory_lock),
        ...debugPrint,
      ],
    },
    ref: 'v3 4/9; review of v2 4/9',
    expect: { touch: allHold, close: allHold },
  }),
];

export const faultVariants = [...tests, ...reads];
