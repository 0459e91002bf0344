/**
 * HB-16: the registration of a device with its container is dropped too often, or never. Mirrors vfio_device_open() and
 * vfio_device_fops_release() in drivers/vfio/vfio_main.c, before and after 7fdba0011157 (v6.1-rc6).
 *
 * Two users open and close one device; creating the file may fail. A driver without a close_device callback is configuration
 * `no-callback`. group_lock is left out: dev_set->lock covers the same statements. The entry is graded "partly" because the
 * patch had not been read; this follows the patch.
 */
import {
  add,
  allHold,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  constant,
  eq,
  FALSE,
  fn,
  given,
  goal,
  int,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  oneOf,
  process,
  property,
  range,
  spec,
  step,
  sub,
  TRUE,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const close_device = constant(
  'close_device',
  BOOLEAN,
  TRUE,
  'the driver has a close_device callback',
);

const dev_set_lock = mutex('dev_set_lock');
const open_count = variable('open_count', range(0, 2), int(0));
const registered = variable('registered', BOOLEAN, FALSE);

const RegisteredOnce = property(
  'RegisteredOnce',
  'A device is registered with its container from its first open to its last close.',
  [
    clause('while nobody is in the middle of it', {
      given: eq(dev_set_lock.owner, NONE),
      then: eq(registered, ne(open_count, int(0))),
    }),
  ],
);

const register = step('vfio_device_container_register()', assign(registered, TRUE));
const unregister: Body = [
  check(RegisteredOnce, registered),
  step('vfio_device_container_unregister()', assign(registered, FALSE)),
];
const decrement = step('device->open_count--', assign(open_count, sub(open_count, int(1))));
const ifLast = (then: Body) =>
  when(eq(open_count, int(1)), then, [], 'if (device->open_count == 1)');

const err_close_device = fn(
  'err_close_device',
  { mirrors: 'drivers/vfio/vfio_main.c: vfio_device_open(), its error path' },
  [
    mutex_lock(dev_set_lock),
    given(close_device, [ifLast([step('device->ops->close_device()'), ...unregister])]),
    decrement,
    mutex_unlock(dev_set_lock),
  ],
);

const vfio_device_fops_release = fn(
  'vfio_device_fops_release',
  { mirrors: 'drivers/vfio/vfio_main.c: vfio_device_fops_release()' },
  [
    mutex_lock(dev_set_lock),
    given(close_device, [ifLast([step('device->ops->close_device()')])]),
    ...unregister,
    decrement,
    mutex_unlock(dev_set_lock),
  ],
);

const vfio_device_open = fn(
  'vfio_device_open',
  {
    title: 'open and close of the device',
    mirrors: 'drivers/vfio/vfio_main.c: vfio_device_open()',
  },
  [
    mutex_lock(dev_set_lock),
    step('device->open_count++', assign(open_count, add(open_count, int(1)))),
    ifLast([register]),
    mutex_unlock(dev_set_lock),
    oneOf(
      [step('anon_inode_getfile() < 0'), err_close_device()],
      [step('anon_inode_getfile() = 0'), vfio_device_fops_release()],
    ),
  ],
);

export default spec('history/hb-16', {
  summary: 'a device is unregistered from its container twice, or never',
  mirrors: 'drivers/vfio/vfio_main.c as of v6.1-rc, before and after 7fdba0011157',
  constants: [close_device],
  processes: [process('user', { count: 2 }, [vfio_device_open()])],
  races: [],
  properties: [RegisteredOnce],
  configurations: [
    configuration('small', {
      bounds: '1 device with a close_device callback, 2 users',
      goals: [goal('both users have it open', eq(open_count, int(2)))],
    }),
    configuration('no-callback', {
      bounds: '1 device without a close_device callback, 2 users',
      set: { close_device: 'no' },
      goals: [goal('both users have it open', eq(open_count, int(2)))],
    }),
  ],
  base: variant('pre', {
    summary: 'a failing open unregisters only with a callback, a close always',
    ref: 'ce4b4657ff18',
    expect: { small: violates('RegisteredOnce'), 'no-callback': violates('RegisteredOnce') },
  }),
  variants: [
    variant('post', {
      summary: 'whoever is the last unregisters, with or without a callback',
      replace: {
        err_close_device: [
          mutex_lock(dev_set_lock),
          ifLast([given(close_device, [step('device->ops->close_device()')]), ...unregister]),
          decrement,
          mutex_unlock(dev_set_lock),
        ],
        vfio_device_fops_release: [
          mutex_lock(dev_set_lock),
          ifLast([given(close_device, [step('device->ops->close_device()')]), ...unregister]),
          decrement,
          mutex_unlock(dev_set_lock),
        ],
      },
      ref: '7fdba0011157',
      expect: { small: allHold, 'no-callback': allHold },
    }),
  ],
});
