/**
 * What the small configurations of `vfio-pci/mmap-dmabuf` must reach, or they exercise less than they claim.
 *
 * Each actor and each operation of a configuration is needed by one of its goals; a test takes them away one by one.
 */
import {
  and,
  at,
  type Expr,
  eq,
  goal,
  holds,
  inside,
  int,
  not,
  PROCESS,
  queued,
  some,
  type ValueOf,
} from '../../../checker/lang/index.ts';
import { dmabufs, EXPORT, f_count, isLive, MMAP, occurs, revoked } from '../driver/buffer.ts';
import { vfio_pci_dma_buf_cleanup } from '../driver/buffer-life.ts';
import { client_access } from '../driver/client.ts';
import {
  current_state,
  D0,
  D3,
  in_reset,
  memory_lock,
  type POWER,
  virt_mem,
} from '../driver/device.ts';
import { device_fd } from '../driver/device-file.ts';
import { fd, vfio_pci_core_feature_dma_buf } from '../driver/export.ts';
import { IMPORTER, mapped } from '../driver/importer-state.ts';
import { vfio_device_fops_release, vfio_pci_core_disable } from '../driver/last-close.ts';
import { vfio_pci_mmap_huge_fault } from '../driver/mmap-buffer.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import { BUF, CLIENT, linked, pte } from '../driver/vma.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

type Operation = Parameters<typeof inside>[1];

const someone = (operation: Operation): Expr<boolean> => some(PROCESS, (p) => inside(p, operation));

/** Some thread is inside `operation` with the lock held for write. */
const during = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), holds(p, memory_lock, 'write')));

const stateIs = (state: Expr<ValueOf<typeof POWER>>): Expr<boolean> => eq(current_state, state);
const anImporterMaps = some(IMPORTER, (importer) => mapped.at(importer));

const OPERATIONS = [
  ['the reset', vfio_pci_ioctl_reset],
  ['a command write', vfio_basic_config_write],
  ['an FLR', vfio_exp_config_write],
] as const;

/** Each operation meets what `found` says. */
const eachFinds = (what: string, found: Expr<boolean>) =>
  OPERATIONS.map(([name, operation]) =>
    goal(`${name} finds ${what}`, and(during(operation), found)),
  );

const resetAsleep = goal(
  'the reset is entered in D3',
  and(during(vfio_pci_ioctl_reset), stateIs(D3)),
);
const awakened = (buffer: typeof MMAP | typeof EXPORT) =>
  goal(
    'a D0 write un-revokes',
    and(
      some(PROCESS, (p) =>
        and(
          at(p, vfio_pci_dma_buf_move, 'revoked[buffer] = false'),
          inside(p, vfio_lock_and_set_power_state),
        ),
      ),
      stateIs(D0),
      revoked.at(buffer),
    ),
  );

const powerGoals = [resetAsleep, awakened(MMAP)];

export const touchGoals = [
  ...powerGoals,
  goal('the reset ioctl resets', and(during(vfio_pci_ioctl_reset), in_reset)),
  goal('an FLR resets', and(during(vfio_exp_config_write), in_reset)),
  ...eachFinds('a PTE', pte.at(BUF)),
  goal(
    'a fault finds the buffer revoked',
    and(someone(vfio_pci_mmap_huge_fault), revoked.at(MMAP), not(virt_mem)),
  ),
];

export const twoAdminsGoals = [
  ...powerGoals,
  ...eachFinds('a PTE', pte.at(BUF)),
  goal(
    'a fault waits behind a queued writer',
    some(PROCESS, (p) =>
      and(at(p, vfio_pci_mmap_huge_fault, 'down_read(&memory_lock)'), queued(memory_lock)),
    ),
  ),
];

export const mmapGoals = [
  ...powerGoals,
  ...eachFinds('a PTE', pte.at(BUF)),
  goal(
    'a revoke finds the buffer listed and its VMA not linked yet',
    and(during(vfio_pci_dma_buf_move), isLive(MMAP), not(linked.at(BUF))),
  ),
  goal(
    'a buffer is listed while memory is off',
    and(isLive(MMAP), not(linked.at(BUF)), not(virt_mem)),
  ),
  goal(
    'a revoke skips a buffer that is about to be released',
    and(during(vfio_pci_dma_buf_move), dmabufs.at(MMAP), eq(f_count.at(MMAP), int(0))),
  ),
];

/** A power write is about to drop the lock, and has left the device in this state. */
const wrote = (state: Expr<ValueOf<typeof POWER>>): Expr<boolean> =>
  and(
    some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'up_write(&memory_lock)')),
    stateIs(state),
  );

const bothMapped = and(pte.at(BUF), anImporterMaps);

export const importerGoals = [
  ...eachFinds('a PTE and an importer mapping', bothMapped),
  goal('a D0 write leaves a PTE and an importer mapping', and(wrote(D0), bothMapped)),
  goal('a D3 write leaves the hidden buffer revoked', and(wrote(D3), revoked.at(MMAP))),
];

export const exportGoals = [
  resetAsleep,
  awakened(EXPORT),
  ...eachFinds('an importer mapping', anImporterMaps),
  goal('a buffer is exported while memory is off', and(dmabufs.at(EXPORT), not(fd), not(virt_mem))),
  goal(
    'a revoke runs in the middle of an export, and the buffer is not listed yet',
    and(
      during(vfio_pci_dma_buf_move),
      someone(vfio_pci_core_feature_dma_buf),
      not(dmabufs.at(EXPORT)),
    ),
  ),
];

export const closeGoals = [
  goal('the BAR is used after the fd was closed', and(not(device_fd), pte.at(BUF))),
  goal(
    'the last close follows the release of the mapping',
    and(someone(vfio_device_fops_release), not(linked.at(BUF))),
  ),
  goal('the last close resets the device', and(someone(vfio_pci_core_disable), in_reset)),
  goal(
    'the cleanup finds the exported buffer',
    and(during(vfio_pci_dma_buf_cleanup), occurs(EXPORT), isLive(EXPORT)),
  ),
  goal('the reset finds a PTE', and(during(vfio_pci_ioctl_reset), pte.at(BUF))),
  goal('a command write finds a PTE', and(during(vfio_basic_config_write), pte.at(BUF))),
];

export const clientGoals = [
  goal(
    'the cleanup finds a PTE of the client',
    and(during(vfio_pci_dma_buf_cleanup), pte.at(CLIENT)),
  ),
  goal(
    'a fault of the client meets the close',
    and(someone(client_access), during(vfio_pci_dma_buf_cleanup)),
  ),
  goal('the reset finds a PTE of the client', and(during(vfio_pci_ioctl_reset), pte.at(CLIENT))),
  goal(
    'a command write finds a PTE of the client',
    and(during(vfio_basic_config_write), pte.at(CLIENT)),
  ),
];
