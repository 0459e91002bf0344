/**
 * What models of several bugs have in common that is no memory of the kernel's, so that no access to it is a data race. Whether a zap
 * comes too late for a PTE is a question to the properties of a spec.
 */
import { notMemory, type RaceNote } from '../../checker/lang/index.ts';

type Named = Parameters<typeof notMemory>[0];

export const pageTables = (pte: Named): RaceNote =>
  notMemory(pte, 'page tables: the processor walks them, the kernel changes them under their lock');

export const resourceTree = (taken: Named): RaceNote =>
  notMemory(taken, 'the resource tree: a request is tested and entered under its own lock');
