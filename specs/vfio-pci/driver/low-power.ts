/**
 * Runtime low power of one device: the references that a request takes, suspend and resume, and the low-power ioctls.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c as of 6.19 to 7.3, drivers/pci/pci-driver.c and drivers/base/power/runtime.c. A request that
 * finds the device SUSPENDING or RESUMING waits. A suspend that has begun runs to its end, whoever takes a reference meanwhile; INTx, the
 * bridge above and wake-ups by the device itself are left out.
 *
 * Merged steps: `pm_runtime_engaged`, the reference and the eventfd that go with it, which are only written with `memory_lock` held for
 * write, while the reference of the request keeps the device from suspending; the PCI core's save or restore with the end of its transition.
 */
import {
  add,
  and,
  assertReferenced,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  cond,
  down_write,
  type Expr,
  eq,
  FALSE,
  fn,
  forever,
  given,
  int,
  NONE,
  type None,
  not,
  note,
  oneOf,
  optional,
  param,
  present,
  process,
  putting,
  rest,
  returnFromFunction,
  step,
  stepWhen,
  TRUE,
  up_write,
  valueOf,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { D0, D3, memory_lock, vfio_pci_set_power_state } from './device.ts';
import { S_ENTRY, S_EXIT } from './low-power-properties.ts';
import { offersLowPower, op_entry_wake, resume_unrevokes, runtime_pm } from './power-bounds.ts';
import {
  config_intact,
  current_state,
  hw_pm,
  losingConfig,
  pm_runtime_engaged,
  pm_wake_eventfd_ctx,
  RPM_ACTIVE,
  RPM_RESUMING,
  RPM_SUSPENDED,
  RPM_SUSPENDING,
  runtime_status,
  usage_count,
} from './power-state.ts';
import { lockZapAndRevoke, unrevokeIfEnabled } from './zap-then-move.ts';

/** `pdev->saved_config_space`, and whether what was saved there on suspend was intact. */
const state_saved = variable('state_saved', optional(BOOLEAN), NONE);

export const oneMoreUser = assign(usage_count.refs, add(usage_count.refs, int(1)));

/** Leaves low power, if the device is in it; the eventfd goes with it. */
export const __vfio_pci_runtime_pm_exit = fn(
  '__vfio_pci_runtime_pm_exit',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: __vfio_pci_runtime_pm_exit()' },
  [
    when(pm_runtime_engaged, [
      step(
        'pm_runtime_engaged = false; pm_runtime_get_noresume(); pm_wake_eventfd_ctx = NULL',
        assign(pm_runtime_engaged, FALSE),
        oneMoreUser,
        assign(pm_wake_eventfd_ctx, FALSE),
      ),
    ]),
  ],
);

/** The driver's part of a resume. With a wake eventfd it leaves low power; stored kernels do not un-revoke then. */
export const vfio_pci_core_runtime_resume = fn(
  'vfio_pci_core_runtime_resume',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_runtime_resume()' },
  [
    down_write(memory_lock),
    given(op_entry_wake, [
      when(pm_wake_eventfd_ctx, [
        step('eventfd_signal(pm_wake_eventfd_ctx)'),
        __vfio_pci_runtime_pm_exit(),
        given(resume_unrevokes, unrevokeIfEnabled),
      ]),
    ]),
    up_write(memory_lock),
  ],
);

/** The PCI core's part: power up, restore the configuration, then the driver. */
export const pci_pm_runtime_resume = fn(
  'pci_pm_runtime_resume',
  { mirrors: 'drivers/pci/pci-driver.c: pci_pm_runtime_resume()' },
  [
    step('pci_pm_power_up_and_verify_state()', assign(hw_pm, D0), losingConfig),
    step(
      'current_state = D0; pci_restore_state()',
      assign(current_state, D0),
      assign(config_intact, cond(present(state_saved), valueOf(state_saved), config_intact)),
      assign(state_saved, NONE),
    ),
    vfio_pci_core_runtime_resume(),
  ],
);

/** Wakes a suspended device up: the caller is the one who resumes it. */
export const resume: Body = [
  stepWhen(
    'runtime_status = RPM_RESUMING',
    eq(runtime_status, RPM_SUSPENDED),
    assign(runtime_status, RPM_RESUMING),
  ),
  pci_pm_runtime_resume(),
  note('resumed', step('runtime_status = RPM_ACTIVE', assign(runtime_status, RPM_ACTIVE))),
];

/** Takes a reference, waits for a transition in flight, and wakes the device up. */
export const pm_runtime_resume_and_get = fn(
  'pm_runtime_resume_and_get',
  { mirrors: 'drivers/base/power/runtime.c: rpm_resume()' },
  [
    step('atomic_inc(&usage_count)', oneMoreUser),
    oneOf(
      [stepWhen('runtime_status == RPM_ACTIVE', eq(runtime_status, RPM_ACTIVE))],
      [given(offersLowPower, resume)],
    ),
  ],
);

/** Drops the reference; with the last one gone, the device may be suspended some time later. */
export const pm_runtime_put = fn(
  'pm_runtime_put',
  { mirrors: 'drivers/base/power/runtime.c: rpm_idle()' },
  [assertReferenced(usage_count), step('atomic_sub_return(1, &usage_count)', putting(usage_count))],
);

export const wake = param('wake', BOOLEAN);

/** Engages low power, with `memory_lock` held for write, unless that was done before. */
export const engageLowPower: Body = [
  when(pm_runtime_engaged, [note('EINVAL', up_write(memory_lock)), returnFromFunction()]),
  assertReferenced(usage_count),
  step(
    c`pm_runtime_engaged = true; pm_wake_eventfd_ctx = ${wake}; pm_runtime_put_noidle()`,
    assign(pm_runtime_engaged, TRUE),
    assign(pm_wake_eventfd_ctx, wake),
    putting(usage_count),
  ),
  check(S_ENTRY, pm_runtime_engaged),
  up_write(memory_lock),
];

/** The low-power ioctls: the reference of the request is dropped last, so that the device cannot suspend before. */
export const vfio_pci_runtime_pm_entry = fn(
  'vfio_pci_runtime_pm_entry',
  {
    params: [wake],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_entry()',
  },
  [...lockZapAndRevoke, ...engageLowPower],
);

export const vfio_pci_runtime_pm_exit = fn(
  'vfio_pci_runtime_pm_exit',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_exit()' },
  [
    down_write(memory_lock),
    given(runtime_pm, [__vfio_pci_runtime_pm_exit()]),
    ...unrevokeIfEnabled,
    given(runtime_pm, [check(S_EXIT, not(pm_runtime_engaged))]),
    up_write(memory_lock),
  ],
);

/** The driver's part of a suspend: a D3 that the user wrote is undone, so that the PCI core owns the transition. */
export const vfio_pci_core_runtime_suspend = fn(
  'vfio_pci_core_runtime_suspend',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_runtime_suspend()' },
  [down_write(memory_lock), vfio_pci_set_power_state(D0), up_write(memory_lock)],
);

/** The PCI core saves the configuration and puts the device to sleep; one that the driver left in D3 it leaves alone. */
const pci_finish_runtime_suspend: Body = [
  step(
    'pci_save_state(); pci_finish_runtime_suspend()',
    assign(
      state_saved,
      cond<boolean | None>(eq(current_state, D0), config_intact as Expr<boolean | None>, NONE),
    ),
    assign(hw_pm, D3),
  ),
  step('current_state = D3', assign(current_state, D3)),
];

export const rpm_suspend = fn(
  'rpm_suspend',
  { title: 'runtime suspend', mirrors: 'drivers/base/power/runtime.c: rpm_suspend()' },
  [
    stepWhen(
      'runtime_status = RPM_SUSPENDING',
      and(eq(usage_count.refs, int(0)), eq(runtime_status, RPM_ACTIVE)),
      assign(runtime_status, RPM_SUSPENDING),
    ),
    vfio_pci_core_runtime_suspend(),
    ...pci_finish_runtime_suspend,
    step('runtime_status = RPM_SUSPENDED', assign(runtime_status, RPM_SUSPENDED)),
  ],
);

/** The runtime-PM workqueue: suspends a device that nobody uses. */
export const pm_wq = process('pm_wq', { given: offersLowPower }, [forever([rest(rpm_suspend())])]);
