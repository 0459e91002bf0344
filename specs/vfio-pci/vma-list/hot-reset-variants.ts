/**
 * Variants of the hot reset of `vfio-pci/vma-list`: blocking instead of trying, and an undo that forgets or overshoots.
 */

import {
  allHold,
  assign,
  type Body,
  down_write_trylock,
  eq,
  FALSE,
  goto,
  label,
  mutex_lock,
  mutex_unlock,
  NONE,
  note,
  step,
  up_read,
  up_write,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { forEachVmaOf, mmap_lock } from '../driver/address-space.ts';
import {
  getDevices,
  putDevices,
  testOwned,
  testResettable,
  wakeAndReset,
} from '../driver/hot-reset.ts';
import { dev_set_lock, forEachVdev, memory_lock } from '../driver/vdev.ts';
import { cur_mem, cur_vma, is_mem, lockLists, lockMemory } from './hot-reset.ts';
import { ifListed, isOnList, vma_lock } from './list.ts';
import { mmput_async } from './mm.ts';
import {
  lockAddressSpace,
  lockList,
  peekAtList,
  relockList,
  vdev,
  vfio_pci_zap_and_vma_lock,
  zapListed,
} from './zap.ts';

/** The locks that were taken go, those of phase 2 up to `cur_mem`, those of phase 1 from there up to `cur_vma`. */
const undo: Body = [
  label('err_undo'),
  forEachVdev((cur) => [
    when(eq(cur_mem, cur), [step('is_mem = false', assign(is_mem, FALSE))]),
    when(eq(cur_vma, cur), [goto('undone')]),
    when(is_mem, [up_write(memory_lock.at(cur))], [note('undo', mutex_unlock(vma_lock.at(cur)))]),
  ]),
  label('undone'),
  ...putDevices,
  label('err_unlock'),
  mutex_unlock(dev_set_lock),
];

export const hotResetVariants = [
  variant('hot-blocking', {
    summary: 'phase 1 waits for the locks instead of trying',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        ...testResettable,
        ...getDevices,
        forEachVdev((cur) => [
          ...testOwned(cur, assign(cur_vma, cur)),
          vfio_pci_zap_and_vma_lock(cur, FALSE),
        ]),
        ...lockMemory,
        ...wakeAndReset,
        ...undo,
      ],
    },
    ref: 'derived from the comment in vfio_pci_dev_set_hot_reset() of 6.1',
    expect: { faults: allHold, hot: violates('deadlock'), 'hot-admin': allHold },
  }),
  variant('no-undo', {
    summary: 'when memory_lock is busy the remaining vma_locks are forgotten',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        ...testResettable,
        ...getDevices,
        ...lockLists,
        forEachVdev((cur) => [
          down_write_trylock(
            memory_lock.at(cur),
            [mutex_unlock(vma_lock.at(cur))],
            [
              note('memory_lock', step('ret = -EBUSY', assign(cur_vma, cur), assign(cur_mem, cur))),
              goto('err_undo'),
            ],
          ),
        ]),
        step('cur_mem = NULL', assign(cur_mem, NONE)),
        ...wakeAndReset,
        ...undo,
      ],
    },
    ref: 'derived',
    expect: { faults: allHold, hot: allHold, 'hot-admin': violates('S-LOCKBAL', 'deadlock') },
  }),
  variant('undo-split', {
    summary: 'the undo also releases the memory_lock that was busy',
    replace: {
      vfio_pci_dev_set_hot_reset: [
        mutex_lock(dev_set_lock),
        ...testResettable,
        ...getDevices,
        ...lockLists,
        ...lockMemory,
        ...wakeAndReset,
        label('err_undo'),
        forEachVdev((cur) => [
          when(eq(cur_mem, cur), [
            note('busy', up_write(memory_lock.at(cur))),
            step('is_mem = false', assign(is_mem, FALSE)),
          ]),
          when(eq(cur_vma, cur), [goto('undone')]),
          when(
            is_mem,
            [up_write(memory_lock.at(cur))],
            [note('undo', mutex_unlock(vma_lock.at(cur)))],
          ),
        ]),
        label('undone'),
        ...putDevices,
        label('err_unlock'),
        mutex_unlock(dev_set_lock),
      ],
    },
    ref: 'derived',
    expect: { faults: allHold, hot: violates('S-LOCKBAL'), 'hot-admin': violates('S-LOCKBAL') },
  }),
  variant('as-is-hot-exit', {
    summary: 'the stored code: a hot reset may drop the last reference on an address space',
    set: { 'exit-while-pinned': true },
    ref: '6.1 as stored, derived; without the list of VMAs (6.10) it is gone',
    status: 'candidate',
    expect: {
      faults: allHold,
      hot: allHold,
      'hot-admin': allHold,
      'hot-exit': violates('deadlock'),
    },
  }),
  variant('fix-hot-exit', {
    from: 'as-is-hot-exit',
    summary: 'the zapper drops its reference with mmput_async(): a proposal',
    replace: {
      vfio_pci_zap_and_vma_lock: [
        label('again'),
        lockList,
        ...peekAtList((mm) => [
          note('peeked', mutex_unlock(vma_lock.at(vdev))),
          lockAddressSpace(mm, mmput_async),
          relockList(mm, mmput_async),
          forEachVmaOf(vdev, mm, (vma) => [when(isOnList(vma), zapListed(vma), [], ifListed(vma))]),
          note('zapped', mutex_unlock(vma_lock.at(vdev))),
          up_read(mmap_lock.at(mm)),
          mmput_async(mm),
          goto('again'),
        ]),
      ],
    },
    set: { 'async-put': true },
    ref: 'derived',
    expect: {
      exit: allHold,
      faults: allHold,
      hot: allHold,
      'hot-admin': allHold,
      'hot-exit': allHold,
    },
  }),
];
