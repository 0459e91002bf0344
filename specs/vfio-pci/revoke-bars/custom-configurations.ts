/**
 * Small configurations of `vfio-pci/revoke-bars` in which nvgrace-gpu makes its CUSTOM mapping during the run.
 */
import {
  and,
  configuration,
  eq,
  goal,
  inside,
  not,
  PROCESS,
  some,
} from '../../../checker/lang/index.ts';
import { vfio_pci_ioctl_reset } from '../driver/admin.ts';
import { current_state, D3 } from '../driver/device.ts';
import { nvgrace_gpu_mmap } from '../driver/nvgrace.ts';
import { pm_runtime_engaged, RPM_SUSPENDED, runtime_status } from '../driver/power-state.ts';
import { vfio_pci_runtime_pm_entry } from '../driver/series-low-power.ts';
import { nvgrace_gpu_vfio_pci_huge_fault } from '../driver/user.ts';
import { CUSTOM, linked, pte } from '../driver/vma.ts';
import { asleepGoal, awakenedGoal, during } from './goals.ts';

const mmaps = some(PROCESS, (p) => inside(p, nvgrace_gpu_mmap));

export const customConfigurations = [
  configuration('custom-mmap', {
    summary: 'the CUSTOM mapping is made during the run, against resets and power writes',
    bounds: '1 device, 1 BUF and 1 CUSTOM VMA, 1 mmap, 1 access, 2 of reset, D0, D3 write',
    set: {
      driver: 'nvgrace',
      touches: 1,
      'custom-maps': true,
      'admin-ops': 2,
      'op-reset': true,
      'op-d0': true,
      'op-d3': true,
    },
    goals: [
      asleepGoal,
      awakenedGoal,
      goal('a reset runs inside of an mmap', and(during(vfio_pci_ioctl_reset), mmaps)),
      goal('a reset finds the PTE', and(during(vfio_pci_ioctl_reset), pte.at(CUSTOM))),
    ],
  }),
  configuration('custom-low-power', {
    summary: 'the CUSTOM mapping is made while the device enters runtime low power',
    bounds:
      '1 device, 1 BUF and 1 CUSTOM VMA, 1 mmap, 1 access, 1 low-power entry from D0 or D3, 1 suspend',
    set: {
      driver: 'nvgrace',
      touches: 1,
      'custom-maps': true,
      admins: 0,
      'runtime-pm': true,
      'low-power-entry': true,
    },
    goals: [
      goal(
        'low power is engaged inside of an mmap',
        and(pm_runtime_engaged, mmaps, not(linked.at(CUSTOM))),
      ),
      goal('the entry finds a PTE', and(during(vfio_pci_runtime_pm_entry), pte.at(CUSTOM))),
      goal(
        'low power is entered from D3',
        and(eq(current_state, D3), during(vfio_pci_runtime_pm_entry)),
      ),
      goal(
        'a fault comes while the device is suspended',
        and(
          eq(runtime_status, RPM_SUSPENDED),
          some(PROCESS, (p) => inside(p, nvgrace_gpu_vfio_pci_huge_fault)),
        ),
      ),
    ],
  }),
];
