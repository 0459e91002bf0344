/**
 * HB-02: zapping two devices whose BARs are mapped in one mm. Mirrors vfio_pci_zap_and_vma_lock(), vfio_pci_mmap_fault() and
 * vfio_pci_dev_set_hot_reset() in drivers/vfio/pci/vfio_pci_core.c as of v6.1. Not a shipped bug: the hazard that their comments
 * document. A fault takes mmap_lock, vma_lock, memory_lock, in that order; a zap finds out under vma_lock that it needs mmap_lock.
 *
 * A VMA that is on vma_list has PTEs and the others have none, so one flag stands for both. The hot reset is alone, so dev_set->lock is
 * left out, and so are the runtime PM counts (HB-08). The VMA of device 1 is mapped from the start. v6.10 replaced all of this.
 */
import {
  add,
  allHold,
  also,
  and,
  array,
  assign,
  at,
  BOOLEAN,
  type Body,
  c,
  check,
  clauseFor,
  configuration,
  constant,
  down_read,
  down_read_trylock,
  down_write,
  down_write_trylock,
  type Expr,
  eq,
  every,
  FALSE,
  fn,
  forEach,
  goal,
  goto,
  holds,
  int,
  isWriteLocked,
  label,
  le,
  local,
  lt,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  mutexes,
  NONE,
  not,
  note,
  oneOfEach,
  ownsMutex,
  PROCESS,
  param,
  process,
  property,
  range,
  rwsem,
  rwsems,
  self,
  some,
  spec,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
  whileTrue,
} from '../../checker/lang/index.ts';
import { allReleased } from './lock-balance.ts';

const faults = constant('faults', range(1, 2), int(1), 'accesses to a BAR');

const DEVICE = range(0, 1);
const COUNT = range(0, 2);
const d = param('d', DEVICE);

const mmap_lock = rwsem('mmap_lock');
const vma_lock = mutexes('vma_lock', DEVICE);
const memory_lock = rwsems('memory_lock', DEVICE);
const vma = variable('vma', array(DEVICE, BOOLEAN), TRUE);
const vma_list = variable('vma_list', array(DEVICE, BOOLEAN), (each) => eq(each, int(1)));

const UnderLock = property(
  'UnderLock',
  'vma_list changes under vma_lock, PTEs under memory_lock or mmap_lock, a reset runs under memory_lock.',
);

const vfio_pci_mmap_fault = fn(
  'vfio_pci_mmap_fault',
  {
    params: [d],
    title: 'user access to a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_fault()',
  },
  [
    down_read(mmap_lock),
    when(vma.at(d), [
      mutex_lock(vma_lock.at(d)),
      down_read(memory_lock.at(d)),
      check(
        UnderLock,
        and(ownsMutex(self, vma_lock.at(d)), holds(self, memory_lock.at(d), 'read')),
      ),
      step('io_remap_pfn_range(); __vfio_pci_add_vma()', assign(vma_list.at(d), TRUE)),
      up_read(memory_lock.at(d)),
      mutex_unlock(vma_lock.at(d)),
    ]),
    up_read(mmap_lock),
  ],
);

const munmap = fn(
  'munmap',
  {
    params: [d],
    title: 'munmap() of a BAR',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_mmap_close()',
  },
  [
    down_write(mmap_lock),
    mutex_lock(vma_lock.at(d)),
    check(UnderLock, and(ownsMutex(self, vma_lock.at(d)), holds(self, mmap_lock, 'write'))),
    step(
      'unmap; list_del(&mmap_vma->vma_next)',
      assign(vma_list.at(d), FALSE),
      assign(vma.at(d), FALSE),
    ),
    mutex_unlock(vma_lock.at(d)),
    up_write(mmap_lock),
  ],
);

const ListedExists = property(
  'ListedExists',
  'What is on vma_list is a VMA of the address space.',
  [clauseFor(DEVICE, 'not unmapped', (each) => ({ given: vma_list.at(each), then: vma.at(each) }))],
);

const NothingMapped = property(
  'NothingMapped',
  'After a zap, and while memory_lock is held for write, no VMA of the device has a PTE.',
  [
    clauseFor(DEVICE, 'vma_list is empty', (each) => ({
      given: isWriteLocked(memory_lock.at(each)),
      then: not(vma_list.at(each)),
    })),
  ],
);

const zap = (of: Expr<number>): Body => [
  check(UnderLock, and(ownsMutex(self, vma_lock.at(of)), holds(self, mmap_lock, 'read'))),
  step(c`zap_vma_ptes(${of})`, assign(vma_list.at(of), FALSE)),
  check(NothingMapped, not(vma_list.at(of))),
];

const vfio_pci_zap_and_vma_lock = fn(
  'vfio_pci_zap_and_vma_lock',
  { params: [d], mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_vma_lock()' },
  [
    mutex_lock(vma_lock.at(d)),
    whileTrue(vma_list.at(d), [
      mutex_unlock(vma_lock.at(d)),
      down_read(mmap_lock),
      note('retake', mutex_lock(vma_lock.at(d))),
      ...zap(d),
      note('zapped', mutex_unlock(vma_lock.at(d))),
      up_read(mmap_lock),
      note('again', mutex_lock(vma_lock.at(d))),
    ]),
  ],
);

const zap_and_down_write = fn(
  'vfio_pci_zap_and_down_write_memory_lock',
  {
    params: [d],
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_zap_and_down_write_memory_lock()',
  },
  [vfio_pci_zap_and_vma_lock(d), down_write(memory_lock.at(d)), mutex_unlock(vma_lock.at(d))],
);

const vfio_pci_ioctl_reset = fn(
  'vfio_pci_ioctl_reset',
  {
    params: [d],
    title: 'ioctl(VFIO_DEVICE_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_ioctl_reset()',
  },
  [
    zap_and_down_write(d),
    check(UnderLock, holds(self, memory_lock.at(d), 'write')),
    step('pci_try_reset_function()'),
    up_write(memory_lock.at(d)),
  ],
);

const cur_vma = local('cur_vma', COUNT, int(0));
const cur_mem = local('cur_mem', COUNT, int(0));
const UNDO: Body = [goto('err_undo')];

/** `vfio_pci_zap_and_vma_lock(cur, true)`: gives up where it would block. */
const tryZapAndVmaLock = (of: Expr<number>): Body => [
  mutex_trylock(vma_lock.at(of), [], UNDO),
  whileTrue(vma_list.at(of), [
    mutex_unlock(vma_lock.at(of)),
    down_read_trylock(mmap_lock, [], UNDO),
    note('retake', mutex_trylock(vma_lock.at(of), [], [note('busy', up_read(mmap_lock)), ...UNDO])),
    ...zap(of),
    note('zapped', mutex_unlock(vma_lock.at(of))),
    up_read(mmap_lock),
    note('again', mutex_trylock(vma_lock.at(of), [], UNDO)),
  ]),
];
const takeAllVmaLocks = forEach(DEVICE, (each) => [
  ...tryZapAndVmaLock(each),
  step(c`cur_vma++ /* ${each} */`, assign(cur_vma, add(each, int(1)))),
]);
const takeAllMemoryLocks = forEach(DEVICE, (each) => [
  down_write_trylock(memory_lock.at(each), [], UNDO),
  note('memory_lock held', mutex_unlock(vma_lock.at(each))),
  step(c`cur_mem++ /* ${each} */`, assign(cur_mem, add(each, int(1)))),
]);
const resetBus: Body = [
  check(
    UnderLock,
    every(DEVICE, (each) => holds(self, memory_lock.at(each), 'write')),
  ),
  step('pci_reset_bus()'),
];
const undo = forEach(DEVICE, (each) => [
  when(lt(each, cur_vma), [
    when(
      lt(each, cur_mem),
      [up_write(memory_lock.at(each))],
      [note('undo', mutex_unlock(vma_lock.at(each)))],
    ),
  ]),
]);

const vfio_pci_dev_set_hot_reset = fn(
  'vfio_pci_dev_set_hot_reset',
  {
    locals: [cur_vma, cur_mem],
    title: 'ioctl(VFIO_DEVICE_PCI_HOT_RESET)',
    mirrors: 'drivers/vfio/pci/vfio_pci_core.c: vfio_pci_dev_set_hot_reset()',
  },
  [takeAllVmaLocks, takeAllMemoryLocks, ...resetBus, label('err_undo'), undo],
);

const hotReset = process('hot_reset', [vfio_pci_dev_set_hot_reset()]);
const mustGiveUp = some(hotReset.instances, (p) =>
  and(
    ownsMutex(p, vma_lock.at(int(1))),
    isWriteLocked(memory_lock.at(int(0))),
    not(holds(p, memory_lock.at(int(0)), 'write')),
  ),
);
const zapWaits = some(PROCESS, (p) =>
  and(at(p, vfio_pci_zap_and_vma_lock, 'down_read(&mmap_lock)'), not(eq(mmap_lock.writer, NONE))),
);

export default spec('history/hb-02', {
  summary:
    'zap and the locks of two devices in one mm: three locks, a loop, trylocks and an unwind',
  mirrors: 'drivers/vfio/pci/vfio_pci_core.c as of v6.1',
  constants: [faults],
  processes: [
    process('fault', { count: faults }, [oneOfEach(DEVICE, (each) => [vfio_pci_mmap_fault(each)])]),
    process('unmap', [munmap(int(0))]),
    process('reset', [vfio_pci_ioctl_reset(int(0))]),
    hotReset,
  ],
  races: [],
  properties: [
    NothingMapped,
    ListedExists,
    UnderLock,
    allReleased({
      mutexes: [vma_lock.at(int(0)), vma_lock.at(int(1))],
      rwsems: [mmap_lock, memory_lock.at(int(0)), memory_lock.at(int(1))],
    }),
  ],
  configurations: [
    configuration('small', {
      bounds:
        '2 devices with 1 VMA each in 1 mm, 1 of them mapped, 1 fault, 1 munmap, 1 reset, 1 hot reset',
      goals: [
        goal(
          'both VMAs are mapped',
          every(DEVICE, (each) => vma_list.at(each)),
        ),
        goal(
          'the hot reset holds both devices',
          every(DEVICE, (each) => isWriteLocked(memory_lock.at(each))),
        ),
        goal('the hot reset holds vma_lock and finds memory_lock taken', mustGiveUp),
        goal('a zap waits for mmap_lock', zapWaits),
        goal('the BAR of device 0 is unmapped', not(vma.at(int(0)))),
      ],
    }),
    configuration('medium', {
      size: 'medium',
      bounds:
        '2 devices with 1 VMA each in 1 mm, 1 of them mapped, 2 faults, 1 munmap, 1 reset, 1 hot reset',
      set: { faults: 2 },
    }),
  ],
  base: variant('v6.1', {
    summary: 'drop vma_lock before mmap_lock is taken; the hot reset tries and unwinds',
    ref: 'v6.1',
    expect: { small: allHold, medium: allHold },
  }),
  variants: [
    variant('memory-lock-first', {
      summary: 'take memory_lock, then zap: a fault holds vma_lock and waits for it',
      replace: {
        vfio_pci_zap_and_down_write_memory_lock: [
          down_write(memory_lock.at(d)),
          vfio_pci_zap_and_vma_lock(d),
          mutex_unlock(vma_lock.at(d)),
        ],
      },
      ref: 'derived',
      expect: {
        small: violates(
          'deadlock',
          also('NothingMapped', 'memory_lock is held for write while the zap is still to come'),
        ),
      },
    }),
    variant('keep-vma-lock', {
      summary: 'vma_lock is not dropped before mmap_lock is taken',
      replace: {
        vfio_pci_zap_and_vma_lock: [
          mutex_lock(vma_lock.at(d)),
          whileTrue(vma_list.at(d), [down_read(mmap_lock), ...zap(d), up_read(mmap_lock)]),
        ],
      },
      ref: 'derived',
      expect: { small: violates('deadlock') },
    }),
    variant('gap', {
      summary: 'vma_lock is dropped before memory_lock is taken: a fault gets in between',
      replace: {
        vfio_pci_zap_and_down_write_memory_lock: [
          vfio_pci_zap_and_vma_lock(d),
          mutex_unlock(vma_lock.at(d)),
          down_write(memory_lock.at(d)),
        ],
      },
      ref: 'derived',
      expect: { small: violates('NothingMapped') },
    }),
    variant('hot-blocking', {
      summary: 'the hot reset waits where it should try',
      replace: {
        vfio_pci_dev_set_hot_reset: [
          forEach(DEVICE, (each) => [vfio_pci_zap_and_vma_lock(each)]),
          forEach(DEVICE, (each) => [
            down_write(memory_lock.at(each)),
            mutex_unlock(vma_lock.at(each)),
          ]),
          ...resetBus,
          forEach(DEVICE, (each) => [up_write(memory_lock.at(each))]),
        ],
      },
      ref: 'derived',
      expect: { small: violates('deadlock') },
    }),
    variant('no-undo', {
      summary: 'a hot reset that gives up forgets the locks that it has',
      replace: {
        vfio_pci_dev_set_hot_reset: [
          takeAllVmaLocks,
          takeAllMemoryLocks,
          ...resetBus,
          forEach(DEVICE, (each) => [up_write(memory_lock.at(each))]),
          label('err_undo'),
        ],
      },
      ref: 'derived',
      expect: { small: violates('S-LOCKBAL', 'deadlock') },
    }),
    variant('undo-one-too-many', {
      summary: 'the unwind takes one memory_lock too many for its own, and leaves that vma_lock',
      replace: {
        vfio_pci_dev_set_hot_reset: [
          takeAllVmaLocks,
          takeAllMemoryLocks,
          ...resetBus,
          label('err_undo'),
          forEach(DEVICE, (each) => [
            when(lt(each, cur_vma), [
              when(
                le(each, cur_mem),
                [up_write(memory_lock.at(each))],
                [note('undo', mutex_unlock(vma_lock.at(each)))],
              ),
            ]),
          ]),
        ],
      },
      ref: 'derived',
      expect: { small: violates('S-LOCKBAL', 'deadlock') },
    }),
  ],
});
