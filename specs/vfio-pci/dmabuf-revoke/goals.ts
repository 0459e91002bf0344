/**
 * What the small configurations of `vfio-pci/dmabuf-revoke` must reach, or they exercise less than they claim.
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
  isWriteLocked,
  not,
  or,
  PROCESS,
  queued,
  some,
  type ValueOf,
} from '../../../checker/lang/index.ts';
import { vfio_pci_dma_buf_attach } from '../driver/attach.ts';
import { countsMappings } from '../driver/bounds.ts';
import { comp, dmabufs, EXPORT, f_count, isLive, revoked } from '../driver/buffer.ts';
import { priv, vfio_pci_dma_buf_cleanup, vfio_pci_dma_buf_release } from '../driver/buffer-life.ts';
import {
  current_state,
  D0,
  D3,
  in_reset,
  memory_lock,
  type POWER,
  virt_mem,
} from '../driver/device.ts';
import { fd, vfio_pci_core_feature_dma_buf } from '../driver/export.ts';
import { vfio_device_fops_unl_ioctl } from '../driver/file-operations.ts';
import { child_pte, dup_mmap } from '../driver/fork.ts';
import { open_count, vfio_pci_dev_set_hot_reset } from '../driver/hot-reset-move.ts';
import { dma_buf_map_attachment } from '../driver/importer.ts';
import { IMPORTER, mapped } from '../driver/importer-state.ts';
import { iopt_revoke_notify, pages_phys } from '../driver/iommufd.ts';
import { vfio_device_fops_release, vfio_pci_core_disable } from '../driver/last-close.ts';
import {
  vfio_pci_core_runtime_resume,
  vfio_pci_runtime_pm_entry,
  vfio_pci_runtime_pm_exit,
} from '../driver/low-power.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import { peer_memory_lock, peer_state } from '../driver/peer.ts';
import {
  pm_runtime_engaged,
  pm_wake_eventfd_ctx,
  RPM_SUSPENDED,
  runtime_status,
} from '../driver/power-state.ts';
import { freed, priv_vdev, vfio_unregister_group_dev } from '../driver/registration.ts';
import { vfio_pci_zap_bars } from '../driver/revoke.ts';
import { vfio_pci_mmap_huge_fault } from '../driver/user.ts';
import { DEVFD, pte } from '../driver/vma.ts';
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

type Operation = Parameters<typeof inside>[1];

const someone = (operation: Operation): Expr<boolean> => some(PROCESS, (p) => inside(p, operation));

/** Some thread is inside `operation` with the lock of vdev held for write. */
const during = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), holds(p, memory_lock, 'write')));

const anImporterMaps = some(IMPORTER, (importer) => mapped.at(importer));
const stateIs = (state: Expr<ValueOf<typeof POWER>>): Expr<boolean> => eq(current_state, state);

/** A map or an attach goes away empty-handed. */
const refusedMap = goal(
  'a map is refused by revoked',
  some(PROCESS, (p) =>
    and(
      at(p, dma_buf_map_attachment, 'mutex_unlock(&resv[EXPORT])'),
      revoked.at(EXPORT),
      not(anImporterMaps),
    ),
  ),
);
const refusedAttach = goal(
  'an attach is refused by revoked',
  some(PROCESS, (p) => at(p, vfio_pci_dma_buf_attach, 'return -ENODEV')),
);

const resetAsleep = goal(
  'the reset is entered in D3',
  and(during(vfio_pci_ioctl_reset), stateIs(D3)),
);
/** A power write is about to drop the lock, and has left the device in this state. */
const wrote = (state: Expr<ValueOf<typeof POWER>>): Expr<boolean> =>
  and(
    some(PROCESS, (p) => at(p, vfio_lock_and_set_power_state, 'up_write(&memory_lock)')),
    stateIs(state),
  );
const d0Written = goal('a D0 write runs', wrote(D0));

const finds = (what: string, operation: Operation) =>
  goal(`${what} finds a mapping`, and(during(operation), anImporterMaps));

const resetFinds = finds('the reset', vfio_pci_ioctl_reset);
const commandFinds = finds('a command write', vfio_basic_config_write);
const flrFinds = finds('an FLR', vfio_exp_config_write);

const resetResets = goal('the reset ioctl resets', and(during(vfio_pci_ioctl_reset), in_reset));
const flrResets = goal('an FLR resets', and(during(vfio_exp_config_write), in_reset));

export const operationGoals = [
  resetAsleep,
  d0Written,
  resetFinds,
  resetResets,
  commandFinds,
  flrFinds,
  flrResets,
];
export const syncGoals = [...operationGoals, refusedMap, refusedAttach];

/** Where there is no wait, nothing can be asked of it. */
const blockedWait = goal(
  'wait_for_completion() blocks',
  or(
    not(countsMappings),
    some(PROCESS, (p) =>
      and(
        at(p, vfio_pci_dma_buf_move, 'wait_for_completion(&comp[buffer])'),
        eq(comp.at(EXPORT).done, int(0)),
      ),
    ),
  ),
);
export const asyncGoals = [...syncGoals, blockedWait];

export const iommufdGoals = [
  ...operationGoals,
  refusedAttach,
  goal(
    'the callback finds an address that is copied and not mapped yet',
    and(
      someone(iopt_revoke_notify),
      some(IMPORTER, (importer) => and(pages_phys.at(importer), not(mapped.at(importer)))),
    ),
  ),
];

export const twoAdminsGoals = [
  resetAsleep,
  resetFinds,
  d0Written,
  goal('an admin waits behind another', and(during(vfio_pci_ioctl_reset), queued(memory_lock))),
];

export const mappingGoals = [
  resetFinds,
  commandFinds,
  flrFinds,
  d0Written,
  goal('a PTE and an importer mapping at once', and(pte.at(DEVFD), anImporterMaps)),
  goal(
    'a writer waits behind a fault',
    and(someone(vfio_pci_mmap_huge_fault), queued(memory_lock)),
  ),
  goal(
    'a fault finds the device asleep',
    and(someone(vfio_pci_mmap_huge_fault), stateIs(D3), not(pte.at(DEVFD))),
  ),
];

export const exportGoals = [
  ...operationGoals,
  goal('a buffer is born revoked', and(revoked.at(EXPORT), not(fd), not(virt_mem))),
  goal(
    'a revoke runs in the middle of an export, and the buffer is not listed yet',
    and(
      during(vfio_pci_dma_buf_move),
      someone(vfio_pci_core_feature_dma_buf),
      not(dmabufs.at(EXPORT)),
    ),
  ),
];

export const exportFailsGoals = [
  goal('a buffer without an fd is released', and(someone(vfio_pci_dma_buf_release), not(fd))),
  goal(
    'a reset meets a file that is about to be released',
    and(during(vfio_pci_ioctl_reset), dmabufs.at(EXPORT), eq(f_count.at(EXPORT), int(0))),
  ),
  commandFinds,
];

export const closeGoals = [
  finds('the cleanup', vfio_pci_dma_buf_cleanup),
  goal(
    'the cleanup skips a buffer that is about to be released',
    and(during(vfio_pci_dma_buf_cleanup), dmabufs.at(EXPORT), eq(f_count.at(EXPORT), int(0))),
  ),
  goal(
    'a buffer is released after its device was closed',
    and(someone(vfio_pci_dma_buf_release), not(priv_vdev.at(EXPORT))),
  ),
  goal(
    'the last close finds the buffer revoked',
    and(during(vfio_pci_dma_buf_cleanup), isLive(EXPORT), revoked.at(EXPORT), not(virt_mem)),
  ),
  goal(
    'an unbind waits for the last close',
    and(someone(vfio_unregister_group_dev), someone(vfio_device_fops_release)),
  ),
  goal('the last close resets the device', and(someone(vfio_pci_core_disable), in_reset)),
  goal('a buffer outlives its device', and(freed, priv.at(EXPORT))),
  resetFinds,
];

const hotFinds = goal(
  'the hot reset finds a mapping',
  and(someone(vfio_pci_dev_set_hot_reset), anImporterMaps),
);
const peerBusy = goal(
  'the peer is busy when vdev is locked and revoked',
  some(PROCESS, (p) =>
    and(
      at(p, vfio_pci_dev_set_hot_reset, 'down_write_trylock(&peer_memory_lock) = 0'),
      isWriteLocked(peer_memory_lock),
    ),
  ),
);

export const hotGoals = [
  d0Written,
  resetFinds,
  commandFinds,
  flrFinds,
  hotFinds,
  goal('the hot reset is entered in D3', and(during(vfio_pci_dev_set_hot_reset), stateIs(D3))),
  goal(
    'the hot reset finds the peer asleep',
    and(
      some(PROCESS, (p) =>
        and(inside(p, vfio_pci_dev_set_hot_reset), holds(p, peer_memory_lock, 'write')),
      ),
      eq(peer_state, D3),
      not(in_reset),
    ),
  ),
  peerBusy,
];

export const hotCloseGoals = [
  hotFinds,
  peerBusy,
  goal(
    'the hot reset resets a device that is closed',
    and(during(vfio_pci_dev_set_hot_reset), in_reset, eq(open_count, int(0))),
  ),
  goal('the hot reset meets memory off', and(during(vfio_pci_dev_set_hot_reset), not(virt_mem))),
];

const bothAreLocked = some(PROCESS, (p) =>
  and(
    inside(p, vfio_pci_dev_set_hot_reset),
    holds(p, memory_lock, 'write'),
    holds(p, peer_memory_lock, 'write'),
  ),
);

export const hotMappingGoals = [
  hotFinds,
  goal('the hot reset finds a PTE', and(during(vfio_pci_dev_set_hot_reset), pte.at(DEVFD))),
  goal(
    'a fault waits until both devices are reset',
    and(bothAreLocked, in_reset, someone(vfio_pci_mmap_huge_fault)),
  ),
];

/** The load that stands between the importer and its unmap. */
const loadWhileMapped = goal(
  'a load faults while its importer maps',
  and(someone(vfio_pci_mmap_huge_fault), anImporterMaps),
);

export const stubbornGoals = [resetFinds, loadWhileMapped];

const bothLocked = goal(
  'the hot reset holds both devices and meets a mapping of the second',
  and(bothAreLocked, anImporterMaps),
);

export const stubbornHotGoals = [bothLocked, loadWhileMapped];

const isSuspended = eq(runtime_status, RPM_SUSPENDED);

const sleeps = goal('the device sleeps', isSuspended);
const exitUnrevokes = goal(
  'the exit ioctl leaves the buffer usable',
  and(during(vfio_pci_runtime_pm_exit), not(pm_runtime_engaged), not(revoked.at(EXPORT))),
);
const whileEngaged = (what: string, condition: Expr<boolean>) =>
  goal(`${what} while low power is engaged`, and(condition, pm_runtime_engaged));
const writesWhileEngaged = [
  whileEngaged('a reset runs', during(vfio_pci_ioctl_reset)),
  whileEngaged('D0 is written', wrote(D0)),
  whileEngaged('D3 is written', wrote(D3)),
];
const entryFinds = finds('low-power entry', vfio_pci_runtime_pm_entry);

export const lowPowerGoals = [
  sleeps,
  exitUnrevokes,
  entryFinds,
  ...writesWhileEngaged,
  whileEngaged('a command write runs', during(vfio_basic_config_write)),
];

export const lowPowerWakeGoals = [
  sleeps,
  entryFinds,
  ...writesWhileEngaged,
  goal(
    'a resume wakes the user',
    and(during(vfio_pci_core_runtime_resume), pm_wake_eventfd_ctx, pm_runtime_engaged),
  ),
  goal(
    'an ioctl that changes nothing has woken the device',
    some(PROCESS, (p) => at(p, vfio_device_fops_unl_ioctl, 'vfio_pci_ioctl_get_info()')),
  ),
];

export const lowPowerExportGoals = [
  sleeps,
  exitUnrevokes,
  goal('an importer maps the new buffer', anImporterMaps),
  whileEngaged('a buffer is exported', during(vfio_pci_core_feature_dma_buf)),
];

const childFinds = (what: string, operation: Operation) =>
  goal(`${what} finds a PTE of the child`, and(during(operation), child_pte));

export const forkGoals = [
  goal('the child inherits a PTE beside an importer mapping', and(child_pte, anImporterMaps)),
  goal('a zap meets a fork', and(someone(dup_mmap), someone(vfio_pci_zap_bars))),
  childFinds('the reset', vfio_pci_ioctl_reset),
  childFinds('a command write', vfio_basic_config_write),
  goal('a D3 write runs', wrote(D3)),
  d0Written,
];
