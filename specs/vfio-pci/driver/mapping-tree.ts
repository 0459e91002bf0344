/**
 * What holds of the mapping tree of a DMABUF, in which a revoke looks for the VMAs that it zaps; the specs of the series list it as S-LIST.
 */
import {
  and,
  type Clause,
  clause,
  clauseFor,
  type Expr,
  gt,
  int,
  or,
} from '../../../checker/lang/index.ts';
import { f_count, MMAP, occurs } from './buffer.ts';
import { attached, BUF, linked, VMA, vmaOccurs } from './vma.ts';

/** A VMA in the tree is in its address space, or some thread `unmaps` it; the tree is that of a buffer whose file the VMA has. */
export const linkedClauses = (unmaps: Expr<boolean>): readonly Clause[] => [
  clauseFor(VMA, 'entry', (vma) => ({
    given: and(vmaOccurs(vma), linked.at(vma)),
    then: or(attached.at(vma), unmaps),
  })),
  clause('file', {
    given: and(occurs(MMAP), linked.at(BUF)),
    then: gt(f_count.at(MMAP), int(0)),
  }),
];
