/**
 * HB-26 (CVE-2026-46036): two VFIO_DEVICE_SET_IRQS of a CDX device at once; one uses the array of interrupts that the other frees.
 * Mirrors vfio_cdx_set_msi_trigger() and vfio_cdx_msi_disable() in drivers/vfio/cdx/intr.c, v6.10 to v7.0.3; the mainline commit
 * of the fix is not known here.
 *
 * One caller disables all interrupts, one sets an eventfd, one triggers an interrupt by hand. The last does not ask whether
 * interrupts are configured: a fix of its own, without which the mutex is not enough (`mutex-only`).
 */
import {
  allHold,
  also,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  cond,
  configuration,
  enumeration,
  eq,
  expectedRace,
  FALSE,
  fn,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  not,
  process,
  property,
  spec,
  step,
  TRUE,
  unnoticed,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const ARRAY = enumeration('cdx_irqs', ['ALLOCATED', 'FREED', 'NULL']);
const { ALLOCATED, FREED, NULL } = ARRAY.values;

const cdx_irqs_lock = mutex('cdx_irqs_lock');
const config_msi = variable('config_msi', BOOLEAN, TRUE);
const cdx_irqs = variable('cdx_irqs', ARRAY, ALLOCATED);

const NoDeadArray = property(
  'NoDeadArray',
  'The array of interrupts is only used while it is allocated.',
);

const ArrayFreed = property(
  'ArrayFreed',
  'The pointer to the array is only given up when the array was freed.',
);
const Consistent = property(
  'Consistent',
  'Who finds cdx_irqs_lock free finds config_msi set and an array, or neither.',
  [
    clause('config_msi', {
      given: eq(cdx_irqs_lock.owner, NONE),
      then: eq(cdx_irqs, cond(config_msi, ALLOCATED, NULL)),
    }),
  ],
);

const use_array = (text: string): Body => [check(NoDeadArray, eq(cdx_irqs, ALLOCATED)), step(text)];

const free_array: Body = [
  step('kfree(vdev->cdx_irqs)', assign(cdx_irqs, FREED)),
  check(ArrayFreed, eq(cdx_irqs, FREED)),
  step('vdev->cdx_irqs = NULL', assign(cdx_irqs, NULL)),
  step('vdev->config_msi = 0', assign(config_msi, FALSE)),
];
const set_block: Body = [when(config_msi, use_array('vfio_cdx_msi_set_block()'))];
const signal: Body = use_array('eventfd_signal(vdev->cdx_irqs[i].trigger)');

const vfio_cdx_msi_disable = fn(
  'vfio_cdx_msi_disable',
  {
    title: 'SET_IRQS: disable',
    mirrors: 'drivers/vfio/cdx/intr.c: vfio_cdx_msi_disable()',
  },
  free_array,
);
const vfio_cdx_set_msi_trigger = fn(
  'vfio_cdx_set_msi_trigger',
  {
    title: 'SET_IRQS: eventfd',
    mirrors: 'drivers/vfio/cdx/intr.c: vfio_cdx_set_msi_trigger()',
  },
  set_block,
);
const vfio_cdx_trigger = fn(
  'vfio_cdx_set_msi_trigger_none',
  {
    title: 'SET_IRQS: trigger',
    mirrors: 'drivers/vfio/cdx/intr.c: vfio_cdx_set_msi_trigger(), VFIO_IRQ_SET_DATA_NONE',
  },
  signal,
);

const HALF = 'nobody takes the lock, so anybody may look while the disable is half done';

const locked = (body: Body): Body => [
  mutex_lock(cdx_irqs_lock),
  ...body,
  mutex_unlock(cdx_irqs_lock),
];

export default spec('history/hb-26', {
  summary: 'SET_IRQS of a CDX device is not serialised',
  mirrors: 'drivers/vfio/cdx/intr.c, v6.10 to v7.0.3',
  processes: [
    process('disable', [vfio_cdx_msi_disable()]),
    process('eventfd', [vfio_cdx_set_msi_trigger()]),
    process('trigger', [vfio_cdx_trigger()]),
  ],
  races: [],
  survivors: [
    unnoticed(
      'both are done under cdx_irqs_lock, and who takes it asks config_msi',
      'vfio_cdx_msi_disable: swap vdev->cdx_irqs = NULL and vdev->config_msi = 0',
    ),
  ],
  properties: [NoDeadArray, ArrayFreed, Consistent],
  configurations: [
    configuration('small', {
      bounds: '1 disable, 1 change of an eventfd, 1 trigger',
      goals: [
        goal('interrupts are disabled', not(config_msi)),
        goal('the array is freed', eq(cdx_irqs, NULL)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'no lock',
    ref: 'v6.10 to v7.0.3',
    expect: { small: violates('NoDeadArray', also('Consistent', HALF)) },
    races: [expectedRace(config_msi, 'it is tested and cleared by two SET_IRQS without a lock')],
  }),
  variants: [
    variant('mutex-only', {
      summary: 'a mutex around every SET_IRQS; a trigger does not ask whether there are interrupts',
      replace: {
        vfio_cdx_msi_disable: locked(free_array),
        vfio_cdx_set_msi_trigger: locked(set_block),
        vfio_cdx_set_msi_trigger_none: locked(signal),
      },
      ref: 'fix of CVE-2026-46036 without its sibling',
      expect: { small: violates('NoDeadArray') },
    }),
    variant('test-only', {
      summary: 'a trigger asks, but there is no mutex',
      replace: { vfio_cdx_set_msi_trigger_none: [when(config_msi, signal)] },
      ref: 'derived',
      expect: { small: violates('NoDeadArray', also('Consistent', HALF)) },
      races: [expectedRace(config_msi, 'it is tested and cleared by two SET_IRQS without a lock')],
    }),
    variant('post', {
      summary: 'a mutex around every SET_IRQS, and a trigger asks',
      from: 'mutex-only',
      replace: { vfio_cdx_set_msi_trigger_none: locked([when(config_msi, signal)]) },
      ref: 'fix of CVE-2026-46036 and its sibling',
      expect: { small: allHold },
    }),
  ],
});
