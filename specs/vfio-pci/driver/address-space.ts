/**
 * Address spaces and the VMAs of BARs in them, for the eras in which a VMA belongs to the device file.
 *
 * Mirrors what mm/ and arch/ do around the driver. `v2` belongs to the second device if there are two, and to the
 * second address space if there are two of those.
 *
 * `attached` is the VMA in its address space (changed under `mmap_lock` held for write); `pte` the set of its pages that are
 * mapped. A page table entry goes together with its TLB entries.
 */
import {
  and,
  array,
  assign,
  BOOLEAN,
  type Body,
  cond,
  constant,
  type Effect,
  type Expr,
  element,
  emptySet,
  enumeration,
  eq,
  FALSE,
  forEach,
  forEachBackwards,
  given,
  indexDomain,
  int,
  isEmpty,
  named,
  not,
  or,
  range,
  rwsems,
  type SetOf,
  setOf,
  type ValueOf,
  variable,
  withElement,
} from '../../../checker/lang/index.ts';
import { noMapper } from './bounds.ts';
import { A, B, devices, type Vdev } from './vdev.ts';

export const vmas = constant('vmas', range(1, 2), int(1), 'VMAs of BARs');
export const mms = constant('mms', range(1, 2), int(1), 'address spaces; v2 is in the second');
export const pages = constant('pages', range(1, 2), int(1), 'pages of each VMA');

export const forks = constant('forks', BOOLEAN, FALSE, 'a thread forks: v2 is the copy of v1');

export const VMA = enumeration('vma', ['v1', 'v2']);
export const { v1, v2 } = VMA.values;
export const MM = enumeration('mm', ['mm1', 'mm2']);
export const { mm1, mm2 } = MM.values;
export const PAGE = indexDomain('page', 2);
export type Vma = Expr<ValueOf<typeof VMA>>;
export type Mm = Expr<ValueOf<typeof MM>>;
export type Page = Expr<ValueOf<typeof PAGE>>;

/** The VMA is the second. */
export const isSecond = (vma: Vma): Expr<boolean> => eq(vma, v2);

/** The VMA occurs in this configuration at all: decided by constants. */
export const isVma = (vma: Vma): Expr<boolean> => or(eq(vma, v1), eq(vmas, int(2)));
/** The address space occurs in this configuration at all. */
export const isMm = (mm: Mm): Expr<boolean> => or(eq(mm, mm1), eq(mms, int(2)));

/** The device of a VMA: decided by constants. */
export const vdevOf = (vma: Vma): Vdev => cond(and(eq(devices, int(2)), isSecond(vma)), B, A);
/** The address space of a VMA: decided by constants. */
export const mmOf = (vma: Vma): Mm => cond(and(eq(mms, int(2)), isSecond(vma)), mm2, mm1);

/** `vma->vm_private_data`: the device, by the name that labels print. */
export const vm_private_data = (vma: Vma): Vdev => named('vma->vdev', vdevOf(vma));
/** `vma->vm_mm`: the address space, by the name that labels print. */
export const vm_mm = (vma: Vma): Mm => named('vma->vm_mm', mmOf(vma));

export const mmap_lock = rwsems('mmap_lock', MM);

const PAGES = setOf(PAGE);
export const noPages = emptySet(PAGES);
export const firstPage = element(PAGE, 0);
/** Every page of a VMA. */
export const allPages: Expr<SetOf<ValueOf<typeof PAGE>>> = cond(
  eq(pages, int(2)),
  withElement(withElement(noPages, firstPage), element(PAGE, 1)),
  withElement(noPages, firstPage),
);

/** In its address space from the start, unless a thread maps it or it is the copy that fork makes. */
export const attached = variable('attached', array(VMA, BOOLEAN), (vma) =>
  cond(isSecond(vma), not(forks), noMapper),
);
export const pte = variable('pte', array(VMA, PAGES), noPages);

/** The second process runs: at once, unless it is the child that fork makes. */
export const child_runs = variable('child_runs', BOOLEAN, not(forks));

/** Some page of the VMA is mapped. */
export const hasPte = (vma: Vma): Expr<boolean> => not(isEmpty(pte.at(vma)));

/** `zap_vma_ptes()` and its like: no page of the VMA is mapped. */
export const zap = (vma: Vma): Effect => assign(pte.at(vma), noPages);

/** Once for each VMA that belongs to the device and to the address space. */
export const forEachVmaOf = (vdev: Vdev, mm: Mm, body: (vma: Vma) => Body) =>
  forEach(VMA, (vma) => [
    given(and(isVma(vma), eq(vdevOf(vma), vdev), eq(mmOf(vma), mm)), body(vma)),
  ]);
/** Once for each VMA of the address space. */
export const forEachVmaIn = (mm: Mm, body: (vma: Vma) => Body) =>
  forEach(VMA, (vma) => [given(and(isVma(vma), eq(mmOf(vma), mm)), body(vma))]);
/** Once for each VMA of the device, in the order of its mapping tree. */
export const forEachVmaOfVdev = (vdev: Vdev, body: (vma: Vma) => Body) =>
  forEach(VMA, (vma) => [given(and(isVma(vma), eq(vdevOf(vma), vdev)), body(vma))]);
/** As `forEachVmaOfVdev`, last VMA first. */
export const forEachVmaOfVdevReverse = (vdev: Vdev, body: (vma: Vma) => Body) =>
  forEachBackwards(VMA, (vma) => [given(and(isVma(vma), eq(vdevOf(vma), vdev)), body(vma))]);
