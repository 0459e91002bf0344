/**
 * HB-25 (CVE-2026-74306): the QAT driver tests the file offset before it takes the lock and uses it under the lock. Mirrors
 * qat_vf_resume_write() in drivers/vfio/pci/qat/main.c, v6.10 to v7.1.4.
 *
 * Two writers of one file. The size of the state and the length of a write are constants; the commit of the fix is not known here.
 */
import {
  add,
  allHold,
  assign,
  type Body,
  check,
  configuration,
  constant,
  eq,
  expectedRace,
  fn,
  goal,
  int,
  le,
  mutex,
  mutex_lock,
  mutex_unlock,
  process,
  property,
  range,
  spec,
  step,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';

const state_size = constant('state_size', range(1, 3), int(2), 'size of the migration state');
const len = constant('len', range(1, 3), int(2), 'length of each write');

const lock = mutex('migf_lock');
const f_pos = variable('f_pos', range(0, 6), int(0));

const InBounds = property('InBounds', 'Nothing is written behind the end of the migration state.');

const ifFits = (then: Body) =>
  when(le(add(f_pos, len), state_size), then, [], 'if (filp->f_pos + len <= mig_dev->state_size)');

const copy_and_advance: Body = [
  check(InBounds, le(add(f_pos, len), state_size)),
  step('copy_from_user(mig_dev->state + *offs, buf, len)'),
  step('*offs += len', assign(f_pos, add(f_pos, len))),
];

const qat_vf_resume_write = fn(
  'qat_vf_resume_write',
  {
    title: 'write() of migration data',
    mirrors: 'drivers/vfio/pci/qat/main.c: qat_vf_resume_write()',
  },
  [ifFits([mutex_lock(lock), ...copy_and_advance, mutex_unlock(lock)])],
);

export default spec('history/hb-25', {
  summary: 'two writers pass one bounds check and write behind the end',
  mirrors: 'drivers/vfio/pci/qat/main.c, v6.10 to v7.1.4',
  constants: [state_size, len],
  processes: [process('writer', { count: 2 }, [qat_vf_resume_write()])],
  races: [],
  properties: [InBounds],
  configurations: [
    configuration('small', {
      bounds: '2 writers, each writes the whole state of 2',
      goals: [goal('the state is full', eq(f_pos, state_size))],
    }),
  ],
  base: variant('pre', {
    summary: 'the offset is tested before the lock is taken',
    ref: 'v6.10 to v7.1.4',
    expect: { small: violates('InBounds') },
    races: [
      expectedRace(
        f_pos,
        'the bounds check reads the offset before it takes the lock under which it advances',
      ),
    ],
  }),
  variants: [
    variant('post', {
      summary: 'the lock is taken before the offset is tested',
      replace: {
        qat_vf_resume_write: [mutex_lock(lock), ifFits(copy_and_advance), mutex_unlock(lock)],
      },
      ref: 'fix of CVE-2026-74306',
      expect: { small: allHold },
    }),
  ],
});
