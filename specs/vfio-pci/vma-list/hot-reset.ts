/**
 * The hot reset of 6.1: first every `vma_lock` with an empty list, then every `memory_lock`, both by trying only.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c of 6.1. `cur_vma` and `cur_mem` say how far the two loops came; the undo reads them.
 */
import {
  assign,
  BOOLEAN,
  type Body,
  c,
  down_write_trylock,
  eq,
  FALSE,
  fn,
  goto,
  label,
  local,
  mutex_lock,
  mutex_unlock,
  NONE,
  not,
  note,
  optional,
  ownsMutex,
  self,
  step,
  TRUE,
  up_write,
  when,
} from '../../../checker/lang/index.ts';
import {
  getDevices,
  putDevices,
  testOwned,
  testResettable,
  wakeAndReset,
} from '../driver/hot-reset.ts';
import { A, dev_set_lock, forEachVdev, memory_lock, VDEV } from '../driver/vdev.ts';
import { vma_lock } from './list.ts';
import { vfio_pci_zap_and_vma_lock } from './zap.ts';

export const cur_vma = local('cur_vma', optional(VDEV), NONE);
export const cur_mem = local('cur_mem', optional(VDEV), A);
export const is_mem = local('is_mem', BOOLEAN, TRUE);

/** Phase 1, with `vma_lock` of each device. */
export const lockLists: Body = [
  forEachVdev((cur) => [
    ...testOwned(cur, assign(cur_vma, cur)),
    vfio_pci_zap_and_vma_lock(cur, TRUE),
    when(
      not(ownsMutex(self, vma_lock.at(cur))),
      [note('vma_lock', step('ret = -EBUSY', assign(cur_vma, cur))), goto('err_undo')],
      [],
      c`if (!vfio_pci_zap_and_vma_lock(${cur}, true))`,
    ),
  ]),
];

/** Phase 2, from `vma_lock` to `memory_lock` of each device. */
export const lockMemory: Body = [
  forEachVdev((cur) => [
    down_write_trylock(
      memory_lock.at(cur),
      [mutex_unlock(vma_lock.at(cur))],
      [note('memory_lock', step('ret = -EBUSY', assign(cur_mem, cur))), goto('err_undo')],
    ),
  ]),
  step('cur_mem = NULL', assign(cur_mem, NONE)),
];

export const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    locals: [cur_vma, cur_mem, is_mem],
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [
    mutex_lock(dev_set_lock),
    ...testResettable,
    ...getDevices,
    ...lockLists,
    ...lockMemory,
    ...wakeAndReset,
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
  ],
);
