/**
 * HB-13: the last put of a vfio_device drops the count to zero before it takes the lock of the list, so that a lookup revives the object.
 * Mirrors vfio_device_put(), vfio_device_release() and vfio_group_get_device() in drivers/vfio/vfio.c, before and after 90b1253e4139
 * (v3.6).
 *
 * One put of the registration and one lookup, which puts what it got. kref_get() of a count of zero is a finding of S-REF and leaves the
 * count alone; the lookup then works on an object without a reference.
 */
import {
  allHold,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  eq,
  FALSE,
  fn,
  goal,
  int,
  isLast,
  kref,
  kref_get,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  note,
  oneOf,
  process,
  property,
  putting,
  quiescent,
  S_REF,
  spec,
  step,
  stepWhen,
  TRUE,
  unnoticed,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const device_lock = mutex('device_lock');
const ref = kref('kref', 2);
const listed = variable('listed', BOOLEAN, TRUE);
const allocated = variable('allocated', BOOLEAN, TRUE);

const NoUseAfterFree = property('NoUseAfterFree', 'A vfio_device is not used after it was freed.');

const vfio_device_release = fn(
  'vfio_device_release',
  { mirrors: 'drivers/vfio/vfio.c: vfio_device_release()' },
  [
    step('list_del(&device->group_next)', assign(listed, FALSE)),
    mutex_unlock(device_lock),
    step('kfree(device)', assign(allocated, FALSE)),
  ],
);

const vfio_device_put = fn(
  'vfio_device_put',
  { mirrors: 'drivers/vfio/vfio.c: vfio_device_put()' },
  [
    check(NoUseAfterFree, allocated),
    check(S_REF, ne(ref.refs, int(0))),
    oneOf(
      [stepWhen('kref_put(&device->kref) = 0', ne(ref.refs, int(1)), putting(ref))],
      [
        stepWhen('kref_put(&device->kref) = 1', isLast(ref), putting(ref)),
        mutex_lock(device_lock),
        vfio_device_release(),
      ],
    ),
  ],
);
const kref_put_mutex: Body = [
  check(NoUseAfterFree, allocated),
  check(S_REF, ne(ref.refs, int(0))),
  oneOf(
    [stepWhen('refcount_dec_not_one(&device->kref) = 1', ne(ref.refs, int(1)), putting(ref))],
    [
      stepWhen('refcount_dec_not_one(&device->kref) = 0', isLast(ref)),
      mutex_lock(device_lock),
      oneOf(
        [
          stepWhen('refcount_dec_and_test(&device->kref) = 0', ne(ref.refs, int(1)), putting(ref)),
          note('still used', mutex_unlock(device_lock)),
        ],
        [
          stepWhen('refcount_dec_and_test(&device->kref) = 1', isLast(ref), putting(ref)),
          vfio_device_release(),
        ],
      ),
    ],
  ),
];

const found = local('found', BOOLEAN, FALSE);
const vfio_group_get_device = fn(
  'vfio_group_get_device',
  {
    locals: [found],
    title: 'lookup by name',
    mirrors: 'drivers/vfio/vfio.c: vfio_group_get_device()',
  },
  [
    mutex_lock(device_lock),
    when(listed, [kref_get(ref), step('return device', assign(found, TRUE))]),
    mutex_unlock(device_lock),
    when(found, [check(NoUseAfterFree, allocated), step('use the device'), vfio_device_put()]),
  ],
);

export default spec('history/hb-13', {
  summary: 'a lookup revives a device whose count is zero',
  mirrors: 'drivers/vfio/vfio.c, before and after 90b1253e4139',
  processes: [process('put', [vfio_device_put()]), process('lookup', [vfio_group_get_device()])],
  races: [],
  survivors: [
    unnoticed(
      'the device is off the list by then: nobody finds it, with the lock or without it',
      'vfio_device_release: swap mutex_unlock(&device_lock) and kfree(device)',
    ),
  ],
  properties: [
    NoUseAfterFree,
    property('Freed', 'A device that nobody refers to is freed in the end.', [
      clause('freed', { given: quiescent(), then: not(allocated) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 device, 1 put of the registration, 1 lookup',
      goals: [
        goal('both have a reference', eq(ref.refs, int(2))),
        goal('the device is freed', not(allocated)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the count reaches zero outside of the lock',
    ref: 'before 90b1253e4139',
    expect: { small: violates('S-REF', 'NoUseAfterFree') },
  }),
  variants: [
    variant('post', {
      summary: 'kref_put_mutex(): the last reference is dropped under the lock',
      replace: { vfio_device_put: kref_put_mutex },
      ref: '90b1253e4139',
      expect: { small: allHold },
    }),
  ],
});
