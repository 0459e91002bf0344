/**
 * Broken twins of `vfio-pci/power`: one call moved or left out of the repaired code, and the unlocked accesses.
 */
import {
  allHold,
  also,
  type Body,
  check,
  down_write,
  eq,
  expectedRace,
  given,
  lockdep_assert_held_read,
  note,
  oneOf,
  or,
  step,
  stepWhen,
  TRUE,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { S_D0RESET } from '../driver/admin.ts';
import {
  __vfio_pci_memory_enabled,
  current_state,
  D0,
  D3,
  memory_lock,
  pci_try_reset_function,
  vfio_pci_set_power_state,
} from '../driver/device.ts';
import { vdev } from '../driver/lifecycle-bounds.ts';
import { engageLowPower, oneMoreUser, resume } from '../driver/low-power.ts';
import { vfio_pci_dma_buf_move } from '../driver/move.ts';
import { dmabuf_export } from '../driver/power-bounds.ts';
import { RPM_ACTIVE, RPM_SUSPENDING, runtime_status } from '../driver/power-state.ts';
import { vfio_pci_zap_bars } from '../driver/revoke.ts';
import { insert } from '../driver/user.ts';
import {
  lockZapAndRevoke,
  state,
  unrevokeIfEnabled,
  vfio_default_config_write,
  vfio_lock_and_set_power_state,
  vfio_pci_zap_and_down_write_memory_lock,
} from '../driver/zap-then-move.ts';

const move: Body = [given(dmabuf_export, [vfio_pci_dma_buf_move(vdev, TRUE)])];

const powerWrites = [
  variant('set-then-zap', {
    summary: 'D3 first, then zap and revoke',
    replace: {
      vfio_lock_and_set_power_state: [
        down_write(memory_lock),
        vfio_pci_set_power_state(state),
        given(eq(state, D3), [vfio_pci_zap_bars(), ...move]),
        ...unrevokeIfEnabled,
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    expect: {
      cpu: violates('S-ACCESS'),
      importer: violates(
        'S-ACCESS',
        also('S-D0REVOKE', 'the importer is called back when the device is in D3 already'),
      ),
    },
  }),
  variant('no-lock-pm', {
    summary: 'the power state is set outside of the lock',
    replace: {
      vfio_lock_and_set_power_state: [
        given(eq(state, D3), [...lockZapAndRevoke, note('zapped', up_write(memory_lock))]),
        vfio_pci_set_power_state(state),
        down_write(memory_lock),
        ...unrevokeIfEnabled,
        up_write(memory_lock),
      ],
    },
    ref: 'derived',
    races: [expectedRace(current_state, 'the transition is not under memory_lock')],
    expect: {
      cpu: violates(
        'S-ASSERT',
        'S-ACCESS',
        also('S-FAULT', 'the device leaves D0 between the test of the fault and its insert'),
        also('I-NOMAP', 'a fault inserts a PTE between the zap and the transition'),
      ),
    },
  }),
];

const engagedWithMapping = also(
  'I-NOMAP',
  'something is mapped while low power is engaged, which the invariant denies',
);

const lowPower = [
  variant('entry-no-zap', {
    summary: 'low-power entry does not zap',
    replace: { vfio_pci_runtime_pm_entry: [down_write(memory_lock), ...move, ...engageLowPower] },
    ref: 'derived',
    expect: { cpu: violates('S-SUSPEND', 'S-ACCESS', engagedWithMapping) },
  }),
  variant('entry-no-move', {
    summary: 'low-power entry does not revoke',
    replace: {
      vfio_pci_runtime_pm_entry: [vfio_pci_zap_and_down_write_memory_lock(), ...engageLowPower],
    },
    ref: 'derived',
    expect: { importer: violates('S-SUSPEND', 'S-ACCESS', engagedWithMapping) },
  }),
  variant('fault-no-engaged', {
    summary: 'the fault does not ask whether low power is engaged',
    replace: {
      vfio_pci_vmf_insert_pfn: [
        lockdep_assert_held_read(memory_lock),
        when(__vfio_pci_memory_enabled, insert),
      ],
    },
    ref: 'derived; seen on 7.2.13 with this change: an insert while engaged',
    races: [
      expectedRace(
        current_state,
        'a suspend does not hold memory_lock to its end: pm_runtime_engaged keeps faults out',
      ),
    ],
    expect: { cpu: violates('S-FAULT', 'S-SUSPEND', 'S-ACCESS', engagedWithMapping) },
  }),
  variant('get-during-suspending', {
    summary: 'a request does not wait for a suspend that has begun (no kernel behaves so)',
    replace: {
      pm_runtime_resume_and_get: [
        step('atomic_inc(&usage_count)', oneMoreUser),
        oneOf(
          [
            stepWhen(
              'runtime_status == RPM_ACTIVE || runtime_status == RPM_SUSPENDING',
              or(eq(runtime_status, RPM_ACTIVE), eq(runtime_status, RPM_SUSPENDING)),
            ),
          ],
          resume,
        ),
      ],
    },
    ref: 'derived: guards the runtime-PM actor',
    races: [
      expectedRace(
        current_state,
        'what runs with a reference does not wait for the suspend that changes it',
      ),
    ],
    expect: {
      importer: violates(
        'S-AVAIL',
        also('S-ACCESS', 'the exit un-revokes, the importer maps, and the suspend goes on'),
        also('S-SUSPEND', 'the suspend ends with the buffer un-revoked'),
        also('I-NOMAP', 'the device is in D3 with the buffer un-revoked'),
        also('S-D0RESET', 'the suspend puts the device into D3 in the middle of the reset ioctl'),
        also('S-PMCSR', 'a reset wakes the device, and the suspend goes on to remember D3'),
        also('S-D0REVOKE', 'a later revoke finds a mapping that was made in D3'),
      ),
    },
  }),
];

const saved = [
  variant('reset-no-d0', {
    summary: 'the reset ioctl leaves D0 to the PCI core',
    replace: {
      vfio_pci_ioctl_reset: [
        vfio_pci_zap_and_down_write_memory_lock(),
        ...move,
        check(S_D0RESET, eq(current_state, D0)),
        pci_try_reset_function(),
        ...unrevokeIfEnabled,
        up_write(memory_lock),
      ],
    },
    ref: 'derived: the comment in vfio_pci_ioctl_reset()',
    expect: { saved: violates('S-D0RESET', 'S-SAVED') },
  }),
  variant('suspend-no-d0', {
    summary: 'the suspend leaves a D3 that the user wrote',
    replace: {
      vfio_pci_core_runtime_suspend: [down_write(memory_lock), up_write(memory_lock)],
    },
    ref: 'derived: the comment in vfio_pci_core_runtime_suspend()',
    expect: { saved: violates('S-SAVED') },
  }),
];

const powerRegister = [
  variant('pmcsr-rmw', {
    summary: 'stored code: the power register is read and written back before the lock is taken',
    set: { 'pmcsr-rmw': true },
    ref: '6.1 to 7.3 vfio_pm_config_write(); seen on 7.2.13 with a delay between read and write, in 0 of 400 rounds without',
    status: 'candidate',
    expect: {
      'power-register': violates(
        'S-ACCESS',
        also('S-PMCSR', 'what is written back is the state before the other write'),
      ),
    },
  }),
  variant('pmcsr-rmw-locked', {
    from: 'pmcsr-rmw',
    summary: 'the power register is read and written back with the lock held',
    replace: {
      vfio_pm_config_write: [vfio_lock_and_set_power_state(state)],
      vfio_lock_and_set_power_state: [
        given(eq(state, D3), lockZapAndRevoke, [down_write(memory_lock)]),
        vfio_default_config_write(),
        vfio_pci_set_power_state(state),
        ...unrevokeIfEnabled,
        up_write(memory_lock),
      ],
    },
    ref: 'derived: proposal',
    expect: { 'power-register': allHold },
  }),
];

export const twins = [...powerWrites, ...lowPower, ...saved, ...powerRegister];
