/**
 * Variants of `vfio-pci/dmabuf-revoke` in the life of a buffer: export, error path, release, cleanup; and importers that do not let go.
 */
import {
  allHold,
  also,
  assign,
  type Body,
  down_write,
  expectedRace,
  FALSE,
  given,
  mutex_lock,
  mutex_unlock,
  not,
  note,
  type Step,
  step,
  TRUE,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { dmabufs, EXPORT, occurs, resv, revoked } from '../driver/buffer.ts';
import {
  assertPriv,
  cleanupBuffers,
  forgetAndRevoke,
  forgetDevice,
  freePriv,
  priv,
} from '../driver/buffer-life.ts';
import { __vfio_pci_memory_enabled, memory_lock, virt_mem } from '../driver/device.ts';
import { dma_buf_export, exportAndInstall, fd, putUninstalled } from '../driver/export.ts';
import { zapParentAndChild } from '../driver/fork.ts';
import { vdev } from '../driver/lifecycle-bounds.ts';
import { engageLowPower } from '../driver/low-power.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import { current_state } from '../driver/power-state.ts';
import { priv_vdev, putRegistration, tryGetRegistration } from '../driver/registration.ts';
import { waitForImporters } from '../driver/revoke-steps.ts';
import { vfio_pci_zap_and_down_write_memory_lock } from '../driver/zap-then-move.ts';

/** The buffer is listed with what was sampled before the lock was taken. */
const listAs = (isRevoked: typeof TRUE, text: string): Body => [
  note(text, down_write(memory_lock)),
  note(text, mutex_lock(resv.at(EXPORT))),
  step(
    `revoked = ${text}; list_add_tail()`,
    assign(revoked.at(EXPORT), isRevoked),
    assign(dmabufs.at(EXPORT), TRUE),
  ),
  note(text, mutex_unlock(resv.at(EXPORT))),
  note(text, up_write(memory_lock)),
];

const exports = [
  variant('export-check-outside', {
    summary: 'the export samples the memory bit before it takes the lock',
    replace: {
      vfio_pci_core_feature_dma_buf: [
        ...tryGetRegistration,
        dma_buf_export,
        when(__vfio_pci_memory_enabled, listAs(FALSE, 'false'), listAs(TRUE, 'true')),
        step('dma_buf_fd()', assign(fd, TRUE)),
      ],
    },
    ref: 'an RFC of the export',
    races: [
      expectedRace(current_state, 'sampled before the lock is taken'),
      expectedRace(virt_mem, 'sampled before the lock is taken'),
    ],
    expect: {
      export: violates(
        'S-ACCESS',
        'S-AVAIL',
        also(
          'S-D0REVOKE',
          'the next operation calls back an importer that mapped a sleeping device',
        ),
      ),
    },
  }),
  variant('fd-fail-double', {
    from: 'flavourA',
    summary: 'without an fd the buffer is put, and then everything once more',
    replace: {
      vfio_pci_core_feature_dma_buf: exportAndInstall([
        ...putUninstalled,
        ...putRegistration,
        assertPriv(EXPORT),
        step('kfree(priv->phys_vec)'),
        ...freePriv(EXPORT),
      ]),
    },
    ref: 'vfio_pci_core_feature_dma_buf() of 6.19',
    races: [expectedRace(priv, 'freed twice: by the release of the file, and by the error path')],
    expect: {
      'export-fails': violates(
        'S-REF',
        'S-UAF',
        also('S-LIST', 'the buffer is freed before its release has taken it off the list'),
      ),
    },
  }),
];

const cleanups = [
  variant('flavourB-fix', {
    from: 'flavourB',
    summary: 'B, and the cleanup waits only for a buffer that was not revoked',
    replace: {
      vfio_pci_dma_buf_cleanup: [
        down_write(memory_lock),
        ...cleanupBuffers((of) => [
          when(
            not(revoked.at(of)),
            forgetAndRevoke(of, waitForImporters(of)),
            forgetDevice(of).map((each) => note('was revoked', each as Step)),
            'was_revoked = priv->revoked; if (!was_revoked)',
          ),
        ]),
        up_write(memory_lock),
      ],
    },
    ref: 'list, v1 1/9: the first fix proposed',
    expect: { close: allHold },
  }),
  variant('no-file-get-cleanup', {
    summary: 'the cleanup takes no reference on the file',
    replace: {
      vfio_pci_dma_buf_cleanup: [
        down_write(memory_lock),
        vfio_pci_dma_buf_move(vdev, TRUE),
        given(occurs(EXPORT), [
          when(dmabufs.at(EXPORT), [...forgetDevice(EXPORT), ...putRegistration]),
        ]),
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    races: [
      expectedRace(
        priv_vdev,
        'the release asks for it without the lock, and nothing keeps the cleanup away',
      ),
    ],
    expect: { close: violates('S-UAF', 'S-REF') },
  }),
];

const importers = [
  variant('stubborn-importer', {
    summary: 'an importer that unmaps when it likes; its process has a BAR mapped',
    set: { 'importer-kind': 'STUBBORN' },
    ref: 'derived; seen on 7.2.13 with an importer that never unmaps',
    expect: {
      stubborn: violates('deadlock'),
      'stubborn-hot': violates('deadlock'),
      hot: violates('deadlock'),
    },
  }),
  variant('as-is-cmd-error', {
    summary: 'the stored error branch: memory off revoked, the write failed, nothing un-revokes',
    set: { cmdWriteFails: true },
    ref: 'vfio_basic_config_write() of 6.19 to 7.1',
    status: 'candidate',
    expect: { sync: violates('S-AVAIL') },
  }),
];

const forked = [
  variant('fork', {
    summary: 'the child of a fork inherits the PTEs of the BAR and is zapped with its parent',
    set: { forks: true },
    replace: { vfio_pci_zap_bars: zapParentAndChild },
    ref: 'mm/mmap.c of 6.12; seen on 6.12 and 7.2',
    expect: { fork: allHold },
  }),
];

const lowPower = [
  variant('fix-engaged', {
    summary:
      'with low power; un-revoke and export ask whether it is engaged, a waking resume un-revokes',
    set: { 'runtime-pm': true },
    ref: 'derived: a proposal; tried on 7.2.13',
    expect: { 'low-power': allHold, 'low-power-wake': allHold, 'low-power-export': allHold },
  }),
  variant('as-is-engaged', {
    from: 'fix-engaged',
    summary:
      'the stored code, with low power: un-revoke and export do not ask whether it is engaged',
    set: { 'unrevoke-tests-engaged': false, 'resume-unrevokes': false },
    ref: '6.19 to 7.3; seen on 7.2.13 and 7.3-rc7',
    status: 'candidate',
    expect: {
      'low-power': violates('S-SUSPEND', 'S-ACCESS'),
      'low-power-export': violates('S-SUSPEND', 'S-ACCESS'),
      'low-power-wake': violates('S-SUSPEND', 'S-ACCESS', 'S-AVAIL'),
    },
  }),
  variant('as-is-wake', {
    from: 'fix-engaged',
    summary: 'the stored resume alone: it disengages for a wake-up and does not un-revoke',
    set: { 'resume-unrevokes': false },
    ref: '6.19 to 7.3; seen on 7.2.13 and 7.3-rc7',
    status: 'candidate',
    expect: { 'low-power-wake': violates('S-AVAIL') },
  }),
  variant('no-move-entry', {
    from: 'fix-engaged',
    summary: 'low-power entry does not revoke',
    replace: {
      vfio_pci_runtime_pm_entry: [vfio_pci_zap_and_down_write_memory_lock(), ...engageLowPower],
    },
    ref: 'derived',
    expect: {
      'low-power': violates('S-SUSPEND', 'S-ACCESS'),
      'low-power-wake': violates('S-SUSPEND', 'S-ACCESS'),
    },
  }),
];

export const lifeVariants = [...exports, ...cleanups, ...importers, ...forked, ...lowPower];
