/**
 * Variants of `vfio-pci/power` with virtual functions: `sriov_active` as it is stored, and without each of its two protections.
 */
import {
  allHold,
  assign,
  benignRace,
  down_write,
  expectedRace,
  FALSE,
  note,
  step,
  up_write,
  variant,
  violates,
} from '../../../checker/lang/index.ts';
import { memory_lock, setPowerStateSlowly } from '../driver/device.ts';
import { pm_runtime_put, pm_runtime_resume_and_get } from '../driver/low-power.ts';
import { current_state } from '../driver/power-state.ts';
import { disableVfs, enableVfs, num_vf, refusedWithVfs, sriov_active } from '../driver/sriov.ts';

export const sriovVariants = [
  variant('sriov', {
    summary: 'with VFs the device stays in D0; the flag that says so is cleared without the lock',
    replace: { vfio_pci_set_power_state: refusedWithVfs },
    ref: 'drivers/vfio/pci as stored, with VFs of the device',
    races: [
      benignRace(
        sriov_active,
        'at worst a D3 write is refused although the VFs are gone, and the device stays in D0',
      ),
    ],
    expect: { vfs: allHold },
  }),
  variant('sriov-cleared-locked', {
    from: 'sriov',
    summary: 'the flag is cleared with the lock held, too',
    replace: {
      vfio_pci_core_sriov_configure: [
        pm_runtime_resume_and_get(),
        down_write(memory_lock),
        ...enableVfs,
        up_write(memory_lock),
        step('pci_disable_sriov()', assign(num_vf, FALSE)),
        note('to clear', down_write(memory_lock)),
        step('sriov_active = false', assign(sriov_active, FALSE)),
        note('cleared', up_write(memory_lock)),
        pm_runtime_put(),
      ],
    },
    ref: 'derived',
    expect: { vfs: allHold },
  }),
  variant('sriov-unlocked', {
    from: 'sriov',
    summary: 'VFs are enabled without the lock: a D3 write may be behind its test already',
    replace: {
      vfio_pci_core_sriov_configure: [
        pm_runtime_resume_and_get(),
        ...enableVfs,
        ...disableVfs,
        pm_runtime_put(),
      ],
    },
    ref: 'derived',
    races: [
      expectedRace(sriov_active, 'set without the lock under which it is read'),
      expectedRace(current_state, 'D0 is not under memory_lock'),
    ],
    expect: { vfs: violates('S-SRIOV') },
  }),
  variant('sriov-no-test', {
    from: 'sriov',
    summary: 'the transition does not ask for VFs',
    replace: { vfio_pci_set_power_state: setPowerStateSlowly },
    ref: 'derived',
    expect: { vfs: violates('S-SRIOV') },
  }),
];
