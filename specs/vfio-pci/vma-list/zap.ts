/**
 * How the driver zaps the VMAs on its list and gets `memory_lock` for write.
 *
 * Mirrors drivers/vfio/pci/vfio_pci_core.c of 6.1. The order is `mmap_lock`, `vma_lock`, `memory_lock`. A zapper has only the list to find
 * the address spaces, so it peeks with `vma_lock` held, drops it, takes `mmap_lock`, and looks again; it may take `memory_lock`
 * only while `vma_lock` is held and the list is empty.
 *
 * What C returns, 0 or 1, is here whether the caller owns `vma_lock`.
 */

import {
  add,
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  down_read,
  down_read_trylock,
  down_write,
  eq,
  FALSE,
  fn,
  given,
  goto,
  gt,
  int,
  label,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  not,
  note,
  oneOf,
  oneOfEach,
  param,
  present,
  returnFromFunction,
  some,
  step,
  stepWhen,
  up_read,
  when,
} from '../../../checker/lang/index.ts';
import {
  forEachVmaOf,
  isMm,
  isVma,
  MM,
  type Mm,
  mmap_lock,
  mmOf,
  VMA,
  type Vma,
  zap,
} from '../driver/address-space.ts';
import { memory_lock, VDEV } from '../driver/vdev.ts';
import { exits } from './bounds.ts';
import { firstOf, ifListed, isOnList, listDel, listDelFirst, vma_lock } from './list.ts';
import { mm_users, mmput } from './mm.ts';

export const vdev = param('vdev', VDEV);
export const trylock = param('trylock', BOOLEAN);

const firstIsIn = (mm: Mm) =>
  some(VMA, (vma) => and(isVma(vma), eq(firstOf(vdev), vma), eq(mmOf(vma), mm)));
const users = (mm: Mm) => mm_users.at(mm).refs;

/** `vma_lock`, or give up. */
export const lockList = given(
  trylock,
  [mutex_trylock(vma_lock.at(vdev), [], [returnFromFunction()])],
  [mutex_lock(vma_lock.at(vdev))],
);

const pin = (mm: Mm): Body => [
  stepWhen(
    c`mmget_not_zero(${mm}) = 1`,
    and(firstIsIn(mm), gt(users(mm), int(0))),
    assign(users(mm), add(users(mm), int(1))),
  ),
];

const skip = (mm: Mm): Body => [
  stepWhen(
    c`mmget_not_zero(${mm}) = 0; list_del()`,
    and(firstIsIn(mm), eq(users(mm), int(0))),
    ...listDelFirst(vdev),
  ),
  goto('peek'),
];

/** The peek at the list: returns with `vma_lock` held if it is empty, else pins the address space of its first entry. */
export const peekAtList = (pinned: (mm: Mm) => Body): Body => [
  label('peek'),
  oneOf(
    [stepWhen('list_empty(&vma_list)', not(present(firstOf(vdev)))), returnFromFunction()],
    [oneOfEach(MM, (mm) => [given(isMm(mm), [...pin(mm), ...pinned(mm)])])],
    [oneOfEach(MM, (mm) => [given(and(exits, isMm(mm)), skip(mm))])],
  ),
];

/** `mmap_lock` of the pinned address space, or give up. */
export const lockAddressSpace = (mm: Mm, put = mmput, letGo: Body = []) =>
  given(
    trylock,
    [
      down_read_trylock(
        mmap_lock.at(mm),
        [],
        [...letGo, note('mmap_lock busy', put(mm)), returnFromFunction()],
      ),
    ],
    [down_read(mmap_lock.at(mm))],
  );

/** `vma_lock` again, inside `mmap_lock`, or give up. */
export const relockList = (mm: Mm, put = mmput) =>
  given(
    trylock,
    [
      note(
        'again',
        mutex_trylock(
          vma_lock.at(vdev),
          [],
          [
            note('busy', up_read(mmap_lock.at(mm))),
            note('vma_lock busy', put(mm)),
            returnFromFunction(),
          ],
        ),
      ),
    ],
    [note('again', mutex_lock(vma_lock.at(vdev)))],
  );

/** One entry of the walk over the list: off the list, and its pages go. */
export const zapListed = (vma: Vma): Body => [
  step(c`list_del(); zap_vma_ptes(${vma})`, ...listDel(vma), zap(vma)),
];

/** Zaps what is on the list, round after round, until it holds `vma_lock` with the list empty; or fails, if it may only try. */
export const vfio_pci_zap_and_vma_lock = fn(
  'vfio_pci_zap_and_vma_lock',
  {
    params: [vdev, trylock],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_vma_lock()',
  },
  [
    label('again'),
    lockList,
    ...peekAtList((mm) => [
      note('peeked', mutex_unlock(vma_lock.at(vdev))),
      lockAddressSpace(mm),
      relockList(mm),
      forEachVmaOf(vdev, mm, (vma) => [when(isOnList(vma), zapListed(vma), [], ifListed(vma))]),
      note('zapped', mutex_unlock(vma_lock.at(vdev))),
      up_read(mmap_lock.at(mm)),
      mmput(mm),
      goto('again'),
    ]),
  ],
);

export const vfio_pci_zap_and_down_write_memory_lock = fn(
  'vfio_pci_zap_and_down_write_memory_lock',
  {
    params: [vdev],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock()',
  },
  [
    vfio_pci_zap_and_vma_lock(vdev, FALSE),
    down_write(memory_lock.at(vdev)),
    mutex_unlock(vma_lock.at(vdev)),
  ],
);
