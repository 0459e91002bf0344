/**
 * What the small configurations of `vfio-pci/power` must reach, or they exercise less than they claim.
 *
 * Each actor and each operation of a configuration is needed by one of its goals; a test takes them away one by one.
 */
import {
  and,
  at,
  type Expr,
  eq,
  goal,
  gt,
  holds,
  inside,
  int,
  not,
  or,
  PROCESS,
  present,
  quiescent,
  some,
} from '../../../checker/lang/index.ts';
import { comp, dmabufs, EXPORT, f_count, revoked } from '../driver/buffer.ts';
import { current_state, D0, D1, D3, memory_lock, virt_mem } from '../driver/device.ts';
import { vfio_device_fops_unl_ioctl } from '../driver/file-operations.ts';
import { IMPORTER, mapped } from '../driver/importer.ts';
import {
  pci_pm_runtime_resume,
  pm_runtime_resume_and_get,
  vfio_pci_core_runtime_resume,
  vfio_pci_core_runtime_suspend,
  vfio_pci_runtime_pm_entry,
  vfio_pci_runtime_pm_exit,
} from '../driver/low-power.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import {
  hw_pm,
  pci_set_power_state,
  pm_runtime_engaged,
  pm_save,
  RPM_ACTIVE,
  RPM_SUSPENDING,
  runtime_status,
  usage_count,
} from '../driver/power-state.ts';
import { num_vf, sriov_active, vfio_pci_core_sriov_configure } from '../driver/sriov.ts';
import { vfio_pci_vmf_insert_pfn } from '../driver/user.ts';
import { DEVFD, pte } from '../driver/vma.ts';
import {
  vfio_basic_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_ioctl_reset,
} from '../driver/zap-then-move.ts';

type Operation = Parameters<typeof inside>[1];

const someInside = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => inside(p, operation));

/** Some thread is inside `operation` with the lock held for write. */
const during = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), holds(p, memory_lock, 'write')));

/** Some thread is inside `operation` and revokes or un-revokes. */
const movesIn = (operation: Operation): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, operation), inside(p, vfio_pci_dma_buf_move)));

const inD0 = eq(current_state, D0);
const inD3 = eq(current_state, D3);
const anImporterMaps = some(IMPORTER, (importer) => mapped.at(importer));
const idleAndAwake = and(quiescent(), inD0, eq(runtime_status, RPM_ACTIVE));

const resumes = goal('a request wakes the device', someInside(pci_pm_runtime_resume));
const waits = goal(
  'a request waits for a suspend to end',
  and(
    eq(runtime_status, RPM_SUSPENDING),
    gt(usage_count.refs, int(0)),
    someInside(pm_runtime_resume_and_get),
  ),
);
const undoesD3 = goal(
  'a D3 that the user wrote is undone before a suspend',
  and(during(vfio_pci_core_runtime_suspend), inD3),
);
const resetInD3 = goal('the reset is entered in D3', and(during(vfio_pci_ioctl_reset), inD3));
const resetEngaged = goal(
  'the reset runs while low power is engaged',
  and(during(vfio_pci_ioctl_reset), pm_runtime_engaged),
);
const wakesUp = goal(
  'a D0 write wakes a device that was put into D3',
  and(someInside(vfio_lock_and_set_power_state), eq(hw_pm, D0), inD3),
);
const disengages = goal(
  'the exit finds a device that was woken for it',
  and(during(vfio_pci_runtime_pm_exit), pm_runtime_engaged),
);
const entryFindsMapping = goal(
  'the entry finds a mapping',
  and(during(vfio_pci_runtime_pm_entry), anImporterMaps),
);
const secondEntry = goal(
  'the entry finds low power engaged',
  and(during(vfio_pci_runtime_pm_entry), pm_runtime_engaged),
);

const common = [resumes, undoesD3, resetInD3, resetEngaged, disengages, secondEntry];

export const cpuGoals = [
  ...common,
  wakesUp,
  goal('the entry finds a PTE', and(during(vfio_pci_runtime_pm_entry), pte.at(DEVFD))),
  goal(
    'a fault finds low power engaged, and the device still in D0',
    and(
      pm_runtime_engaged,
      inD0,
      some(PROCESS, (p) => and(inside(p, vfio_pci_vmf_insert_pfn), holds(p, memory_lock, 'read'))),
    ),
  ),
];

const plainIoctl = some(PROCESS, (p) =>
  at(p, vfio_device_fops_unl_ioctl, 'vfio_pci_ioctl_get_info()'),
);

const leavesLowPower = goal(
  'the exit un-revokes what the entry revoked',
  and(movesIn(vfio_pci_runtime_pm_exit), revoked.at(EXPORT)),
);

export const importerGoals = [
  ...common,
  leavesLowPower,
  wakesUp,
  entryFindsMapping,
  goal('a plain ioctl finds low power engaged', and(plainIoctl, pm_runtime_engaged)),
];

export const asyncGoals = [
  leavesLowPower,
  entryFindsMapping,
  goal(
    'the entry waits for the importer',
    and(during(vfio_pci_runtime_pm_entry), revoked.at(EXPORT), anImporterMaps),
  ),
  goal(
    'the importer is gone',
    and(movesIn(vfio_pci_runtime_pm_entry), gt(comp.at(EXPORT).done, int(0))),
  ),
];

export const wakeGoals = [
  goal(
    'a resume leaves low power',
    and(during(vfio_pci_core_runtime_resume), not(pm_runtime_engaged), revoked.at(EXPORT)),
  ),
  entryFindsMapping,
  goal(
    'a plain ioctl finds low power left behind',
    and(plainIoctl, not(pm_runtime_engaged), revoked.at(EXPORT)),
  ),
  goal(
    'the exit comes after the wake-up',
    and(during(vfio_pci_runtime_pm_exit), not(pm_runtime_engaged)),
  ),
  wakesUp,
  resetInD3,
];

export const commandGoals = [
  goal(
    'a command write runs while low power is engaged',
    and(during(vfio_basic_config_write), pm_runtime_engaged),
  ),
  goal(
    'a command write un-revokes',
    and(movesIn(vfio_basic_config_write), virt_mem, not(revoked.at(EXPORT))),
  ),
  goal('a command write finds a mapping', and(during(vfio_basic_config_write), anImporterMaps)),
  goal('a command write finds a PTE', and(during(vfio_basic_config_write), pte.at(DEVFD))),
  goal('the exit finds memory off', and(during(vfio_pci_runtime_pm_exit), not(virt_mem))),
];

export const resetGoals = [
  resetEngaged,
  disengages,
  goal('the reset finds a mapping', and(during(vfio_pci_ioctl_reset), anImporterMaps)),
];

export const savedGoals = [
  resetInD3,
  undoesD3,
  resumes,
  wakesUp,
  disengages,
  goal('the driver saved the configuration', present(pm_save)),
  goal(
    'a suspended device with a saved configuration comes back',
    and(idleAndAwake, pm_runtime_engaged, not(present(pm_save))),
  ),
];

export const twoAdminsGoals = [
  waits,
  disengages,
  goal(
    'an importer maps after the exit',
    and(idleAndAwake, anImporterMaps, not(pm_runtime_engaged)),
  ),
];

export const exportGoals = [
  goal(
    'low power is engaged before the buffer is exported',
    and(not(dmabufs.at(EXPORT)), pm_runtime_engaged),
  ),
  goal(
    'the exit finds the new buffer',
    and(movesIn(vfio_pci_runtime_pm_exit), gt(f_count.at(EXPORT), int(1))),
  ),
];

export const d1Goals = [
  resetInD3,
  wakesUp,
  goal('PTE and importer mapping at once', and(pte.at(DEVFD), anImporterMaps)),
  goal(
    'D1 is refused or entered',
    or(
      some(PROCESS, (p) => at(p, pci_set_power_state, 'return -EIO')),
      eq(current_state, D1),
    ),
  ),
];

export const powerRegisterGoals = [
  wakesUp,
  goal('a power write finds a PTE', and(during(vfio_lock_and_set_power_state), pte.at(DEVFD))),
];

export const vfsGoals = [
  goal('a PTE is there with VFs', and(num_vf, pte.at(DEVFD))),
  goal(
    'VFs are enabled in D3',
    and(eq(current_state, D3), someInside(vfio_pci_core_sriov_configure)),
  ),
  goal(
    'a D0 write wakes the device',
    and(
      eq(hw_pm, D0),
      eq(current_state, D3),
      someInside(vfio_lock_and_set_power_state),
      not(someInside(vfio_pci_core_sriov_configure)),
    ),
  ),
  goal(
    'a D3 write runs when the VFs are gone and the flag is not',
    and(not(num_vf), sriov_active, someInside(vfio_lock_and_set_power_state)),
  ),
];
