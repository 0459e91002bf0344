/**
 * What the small configurations of `vfio-pci/revoke-bars` must reach, or they exercise less than they claim.
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
import {
  vfio_basic_config_write,
  vfio_exp_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/admin.ts';
import { comp, dmabufs, EXPORT, f_count, isLive, MMAP, revoked } from '../driver/buffer.ts';
import {
  current_state,
  D0,
  D1,
  D3,
  in_reset,
  memory_lock,
  type POWER,
  phys_mem,
  virt_mem,
} from '../driver/device.ts';
import { vfio_pci_dma_buf_move } from '../driver/dmabuf.ts';
import { dma_buf_map_attachment, IMPORTER, mapped } from '../driver/importer.ts';
import { vfio_pci_unrevoke_bars } from '../driver/revoke.ts';
import { vfio_pci_mmap_huge_fault } from '../driver/user.ts';
import { BUF, CUSTOM, linked, pte } from '../driver/vma.ts';

type Operation = Parameters<typeof inside>[1];

/** Some thread is inside `operation` with the lock held for write. */
export const during = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), holds(p, memory_lock, 'write')));

const unrevokes = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), inside(p, vfio_pci_unrevoke_bars)));

const anImporterMaps = some(IMPORTER, (importer) => mapped.at(importer));

const stateIs = (state: Expr<ValueOf<typeof POWER>>): Expr<boolean> => eq(current_state, state);

export const asleepGoal = goal(
  'the reset is entered in D3',
  and(during(vfio_pci_ioctl_reset), stateIs(D3)),
);
export const awakenedGoal = goal(
  'a D0 write un-revokes',
  and(unrevokes(vfio_lock_and_set_power_state), stateIs(D0)),
);

const refusedFault = goal(
  'a fault is refused by revoked',
  some(PROCESS, (p) =>
    and(at(p, vfio_pci_mmap_huge_fault, 'up_read(&memory_lock)'), revoked.at(MMAP)),
  ),
);

const waitingFault = goal(
  'a fault waits behind a queued writer',
  some(PROCESS, (p) =>
    and(at(p, vfio_pci_mmap_huge_fault, 'down_read(&memory_lock)'), queued(memory_lock)),
  ),
);

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

export const blockedWait = goal(
  'wait_for_completion() blocks',
  some(PROCESS, (p) =>
    and(
      at(p, vfio_pci_dma_buf_move, 'wait_for_completion(&comp[buffer])'),
      eq(comp.at(EXPORT).done, int(0)),
    ),
  ),
);

const resets = (operation: Operation): Expr<boolean> =>
  and(
    in_reset,
    some(PROCESS, (p) => inside(p, operation)),
  );

const memoryOff = and(not(virt_mem), not(phys_mem));

export const resetFindsMapping = goal(
  'the reset finds a mapping',
  and(during(vfio_pci_ioctl_reset), anImporterMaps),
);

export const powerGoals = [
  asleepGoal,
  awakenedGoal,
  refusedFault,
  waitingFault,
  goal('the reset ioctl resets the device', resets(vfio_pci_ioctl_reset)),
];

export const customGoals = [
  ...powerGoals,
  goal('both VMAs are mapped at once', and(pte.at(BUF), pte.at(CUSTOM))),
];

export const commandGoals = [
  goal('the reset runs with memory off', and(during(vfio_pci_ioctl_reset), memoryOff)),
  goal('an FLR runs with memory off', and(during(vfio_exp_config_write), memoryOff)),
  goal('a command write un-revokes', unrevokes(vfio_basic_config_write)),
  goal('a command write finds a PTE', and(during(vfio_basic_config_write), pte.at(BUF))),
  waitingFault,
];

export const importerGoals = [
  asleepGoal,
  awakenedGoal,
  refusedMap,
  resetFindsMapping,
  goal('an FLR resets the device', resets(vfio_exp_config_write)),
  goal('an FLR finds a mapping', and(during(vfio_exp_config_write), anImporterMaps)),
  goal('a command write finds a mapping', and(during(vfio_basic_config_write), anImporterMaps)),
];

export const asyncGoals = [...importerGoals, blockedWait];

export const mmapGoals = [
  asleepGoal,
  awakenedGoal,
  goal('the mapping is used', pte.at(BUF)),
  goal(
    'a revoke finds the buffer listed and its VMA not linked yet',
    and(during(vfio_pci_dma_buf_move), isLive(MMAP), not(linked.at(BUF))),
  ),
  goal(
    'a hidden buffer is born revoked',
    and(isLive(MMAP), revoked.at(MMAP), not(linked.at(BUF)), memoryOff),
  ),
  goal(
    'a revoke skips a buffer that is about to be released',
    and(during(vfio_pci_dma_buf_move), dmabufs.at(MMAP), eq(f_count.at(MMAP), int(0))),
  ),
  goal('an FLR finds a PTE', and(during(vfio_exp_config_write), pte.at(BUF))),
];

export const d1Goals = [
  awakenedGoal,
  goal('an importer maps in D1', and(anImporterMaps, stateIs(D1))),
  goal('the reset is entered in D1', and(during(vfio_pci_ioctl_reset), stateIs(D1))),
];

export const d1AllGoals = [
  ...d1Goals,
  asleepGoal,
  goal('an FLR is entered in D1', and(during(vfio_exp_config_write), stateIs(D1))),
  goal('a command write is entered in D1', and(during(vfio_basic_config_write), stateIs(D1))),
];
