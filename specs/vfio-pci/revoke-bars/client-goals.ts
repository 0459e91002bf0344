/**
 * What the configurations of client-configurations.ts must reach, or they exercise less than they claim.
 */
import {
  and,
  at,
  eq,
  goal,
  holds,
  inside,
  int,
  not,
  ownsMutex,
  PROCESS,
  some,
} from '../../../checker/lang/index.ts';
import { vfio_lock_and_set_power_state, vfio_pci_ioctl_reset } from '../driver/admin.ts';
import { comp, dmabufs, EXPORT, perm_revoked, resv, revoked } from '../driver/buffer.ts';
import { vfio_pci_dma_buf_mmap, vfio_pci_mmap_page_fault } from '../driver/client.ts';
import { vfio_pci_dma_buf_cleanup } from '../driver/close.ts';
import { current_state, D3, in_reset, memory_lock } from '../driver/device.ts';
import { IMPORTER, mapped } from '../driver/importer.ts';
import { freed, priv_vdev, refcount } from '../driver/registration.ts';
import { vfio_pci_unrevoke_bars } from '../driver/revoke.ts';
import {
  stranger,
  vfio_pci_core_feature_dma_buf_revoke,
  vfio_pci_dma_buf_set_status,
} from '../driver/status.ts';
import { CLIENT, linked, pte } from '../driver/vma.ts';
import { asleepGoal, awakenedGoal, during } from './goals.ts';

const faults = some(PROCESS, (p) => inside(p, vfio_pci_mmap_page_fault));

const clientIsMapped = goal('the client has a PTE', pte.at(CLIENT));

const refusedAtOnce = goal(
  'a fault is refused under resv',
  some(PROCESS, (p) => at(p, vfio_pci_mmap_page_fault, 'mutex_unlock(&resv[EXPORT])#SIGBUS')),
);

const overtakenFault = goal(
  'a fault passed its first test, and has memory_lock only after a revoke',
  and(
    revoked.at(EXPORT),
    some(PROCESS, (p) => and(inside(p, vfio_pci_mmap_page_fault), holds(p, memory_lock, 'read'))),
  ),
);

const resvHeldByFault = goal(
  'a reset meets a fault that holds resv',
  and(
    during(vfio_pci_ioctl_reset),
    some(PROCESS, (p) => and(inside(p, vfio_pci_mmap_page_fault), ownsMutex(p, resv.at(EXPORT)))),
  ),
);

export const clientPowerGoals = [
  asleepGoal,
  awakenedGoal,
  clientIsMapped,
  refusedAtOnce,
  resvHeldByFault,
  goal('a reset finds the PTE of the client', and(during(vfio_pci_ioctl_reset), pte.at(CLIENT))),
];

export const closeGoals = [
  overtakenFault,
  awakenedGoal,
  goal('the last close finds a PTE', and(during(vfio_pci_dma_buf_cleanup), pte.at(CLIENT))),
  goal(
    'the last close finds the device in D3',
    and(during(vfio_pci_dma_buf_cleanup), eq(current_state, D3)),
  ),
  goal(
    'nothing but the fault keeps the device',
    and(eq(refcount, int(1)), not(priv_vdev.at(EXPORT)), faults),
  ),
  goal('the last close resets the device', in_reset),
  goal('a fault is under way when the device is freed', and(freed, faults)),
];

const refusedMmap = goal(
  'an mmap meets a revoked buffer',
  and(
    revoked.at(EXPORT),
    some(PROCESS, (p) => and(inside(p, vfio_pci_dma_buf_mmap), not(linked.at(CLIENT)))),
  ),
);

export const clientMmapGoals = [
  asleepGoal,
  awakenedGoal,
  refusedAtOnce,
  refusedMmap,
  goal(
    'the buffer is revoked between the early test of an mmap and the link of the VMA',
    and(
      some(PROCESS, (p) => at(p, vfio_pci_dma_buf_mmap, 'vma_link_file()')),
      revoked.at(EXPORT),
    ),
  ),
  goal(
    'a fault that passed its first test before D3 entry still waits when a reset wakes the device',
    and(
      during(vfio_pci_ioctl_reset),
      eq(current_state, D3),
      some(PROCESS, (p) => at(p, vfio_pci_mmap_page_fault, 'down_read(&memory_lock)')),
    ),
  ),
];

const isPermanent = perm_revoked.at(EXPORT);

const upgraded = goal(
  'a revoked buffer is revoked permanently',
  and(
    revoked.at(EXPORT),
    not(isPermanent),
    some(PROCESS, (p) =>
      and(inside(p, vfio_pci_core_feature_dma_buf_revoke), inside(p, vfio_pci_dma_buf_set_status)),
    ),
  ),
);

const keptByUnrevoke = goal(
  'an un-revoke meets a permanently revoked buffer',
  and(
    isPermanent,
    some(PROCESS, (p) =>
      and(inside(p, vfio_pci_unrevoke_bars), inside(p, vfio_pci_dma_buf_set_status)),
    ),
  ),
);

export const permanentGoals = [
  upgraded,
  keptByUnrevoke,
  overtakenFault,
  goal(
    'a permanent revoke finds the PTE of the client',
    and(
      pte.at(CLIENT),
      some(PROCESS, (p) => inside(p, vfio_pci_core_feature_dma_buf_revoke)),
    ),
  ),
  goal(
    'a reset meets a permanently revoked buffer',
    and(during(vfio_pci_ioctl_reset), isPermanent),
  ),
  goal(
    'a D0 write meets a permanently revoked buffer',
    and(
      isPermanent,
      some(PROCESS, (p) =>
        and(inside(p, vfio_lock_and_set_power_state), inside(p, vfio_pci_unrevoke_bars)),
      ),
    ),
  ),
];

export const permanentImporterGoals = [
  upgraded,
  keptByUnrevoke,
  goal(
    'wait_for_completion() blocks',
    and(
      some(PROCESS, (p) => at(p, vfio_pci_dma_buf_set_status, 'wait_for_completion(&comp[priv])')),
      eq(comp.at(EXPORT).done, int(0)),
    ),
  ),
  goal(
    'a permanent revoke finds an importer mapping',
    and(
      during(vfio_pci_core_feature_dma_buf_revoke),
      some(IMPORTER, (importer) => mapped.at(importer)),
    ),
  ),
];

const strangerAsks = some(stranger.instances, (p) =>
  inside(p, vfio_pci_core_feature_dma_buf_revoke),
);

export const strangerGoals = [
  goal('the stranger asks while the client has a PTE', and(strangerAsks, pte.at(CLIENT))),
  goal('the stranger asks after the permanent revoke', and(strangerAsks, isPermanent)),
  goal('the stranger asks after the last close', and(strangerAsks, not(dmabufs.at(EXPORT)))),
];
