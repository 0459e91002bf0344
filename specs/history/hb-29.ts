/**
 * HB-29: the function reset at the last close runs without the lock of the upstream bridge, which a secondary bus reset asserts. Mirrors
 * vfio_pci_core_disable() in drivers/vfio/pci/vfio_pci_core.c, before and after 962ae6892d8b (v7.0-rc1).
 *
 * The entry is graded "partly": only title and summary were read. That the lock must be tried is inferred: `blocking` shows
 * the close waiting for a reset of the bus, which waits for an unbind, which waits for the close.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  configuration,
  FALSE,
  fn,
  goal,
  lockdep_assert_held,
  mutex,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  NONE,
  ne,
  not,
  process,
  property,
  spec,
  step,
  TRUE,
  variable,
  variant,
  violates,
  waitUntil,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const dev_set_lock = mutex('dev_set_lock');
const bridge_lock = mutex('bridge_lock');
const pdev_lock = mutex('pdev_lock');
const open = variable('open', BOOLEAN, TRUE);
const needs_reset = variable('needs_reset', BOOLEAN, TRUE);

const UnboundMeansClosed = property(
  'UnboundMeansClosed',
  'The driver lets go of a device only when nobody has it open.',
);

const reset_function: Body = [
  lockdep_assert_held(bridge_lock),
  lockdep_assert_held(pdev_lock),
  step('__pci_reset_function_locked()', assign(needs_reset, FALSE)),
];
const tryAndReset: Body = [
  mutex_trylock(pdev_lock, [...reset_function, mutex_unlock(pdev_lock)], []),
];

const vfio_pci_core_disable = fn(
  'vfio_pci_core_disable',
  { mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_core_disable()' },
  tryAndReset,
);

const vfio_device_fops_release = fn(
  'vfio_device_fops_release',
  { title: 'last close', mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_release()' },
  [
    mutex_lock(dev_set_lock),
    vfio_pci_core_disable(),
    mutex_unlock(dev_set_lock),
    step('vfio_device_put_registration()', assign(open, FALSE)),
  ],
);

const unbind = fn(
  'device_release_driver',
  { title: 'unbind', mirrors: 'drivers/base/dd.c: device_release_driver()' },
  [
    mutex_lock(pdev_lock),
    waitUntil(not(open), 'vfio_unregister_group_dev()'),
    check(UnboundMeansClosed, not(open)),
    mutex_unlock(pdev_lock),
  ],
);

const pci_reset_bus = fn(
  'pci_bus_reset',
  { title: 'reset of the bus below the bridge', mirrors: 'drivers/pci/pci.c: pci_bus_lock()' },
  [
    mutex_lock(bridge_lock),
    mutex_lock(pdev_lock),
    step('pci_bridge_secondary_bus_reset()'),
    mutex_unlock(pdev_lock),
    mutex_unlock(bridge_lock),
  ],
);

export default spec('history/hb-29', {
  summary: 'the reset at the last close lacks the lock of the upstream bridge',
  mirrors: 'drivers/vfio/pci/vfio_pci_core.c as of v7.0-rc1, before and after 962ae6892d8b',
  processes: [
    process('close', [vfio_device_fops_release()]),
    process('unbind_device', [unbind()]),
    process('bus_reset', [pci_reset_bus()]),
  ],
  races: [],
  properties: [
    UnboundMeansClosed,
    allReleased({ mutexes: [dev_set_lock, bridge_lock, pdev_lock] }),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 device below 1 bridge, 1 last close, 1 unbind, 1 reset of the bus',
      goals: [
        goal(
          'the close finds the bridge locked',
          and(ne(dev_set_lock.owner, NONE), ne(bridge_lock.owner, NONE)),
        ),
        goal(
          'the close finds the device locked',
          and(ne(dev_set_lock.owner, NONE), ne(pdev_lock.owner, NONE)),
        ),
        goal('the device is closed and was reset', and(not(open), not(needs_reset))),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'only the device itself is locked',
    ref: 'before 962ae6892d8b',
    expect: { small: violates('S-ASSERT') },
  }),
  variants: [
    variant('blocking', {
      summary: 'the bridge is waited for',
      replace: {
        vfio_pci_core_disable: [mutex_lock(bridge_lock), ...tryAndReset, mutex_unlock(bridge_lock)],
      },
      ref: 'derived',
      expect: { small: violates('deadlock') },
    }),
    variant('post', {
      summary: 'the bridge is tried; without it there is no reset',
      replace: {
        vfio_pci_core_disable: [
          mutex_trylock(bridge_lock, [...tryAndReset, mutex_unlock(bridge_lock)], []),
        ],
      },
      ref: '962ae6892d8b',
      expect: { small: allHold },
    }),
  ],
});
