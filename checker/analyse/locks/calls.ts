/**
 * What is held while calling: for every function the locks that are held whenever it is entered, and those that are held sometimes.
 */
import type { Model } from '../../model/index.ts';
import type { HeldLock, HeldLocks } from '../threads/held.ts';
import { withoutIndices } from '../threads/sites.ts';

export interface CallRow {
  readonly fn: string;
  /** As `memory_lock W`; without indices. */
  readonly always: readonly string[];
  readonly sometimes: readonly string[];
}

/** One row per function that was entered. `heldIn`: by function, the sets of locks that were held then. */
export function callTable(
  { locks, units }: Model,
  heldIn: ReadonlyMap<string, ReadonlySet<number>>,
  held: HeldLocks,
): readonly CallRow[] {
  const textOf = ({ lock, mode }: HeldLock): string =>
    `${withoutIndices(locks[lock]?.name ?? '?')} ${mode === 'write' ? 'W' : 'r'}`;
  const order = new Map(units.map(({ owner }, at) => [owner, at]));
  const sorted = [...heldIn].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return sorted.map(([fn, keys]) => {
    const sets = [...keys].map((key) => new Set(held.of(key).map(textOf)));
    const every = [...new Set(sets.flatMap((set) => [...set]))].sort();
    const always = every.filter((text) => sets.every((set) => set.has(text)));
    const sometimes = every.filter((text) => !always.includes(text));
    return Object.freeze({ fn, always, sometimes });
  });
}
