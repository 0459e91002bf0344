/**
 * Which cells of a model are memory of the kernel's: no local, no ghost, no lock, no atomic variable, and nothing that the spec
 * says is none.
 */
import type { Model } from '../../model/index.ts';
import { plainCell } from '../threads/sites.ts';
import { isNamed } from './notes.ts';

/** By number of the cell. `notMemory`: names of variables. */
export const isMemory = (model: Model, notMemory: readonly string[]): readonly boolean[] =>
  model.cells.map(
    ({ kind, isAtomic, index }) =>
      kind === 'shared' &&
      !isAtomic &&
      !notMemory.some((variable) => isNamed(plainCell(model, index), variable)),
  );
