/**
 * HB-14: the kvm lock and the group lock, taken in both orders. Mirrors vfio_device_open() in drivers/vfio/vfio_main.c and
 * kvm_vfio_release() in virt/kvm/vfio.c before and after 2b48f52f2bff (v6.3).
 *
 * `pre` is itself the tree after the fix of another deadlock on the group lock (51cdc8bc120e): that fix was wrong in turn. The spinlock
 * is a mutex here, and the reference to the VM that the second fix takes under it is left out: nothing is freed in this model.
 */
import {
  allHold,
  and,
  configuration,
  fn,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  process,
  spec,
  variant,
  violates,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const group_lock = mutex('group_lock');
const kvm_lock = mutex('kvm_lock');
const kvm_ref_lock = mutex('kvm_ref_lock');

const vfio_device_open = fn(
  'vfio_device_open',
  {
    title: 'open of a device whose driver needs the VM',
    mirrors: 'drivers/vfio/vfio_main.c: vfio_device_open()',
  },
  [mutex_lock(group_lock), mutex_lock(kvm_lock), mutex_unlock(kvm_lock), mutex_unlock(group_lock)],
);

const kvm_vfio_release = fn(
  'kvm_vfio_release',
  { title: 'close of the kvm-vfio device', mirrors: 'virt/kvm/vfio.c: kvm_vfio_release()' },
  [mutex_lock(kvm_lock), mutex_lock(group_lock), mutex_unlock(group_lock), mutex_unlock(kvm_lock)],
);

export default spec('history/hb-14', {
  summary: 'the device open and the release of kvm-vfio deadlock on two locks',
  mirrors: 'drivers/vfio/vfio_main.c and virt/kvm/vfio.c as of v6.2, before and after 2b48f52f2bff',
  processes: [process('open', [vfio_device_open()]), process('kvm', [kvm_vfio_release()])],
  races: [],
  properties: [allReleased({ mutexes: [group_lock, kvm_lock, kvm_ref_lock] })],
  configurations: [
    configuration('small', {
      bounds: '1 open, 1 release of the kvm-vfio device',
      goals: [
        goal('both locks are held', and(ne(group_lock.owner, NONE), ne(kvm_lock.owner, NONE))),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'kvm_vfio_release() takes the group lock under the kvm lock',
    ref: '51cdc8bc120e',
    expect: { small: violates('deadlock') },
  }),
  variants: [
    variant('post', {
      summary: 'the pointer to the VM has a spinlock of its own',
      replace: {
        kvm_vfio_release: [
          mutex_lock(kvm_lock),
          mutex_lock(kvm_ref_lock),
          mutex_unlock(kvm_ref_lock),
          mutex_unlock(kvm_lock),
        ],
      },
      ref: '2b48f52f2bff',
      expect: { small: allHold },
    }),
  ],
});
