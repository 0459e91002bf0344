/**
 * Runtime power management of a device: the references that ioctls take, low-power entry and exit, suspend and resume.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c (6.1 to 6.18) and drivers/base/power/runtime.c. The wake-up eventfd and the saved
 * configuration are not modelled here.
 *
 * Merged steps: the PCI core's half of a resume (power up, restore) and of a suspend, with the change of `runtime_status` that
 * ends it: until then nobody else may use the device. `pm_runtime_put()` only drops the reference; the `rpm` actor does the rest
 * some time later, as the idle work of the kernel does.
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
  constant,
  down_write,
  eq,
  FALSE,
  fn,
  forever,
  given,
  int,
  not,
  note,
  oneOf,
  oneOfEach,
  param,
  process,
  putting,
  rest,
  step,
  stepWhen,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import { D0, D3 } from './device-steps.ts';
import { S_EXIT } from './low-power-properties.ts';
import {
  current_state,
  isInSet,
  memory_lock,
  pm_runtime_engaged,
  RPM_ACTIVE,
  RPM_RESUMING,
  RPM_SUSPENDED,
  RPM_SUSPENDING,
  runtime_status,
  usage_count,
  VDEV,
  type Vdev,
  vfio_pci_set_power_state,
} from './vdev.ts';

/** Without it no operation enters low power, and the references of the ioctls are left out. */
export const low_power = constant(
  'low-power',
  BOOLEAN,
  FALSE,
  'admins may enter and leave low power',
);

const vdev = param('vdev', VDEV);
const { refs } = usage_count.at(vdev);

export const vfio_pci_core_runtime_resume = fn(
  'vfio_pci_core_runtime_resume',
  {
    params: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_runtime_resume()',
  },
  [down_write(memory_lock.at(vdev)), up_write(memory_lock.at(vdev))],
);

/** `pm_runtime_resume_and_get()`: waits for a transition in flight, and wakes a device that is asleep. */
export const pm_runtime_resume_and_get = fn(
  'pm_runtime_resume_and_get',
  { params: [vdev], mirrors: 'drivers/base/power/runtime.c: __pm_runtime_resume()' },
  [
    step(c`atomic_inc(&${refs})`, assign(refs, add(refs, int(1)))),
    oneOf(
      [stepWhen('runtime_status == RPM_ACTIVE', eq(runtime_status.at(vdev), RPM_ACTIVE))],
      [
        stepWhen(
          'runtime_status = RPM_RESUMING; pci_pm_power_up_and_verify_state()',
          eq(runtime_status.at(vdev), RPM_SUSPENDED),
          assign(runtime_status.at(vdev), RPM_RESUMING),
          assign(current_state.at(vdev), D0),
        ),
        vfio_pci_core_runtime_resume(vdev),
        step('runtime_status = RPM_ACTIVE', assign(runtime_status.at(vdev), RPM_ACTIVE)),
      ],
    ),
  ],
);

export const pm_runtime_put = fn(
  'pm_runtime_put',
  { params: [vdev], mirrors: 'drivers/base/power/runtime.c: __pm_runtime_idle()' },
  [
    assertReferenced(usage_count.at(vdev)),
    step(c`atomic_sub_return(1, &${refs})`, putting(usage_count.at(vdev))),
  ],
);

/** The exit ioctl; the reference that its wrapper took has woken the device. */
export const vfio_pci_runtime_pm_exit = fn(
  'vfio_pci_runtime_pm_exit',
  {
    params: [vdev],
    title: 'low-power exit',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_runtime_pm_exit()',
  },
  [
    down_write(memory_lock.at(vdev)),
    when(pm_runtime_engaged.at(vdev), [
      step(
        'pm_runtime_engaged = false; pm_runtime_get_noresume()',
        assign(pm_runtime_engaged.at(vdev), FALSE),
        assign(refs, add(refs, int(1))),
      ),
    ]),
    check(S_EXIT, not(pm_runtime_engaged.at(vdev))),
    up_write(memory_lock.at(vdev)),
  ],
);

/** What the entry ioctl does once `memory_lock` is held for write: refused if low power is engaged already. */
export const engageLowPower = (vdev: Vdev): Body => [
  when(
    pm_runtime_engaged.at(vdev),
    [note('EINVAL', up_write(memory_lock.at(vdev)))],
    [
      assertReferenced(usage_count.at(vdev)),
      step(
        'pm_runtime_engaged = true; pm_runtime_put_noidle()',
        assign(pm_runtime_engaged.at(vdev), TRUE),
        putting(usage_count.at(vdev)),
      ),
      up_write(memory_lock.at(vdev)),
    ],
  ),
];

export const vfio_pci_core_runtime_suspend = fn(
  'vfio_pci_core_runtime_suspend',
  {
    params: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_runtime_suspend()',
  },
  [
    down_write(memory_lock.at(vdev)),
    vfio_pci_set_power_state(vdev, D0),
    up_write(memory_lock.at(vdev)),
  ],
);

const suspend = (vdev: Vdev): Body => [
  stepWhen(
    'runtime_status = RPM_SUSPENDING',
    and(eq(usage_count.at(vdev).refs, int(0)), eq(runtime_status.at(vdev), RPM_ACTIVE)),
    assign(runtime_status.at(vdev), RPM_SUSPENDING),
  ),
  vfio_pci_core_runtime_suspend(vdev),
  step(
    'pci_set_power_state(D3hot); runtime_status = RPM_SUSPENDED',
    assign(current_state.at(vdev), D3),
    assign(runtime_status.at(vdev), RPM_SUSPENDED),
  ),
];

/** The runtime-PM core: suspends a device that nobody uses. */
export const rpm = process('rpm', { given: low_power }, [
  forever([rest(oneOfEach(VDEV, (each) => [given(isInSet(each), suspend(each))]))]),
]);
/** What an ioctl or a config write takes before it begins; nothing in a model without low power. */
export const getting_device = (of: Vdev) => given(low_power, [pm_runtime_resume_and_get(of)]);
/** And drops when it is done. */
export const putting_device = (of: Vdev) => given(low_power, [pm_runtime_put(of)]);
