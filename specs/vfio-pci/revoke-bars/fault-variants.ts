/**
 * Variants of `vfio-pci/revoke-bars` around the fault on an exported DMABUF (patch 7/9), which may meet the last close.
 *
 * The comment above the handler in v4 tells the steps and why each stands where it does; here they are left out and moved one by one.
 */
import {
  allHold,
  also,
  type Body,
  benignRace,
  down_write,
  expectedRace,
  not,
  or,
  returnFromFunction,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { EXPORT, revoked } from '../driver/buffer.ts';
import {
  debugPrint,
  getRegistration,
  insertClient,
  insertUnlessRevoked,
  linkClientVma,
  lockMemory,
  lockResv,
  readVdev,
  sigbusIf,
  sigbusIfRevoked,
  unlockMemory,
  unlockResv,
  vdev,
} from '../driver/client.ts';
import { forgetDevice } from '../driver/close.ts';
import { memory_lock } from '../driver/device.ts';
import { current_state } from '../driver/power-state.ts';
import { priv_vdev, putRegistration } from '../driver/registration.ts';
import { invalidate, rearm, setRevoked, waitForImporters } from '../driver/revoke-steps.ts';
import { client_mmap_lock } from '../driver/vma.ts';

const fault = (body: Body) => ({ vfio_pci_mmap_page_fault: body });

export const faultVariants = [
  variant('f-no-reg', {
    summary: 'the fault takes no registration: the device is freed before its lock is taken',
    replace: fault([
      lockResv,
      ...sigbusIfRevoked,
      readVdev,
      unlockResv,
      ...lockMemory,
      ...insertUnlessRevoked,
      unlockMemory,
      ...debugPrint,
    ]),
    ref: 'derived from v4 7/9',
    expect: { 'client-close': violates('S-UAF'), 'client-power': allHold },
  }),
  variant('f-no-recheck', {
    summary: 'revoked is not tested again under memory_lock',
    replace: fault([
      lockResv,
      ...sigbusIfRevoked,
      readVdev,
      ...getRegistration,
      unlockResv,
      ...lockMemory,
      ...insertClient,
      unlockMemory,
      ...debugPrint,
      ...putRegistration,
    ]),
    ref: 'derived from v4 7/9',
    races: [
      expectedRace(
        current_state,
        'a device that is being closed is not under memory_lock: revoked keeps faults out',
      ),
    ],
    expect: {
      'client-close': violates(
        'S-PTE',
        'S-FAULT',
        'S-ACCESS',
        also('S-UAF', 'the fault reads vconfig, which the last close may have freed'),
        also('S-REVRESET', 'the reset of the last close runs with the PTE'),
      ),
      permanent: violates(
        'S-PTE',
        'S-FAULT',
        'S-ACCESS',
        'S-PERM',
        also('S-REVRESET', 'a reset skips the buffer, for it is revoked, and runs with the PTE'),
        also('I-NOMAP', 'a D3 write skips the buffer, for it is revoked, and the PTE stays'),
      ),
    },
  }),
  variant('f-keep-resv', {
    summary: 'resv is kept while memory_lock is taken: the reverse of the order of the revoke',
    replace: fault([
      lockResv,
      ...sigbusIfRevoked,
      readVdev,
      ...getRegistration,
      ...lockMemory,
      ...insertUnlessRevoked,
      unlockMemory,
      unlockResv,
      ...debugPrint,
      ...putRegistration,
    ]),
    ref: 'derived from v4 7/9',
    expect: { 'client-power': violates('deadlock') },
  }),
  variant('f-no-resv', {
    summary: 'priv->vdev is read without resv',
    replace: fault([
      when(revoked.at(EXPORT), [returnFromFunction()], [], 'if (priv->status != OK)'),
      readVdev,
      ...getRegistration,
      ...lockMemory,
      ...insertUnlessRevoked,
      unlockMemory,
      ...debugPrint,
      ...putRegistration,
    ]),
    ref: 'derived from v4 7/9',
    races: [
      expectedRace(revoked, 'read without the reservation lock'),
      expectedRace(priv_vdev, 'read without the reservation lock: the cleanup clears it'),
    ],
    expect: {
      'client-close': violates(
        'S-UAF',
        also('S-REF', 'the registration is taken from a count that may be zero by then'),
      ),
    },
  }),
  variant('f-vdev-first', {
    summary: 'priv->vdev is read in front of the test of revoked, as in v2',
    replace: fault([
      lockResv,
      readVdev,
      ...sigbusIf(or(revoked.at(EXPORT), not(vdev)), 'if (priv->status != OK || !vdev)'),
      ...getRegistration,
      unlockResv,
      ...lockMemory,
      ...insertUnlessRevoked,
      unlockMemory,
      ...debugPrint,
      ...putRegistration,
    ]),
    ref: 'v2 7/9',
    races: [
      benignRace(priv_vdev, 'the fault asks for revoked next, and does not use what it read if so'),
    ],
    expect: { 'client-close': allHold, permanent: allHold },
  }),
  variant('f-put-before-dbg', {
    summary: 'the debug print uses the device after its registration is dropped',
    replace: fault([
      lockResv,
      ...sigbusIfRevoked,
      readVdev,
      ...getRegistration,
      unlockResv,
      ...lockMemory,
      ...insertUnlessRevoked,
      unlockMemory,
      ...putRegistration,
      ...debugPrint,
    ]),
    ref: 'derived from the review of v2 4/9 ("dev_dbg outside of the lock")',
    expect: { 'client-close': violates('S-UAF') },
  }),
  variant('cleanup-no-zap', {
    summary: 'the last close revokes the exported DMABUF without taking the PTEs of the client',
    replace: {
      vfio_pci_dma_buf_cleanup: [
        down_write(memory_lock),
        ...invalidate(EXPORT, setRevoked(EXPORT)),
        ...waitForImporters(EXPORT),
        ...rearm(EXPORT),
        ...forgetDevice,
        up_write(memory_lock),
      ],
    },
    ref: 'derived: the cleanup of 7.0, with patch 7/9',
    expect: {
      'client-close': violates(
        'S-PTE',
        'S-ACCESS',
        also('S-REVRESET', 'the reset of the last close runs with the PTE'),
      ),
    },
  }),
  variant('mmap-early-test', {
    summary: 'mmap tests revoked without a lock and unmarked, as in v2 and v3',
    replace: {
      vfio_pci_dma_buf_mmap: [
        down_write(client_mmap_lock),
        when(not(revoked.at(EXPORT)), [linkClientVma], [], 'if (priv->status == OK)'),
        up_write(client_mmap_lock),
      ],
    },
    ref: 'v2 7/9, and its review',
    expect: { 'client-mmap': allHold },
  }),
  variant('mmap-no-test', {
    summary: 'mmap does not test revoked at all: the fault decides',
    replace: {
      vfio_pci_dma_buf_mmap: [
        down_write(client_mmap_lock),
        linkClientVma,
        up_write(client_mmap_lock),
      ],
    },
    ref: 'derived',
    expect: { 'client-mmap': allHold },
  }),
];
