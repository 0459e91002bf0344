/**
 * Virtual functions of the device: as long as there are any, it stays in D0.
 *
 * Mirrors vfio_pci_core_sriov_configure() and the test in vfio_pci_set_power_state(), drivers/vfio/pci/vfio_pci_core.c. `sriov_active`
 * is set with `memory_lock` held for write, and cleared without it: on purpose, for what that may cost is a D3 write that is refused
 * although the VFs are gone. The VFs themselves, and who uses them, are left out.
 */
import {
  assign,
  BOOLEAN,
  type Body,
  constant,
  down_write,
  eq,
  FALSE,
  fn,
  ghost,
  given,
  process,
  rest,
  returnFromFunction,
  step,
  TRUE,
  up_write,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { D0, memory_lock, setPowerStateSlowly, state, vfio_pci_set_power_state } from './device.ts';
import { pm_runtime_put, pm_runtime_resume_and_get } from './low-power.ts';

export const vfs = constant(
  'vfs',
  BOOLEAN,
  FALSE,
  'the administrator of the host enables virtual functions, and disables them again',
);

/** `vdev->sriov_active`. */
export const sriov_active = variable('sriov_active', BOOLEAN, FALSE);
/** `pci_num_vf() > 0`. */
export const num_vf = ghost('num_vf', BOOLEAN, FALSE);

/** `vfio_pci_set_power_state()` with its test: with VFs the device does not leave D0. */
export const refusedWithVfs: Body = [
  given(eq(state, D0), [], [when(sriov_active, [step('return -EBUSY'), returnFromFunction()])]),
  ...setPowerStateSlowly,
];

/** What enabling does with `memory_lock` held for write. */
export const enableVfs: Body = [
  vfio_pci_set_power_state(D0),
  step('sriov_active = true', assign(sriov_active, TRUE)),
  step('pci_enable_sriov()', assign(num_vf, TRUE)),
];

/** What disabling does: nobody has to wait for a flag that only forbids. */
export const disableVfs: Body = [
  step('pci_disable_sriov()', assign(num_vf, FALSE)),
  step('sriov_active = false', assign(sriov_active, FALSE)),
];

/** Enables the VFs, and disables them again. */
export const vfio_pci_core_sriov_configure = fn(
  'vfio_pci_core_sriov_configure',
  {
    title: 'write to sriov_numvfs',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_sriov_configure()',
  },
  [
    pm_runtime_resume_and_get(),
    down_write(memory_lock),
    ...enableVfs,
    up_write(memory_lock),
    ...disableVfs,
    pm_runtime_put(),
  ],
);

export const pfAdmin = process('pf_admin', { given: vfs }, [rest(vfio_pci_core_sriov_configure())]);
