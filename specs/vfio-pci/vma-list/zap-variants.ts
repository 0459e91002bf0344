/**
 * Variants of the zap of `vfio-pci/vma-list`: in which order the locks are taken, and what is held meanwhile.
 */

import {
  allHold,
  also,
  down_write,
  FALSE,
  goto,
  label,
  mutex_unlock,
  note,
  up_read,
  variant,
  violates,
  when,
} from '../../../checker/lang/index.ts';
import { forEachVmaOf, mmap_lock } from '../driver/address-space.ts';
import { memory_lock } from '../driver/vdev.ts';
import { ifListed, isOnList, vma_lock } from './list.ts';
import { mmput } from './mm.ts';
import {
  lockAddressSpace,
  lockList,
  peekAtList,
  relockList,
  vdev,
  vfio_pci_zap_and_vma_lock,
  zapListed,
} from './zap.ts';

export const zapVariants = [
  variant('hold-vma-over-mmap', {
    summary: 'vma_lock is kept while the zapper waits for mmap_lock',
    replace: {
      vfio_pci_zap_and_vma_lock: [
        label('again'),
        lockList,
        ...peekAtList((mm) => [
          lockAddressSpace(mm, mmput, [note('busy', mutex_unlock(vma_lock.at(vdev)))]),
          forEachVmaOf(vdev, mm, (vma) => [when(isOnList(vma), zapListed(vma), [], ifListed(vma))]),
          note('zapped', mutex_unlock(vma_lock.at(vdev))),
          up_read(mmap_lock.at(mm)),
          mmput(mm),
          goto('again'),
        ]),
      ],
    },
    ref: 'derived from the comment on the lock order in 6.1',
    expect: { munmap: violates('deadlock') },
  }),
  variant('memlock-first', {
    summary: 'memory_lock is taken before the list is zapped',
    replace: {
      vfio_pci_zap_and_down_write_memory_lock: [
        down_write(memory_lock.at(vdev)),
        vfio_pci_zap_and_vma_lock(vdev, FALSE),
        mutex_unlock(vma_lock.at(vdev)),
      ],
    },
    ref: 'derived from the comment on the lock order in 6.1',
    expect: { munmap: violates('deadlock') },
  }),
  variant('gap', {
    summary: 'vma_lock is dropped before memory_lock is taken',
    replace: {
      vfio_pci_zap_and_down_write_memory_lock: [
        vfio_pci_zap_and_vma_lock(vdev, FALSE),
        mutex_unlock(vma_lock.at(vdev)),
        down_write(memory_lock.at(vdev)),
      ],
    },
    ref: 'derived from the comment on the lock order in 6.1',
    expect: {
      munmap: violates(
        'S-ACCESS',
        also('S-REVRESET', 'the page that the fault put back is still there when the reset begins'),
      ),
    },
  }),
  variant('one-per-round', {
    summary: 'a round zaps one VMA only; the loop comes back for the next',
    replace: {
      vfio_pci_zap_and_vma_lock: [
        label('again'),
        lockList,
        ...peekAtList((mm) => [
          note('peeked', mutex_unlock(vma_lock.at(vdev))),
          lockAddressSpace(mm),
          relockList(mm),
          forEachVmaOf(vdev, mm, (vma) => [
            when(isOnList(vma), [...zapListed(vma), goto('zapped')], [], ifListed(vma)),
          ]),
          label('zapped'),
          note('zapped', mutex_unlock(vma_lock.at(vdev))),
          up_read(mmap_lock.at(mm)),
          mmput(mm),
          goto('again'),
        ]),
      ],
    },
    ref: 'derived',
    expect: { vmas: allHold },
  }),
];
