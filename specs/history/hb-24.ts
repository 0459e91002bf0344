/**
 * HB-24 (CVE-2023-53795): IOMMU_DESTROY takes a reference for a moment, which makes another destroyer fail. Mirrors iommufd_destroy()
 * and iommufd_object_destroy_user() in drivers/iommu/iommufd/main.c, v6.2 to v6.4.7, before and after 99f98a7c0d69.
 *
 * Two destroyers of one object, and another object that refers to it for a while. `users` is 1 while only the table refers
 * to it. The spinlock of the table is a mutex; destroy_rwsem is left out, since IOMMU_DESTROY took the reference outside of it.
 */
import {
  allHold,
  assign,
  atomically,
  BOOLEAN,
  type Body,
  clause,
  cond,
  configuration,
  eq,
  FALSE,
  fn,
  ghost,
  goal,
  int,
  isLast,
  kref,
  kref_get,
  kref_put,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  note,
  notMemory,
  oneOf,
  or,
  process,
  property,
  putting,
  quiescent,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const xa_lock = mutex('xa_lock');
const users = kref('users', 4);
const objects = variable('objects', BOOLEAN, TRUE);
const in_use = variable('in_use', BOOLEAN, FALSE);
const spurious_busy = ghost('spurious_busy', BOOLEAN, FALSE);

const xa_erase: Body = [
  oneOf(
    [
      stepWhen('refcount_dec_if_one(&obj->users) = 1', isLast(users), putting(users)),
      step('xa_erase(&ictx->objects)', assign(objects, FALSE)),
    ],
    [
      stepWhen(
        'refcount_dec_if_one(&obj->users) = 0',
        not(isLast(users)),
        assign(spurious_busy, or(spurious_busy, not(in_use))),
      ),
    ],
  ),
];

const iommufd_object_destroy_user = fn(
  'iommufd_object_destroy_user',
  { mirrors: 'drivers/iommu/iommufd/main.c: iommufd_object_destroy_user()' },
  [
    mutex_lock(xa_lock),
    note('that of the caller', kref_put(users)),
    ...xa_erase,
    mutex_unlock(xa_lock),
  ],
);

const found = local('found', BOOLEAN, FALSE);
const iommufd_destroy = fn(
  'iommufd_destroy',
  {
    locals: [found],
    title: 'IOMMU_DESTROY',
    mirrors: 'drivers/iommu/iommufd/main.c: iommufd_destroy()',
  },
  [
    mutex_lock(xa_lock),
    when(objects, [
      note('iommufd_get_object', kref_get(users)),
      step('return obj', assign(found, TRUE)),
    ]),
    mutex_unlock(xa_lock),
    when(found, [iommufd_object_destroy_user()]),
  ],
);

const use_object = fn(
  'iommufd_hwpt_paging_alloc',
  {
    title: 'another object that refers to it',
    mirrors: 'drivers/iommu/iommufd/hw_pagetable.c: iommufd_hwpt_paging_alloc()',
  },
  [
    mutex_lock(xa_lock),
    when(objects, [
      atomically('refcount_inc(&obj->users)', [
        kref_get(users),
        step('in_use = true', assign(in_use, TRUE)),
      ]),
    ]),
    mutex_unlock(xa_lock),
    when(in_use, [
      atomically('refcount_dec(&obj->users)', [
        kref_put(users),
        step('in_use = false', assign(in_use, FALSE)),
      ]),
    ]),
  ],
);

export default spec('history/hb-24', {
  summary: 'an idle object cannot be destroyed, because somebody else tries to',
  mirrors: 'drivers/iommu/iommufd/main.c, v6.2 to v6.4.7, before and after 99f98a7c0d69',
  processes: [
    process('destroy', { count: 2 }, [iommufd_destroy()]),
    process('attach', [use_object()]),
  ],
  races: [
    notMemory(
      in_use,
      'says whose the reference in users is: the count itself is the memory, and atomic',
    ),
  ],
  properties: [
    property(
      'IdleIsNotBusy',
      'The destruction of an object that nobody uses does not fail with -EBUSY.',
      [clause('no -EBUSY', { then: not(spurious_busy) })],
    ),
    property('UsedIsKept', 'An object that another one uses is not destroyed.', [
      clause('kept', { given: in_use, then: objects }),
    ]),
    property('UsersBalanced', 'In the end nobody but the object itself holds a reference to it.', [
      clause('users', {
        given: quiescent(),
        then: eq(users.refs, cond(objects, int(1), int(0))),
      }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 object, 2 destroyers, 1 user',
      goals: [goal('the object is destroyed', not(objects)), goal('the object is used', in_use)],
    }),
  ],
  base: variant('pre', {
    summary: 'look the object up with a reference, then destroy it in a second critical section',
    ref: 'before 99f98a7c0d69',
    expect: { small: violates('IdleIsNotBusy') },
  }),
  variants: [
    variant('post', {
      summary: 'look up, test and erase in one critical section, without a reference',
      replace: {
        iommufd_destroy: [mutex_lock(xa_lock), when(objects, xa_erase), mutex_unlock(xa_lock)],
      },
      ref: '99f98a7c0d69',
      expect: { small: allHold },
    }),
  ],
});
