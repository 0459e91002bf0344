/**
 * HB-23 (CVE-2025-39966): iommufd frees an object whose file is still to be released. Mirrors iommufd_fault_alloc(),
 * iommufd_object_abort_and_destroy() and iommufd_fault_fops_release() in drivers/iommu/iommufd, v6.11 to v6.16.9.
 *
 * The model begins when object and file exist. There may be no fd for them, and the allocation is undone; else user
 * space closes the fd and destroys the object. fput() only queues the release, which drops a count inside the object. One delayed_fput
 * worker; the context of the iommufd is left out.
 */
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  check,
  clause,
  configuration,
  FALSE,
  fn,
  goal,
  isLast,
  kref,
  not,
  note,
  oneOf,
  process,
  property,
  putting,
  quiescent,
  rest,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const users = kref('obj.users', 2, 2);
const allocated = variable('obj', BOOLEAN, TRUE);
const file_put = variable('file_put', BOOLEAN, FALSE);
const file = variable('file', BOOLEAN, TRUE);

const NoUseAfterFree = property('NoUseAfterFree', 'The object is not used after it was freed.');

const fput = step('fput(fault->filep)', assign(file_put, TRUE));
const refcount_dec = step(
  'iommufd_fault_fops_release(): refcount_dec(&obj->users)',
  assign(file_put, FALSE),
  assign(file, FALSE),
  putting(users),
);
const kfree = step('kfree(obj)', assign(allocated, FALSE));

const iommufd_object_abort_and_destroy = fn(
  'iommufd_object_abort_and_destroy',
  { mirrors: 'drivers/iommu/iommufd/main.c: iommufd_object_abort_and_destroy()' },
  [fput, kfree],
);

const iommufd_fault_alloc = fn(
  'iommufd_fault_alloc',
  {
    title: 'IOMMU_FAULT_QUEUE_ALLOC, close, IOMMU_DESTROY',
    mirrors: 'drivers/iommu/iommufd/eventq.c: iommufd_fault_alloc()',
  },
  [
    oneOf(
      [iommufd_object_abort_and_destroy()],
      [
        step('get_unused_fd_flags() = 0; fd_install()'),
        note('close', fput),
        stepWhen('refcount_dec_if_one(&obj->users)', isLast(users), putting(users)),
        kfree,
      ],
    ),
  ],
);

const delayed_fput = fn(
  'delayed_fput',
  { title: 'kworker', mirrors: 'fs/file_table.c: delayed_fput()' },
  [
    check(NoUseAfterFree, allocated),
    rest(
      stepWhen(
        'iommufd_fault_fops_release(): refcount_dec(&obj->users)',
        file_put,
        assign(file_put, FALSE),
        assign(file, FALSE),
        putting(users),
      ),
    ),
  ],
);

export default spec('history/hb-23', {
  summary: 'an object is freed before its file is released',
  mirrors: 'drivers/iommu/iommufd, v6.11 to v6.16.9',
  processes: [process('user', [iommufd_fault_alloc()]), process('kworker', [delayed_fput()])],
  races: [],
  properties: [
    NoUseAfterFree,
    property('NothingLeft', 'In the end there is neither file nor object.', [
      clause('both are gone', {
        given: and(quiescent(), not(file_put)),
        then: and(not(file), not(allocated)),
      }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 allocation, which may fail, 1 close, 1 destroy',
      goals: [goal('the release is queued', file_put), goal('the object is freed', not(allocated))],
    }),
  ],
  base: variant('pre', {
    summary: 'the abort frees at once, the release of the file comes later',
    ref: 'v6.11 to v6.16.9',
    expect: { small: violates('NoUseAfterFree') },
  }),
  variants: [
    variant('post', {
      summary: 'the file is put synchronously before the object is freed',
      replace: {
        iommufd_object_abort_and_destroy: [
          check(NoUseAfterFree, allocated),
          note('__fput_sync', refcount_dec),
          kfree,
        ],
      },
      ref: 'fix of CVE-2025-39966',
      expect: { small: allHold },
    }),
  ],
});
