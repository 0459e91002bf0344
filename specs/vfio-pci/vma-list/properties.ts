/**
 * What must hold in every reachable state of `vfio-pci/vma-list`, in kernel terms.
 *
 * S-FAULT, S-BUG, S-D0RESET, S-ASSERT, S-LOCKBAL and S-REF are asserted where the code asserts them. Not decided here: S-LOCKORD, the
 * order of the locks over all runs, is a question for the lock-order analysis, and that an operation ends (L-RESET, L-FAULT) one for
 * liveness; a deadlock of them is found by every search.
 */
import {
  and,
  clauseFor,
  type Expr,
  eq,
  every,
  gt,
  holdsAny,
  inside,
  int,
  le,
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
import {
  attached,
  hasPte,
  isVma,
  MM,
  mmap_lock,
  mmOf,
  VMA,
  type Vma,
  vdevOf,
} from '../driver/address-space.ts';
import { S_D0RESET } from '../driver/before-dmabuf.ts';
import { S_EXIT } from '../driver/low-power-properties.ts';
import { dev_set_lock, memory_lock, VDEV } from '../driver/vdev.ts';
import { mappingProperties, S_FAULT } from '../driver/vdev-properties.ts';
import { exits } from './bounds.ts';
import { S_BUG, vfio_pci_mmap_fault } from './fault.ts';
import { isOnList, vma_lock } from './list.ts';
import { awaitsTakedown, dup_mmap, mm_users, munmap } from './mm.ts';

/** A page of an address space that is coming down is mapped, but nobody is left to touch it. */
const isMapped = (vma: Vma): Expr<boolean> =>
  and(hasPte(vma), gt(mm_users.at(mmOf(vma)).refs, int(0)));

const inFault = (vma: Vma): Expr<boolean> =>
  some(PROCESS, (p) => and(inside(p, vfio_pci_mmap_fault), ownsMutex(p, vma_lock.at(vdevOf(vma)))));

const S_LIST = property(
  'S-LIST',
  'A mapped VMA is on the list of its device, and what is on the list is there, but for the moment in which a fault, fork or munmap is about to see to that.',
  [
    clauseFor(VMA, 'pte', (vma) => ({
      given: and(isVma(vma), isMapped(vma)),
      then: or(
        isOnList(vma),
        inFault(vma),
        some(PROCESS, (p) => inside(p, dup_mmap)),
      ),
    })),
    clauseFor(VMA, 'entry', (vma) => ({
      given: and(isVma(vma), isOnList(vma)),
      then: or(
        attached.at(vma),
        some(PROCESS, (p) => inside(p, munmap)),
      ),
    })),
  ],
);

const S_REF_IDLE = property(S_REF.id, S_REF.sentence, [
  clauseFor(MM, 'pins', (mm) => ({ given: quiescent(), then: le(mm_users.at(mm).refs, int(1)) })),
]);

const S_MM = property(
  'S-MM',
  'Who drops the last reference on an address space takes it down: no page of a BAR stays mapped in it, no VMA of it on a list.',
  [
    clauseFor(VMA, 'gone', (vma) => ({
      given: and(
        exits,
        isVma(vma),
        quiescent(),
        eq(mm_users.at(mmOf(vma)).refs, int(0)),
        not(awaitsTakedown(mmOf(vma))),
      ),
      then: and(not(hasPte(vma)), not(isOnList(vma))),
    })),
  ],
);

const S_LOCKBAL_IDLE = property(S_LOCKBAL.id, S_LOCKBAL.sentence, [
  clauseFor(PROCESS, 'idle', (p) => ({
    given: resting(p),
    then: and(
      not(ownsMutex(p, dev_set_lock)),
      every(VDEV, (vdev) =>
        and(not(holdsAny(p, memory_lock.at(vdev))), not(ownsMutex(p, vma_lock.at(vdev)))),
      ),
      every(MM, (mm) => not(holdsAny(p, mmap_lock.at(mm)))),
    ),
  })),
]);

export const properties = [
  ...mappingProperties(isMapped),
  S_FAULT,
  S_D0RESET,
  S_LIST,
  S_BUG,
  S_LOCKBAL_IDLE,
  S_EXIT,
  S_MM,
  S_ASSERT,
  S_REF_IDLE,
];
