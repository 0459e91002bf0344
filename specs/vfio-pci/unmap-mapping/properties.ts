/**
 * What must hold in every reachable state of `vfio-pci/unmap-mapping`, in kernel terms.
 *
 * S-FAULT, S-D0RESET, S-ASSERT, S-LOCKBAL and S-REF are asserted where the code asserts them. Not decided here: S-LOCKORD, the order of
 * the locks over all runs, is a question for the lock-order analysis; that an operation ends (L-RESET, L-FAULT) is one for liveness.
 */

import {
  and,
  clauseFor,
  every,
  holdsAny,
  implies,
  inside,
  not,
  or,
  ownsMutex,
  PROCESS,
  property,
  quiescent,
  resting,
  S_ASSERT,
  S_LOCKBAL,
  S_REF,
  some,
} from '../../../checker/lang/index.ts';
import { attached, hasPte, isVma, MM, mmap_lock, VMA, vdevOf } from '../driver/address-space.ts';
import { S_D0RESET } from '../driver/before-dmabuf.ts';
import { S_EXIT } from '../driver/low-power-properties.ts';
import { i_mmap_rwsem, isLarge, linked, munmap, vm_lock } from '../driver/mapping.ts';
import { __vfio_pci_memory_enabled, dev_set_lock, memory_lock, VDEV } from '../driver/vdev.ts';
import { mappingProperties, S_FAULT } from '../driver/vdev-properties.ts';
import { hw_tolerant, no_fault_handler } from './bounds.ts';
import { S_HUGE } from './fault.ts';

const S_AVAIL = property(
  'S-AVAIL',
  'With no operation in flight and memory enabled, a mapping that has no fault handler has its pages.',
  [
    clauseFor(VMA, 'pte', (vma) => ({
      given: and(
        no_fault_handler,
        isVma(vma),
        quiescent(),
        attached.at(vma),
        __vfio_pci_memory_enabled(vdevOf(vma)),
      ),
      then: hasPte(vma),
    })),
  ],
);

const S_LIST = property(
  'S-LIST',
  'A VMA in the mapping tree of the device file is in its address space, or its munmap is about to take it out.',
  [
    clauseFor(VMA, 'entry', (vma) => ({
      given: and(not(no_fault_handler), isVma(vma), linked.at(vma)),
      then: or(
        attached.at(vma),
        some(PROCESS, (p) => inside(p, munmap)),
      ),
    })),
  ],
);

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(ownsMutex(p, dev_set_lock)),
      every(VDEV, (vdev) =>
        and(not(holdsAny(p, memory_lock.at(vdev))), not(holdsAny(p, i_mmap_rwsem.at(vdev)))),
      ),
      every(VMA, (vma) => implies(isLarge, not(holdsAny(p, vm_lock.at(vma))))),
      every(MM, (mm) => not(holdsAny(p, mmap_lock.at(mm)))),
    ),
  })),
]);

export const properties = [
  ...mappingProperties(hasPte, hw_tolerant),
  S_FAULT,
  S_D0RESET,
  S_LIST,
  S_HUGE,
  S_AVAIL,
  S_EXIT,
  S_LOCKBAL_IDLE,
  S_ASSERT,
  S_REF,
];
