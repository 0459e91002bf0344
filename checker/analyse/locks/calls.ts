/**
 * What is held while calling: for every function the locks that are held whenever it is entered, and those that are held sometimes.
 */
import { type Arrival, intoBlock, type Place, statementOf } from '../../compile/index.ts';
import type { GroundCall, Model } from '../../model/index.ts';
import type { HeldLock, HeldLocks } from '../threads/held.ts';
import type { Sites } from '../threads/sites.ts';
import { withoutIndices } from '../threads/sites.ts';

export interface CallRow {
  readonly fn: string;
  /** As `memory_lock W`; without indices. */
  readonly always: readonly string[];
  readonly sometimes: readonly string[];
}

/** By function, the sites at which control is when it has been entered: the first ones in its body. */
export function entrySites(model: Model, sites: Sites): ReadonlyMap<string, readonly number[]> {
  const numbers = new Map(
    sites.all.map(({ process, place }, site) => [`${process} ${place.key}`, site]),
  );
  const entries = new Map<string, Set<number>>();
  for (const { process, place } of sites.all) {
    for (const call of callsOf(place)) {
      const { fn, body } = statementOf(call) as GroundCall;
      const name = fn.split('#')[0] as string;
      const found = entries.get(name) ?? new Set<number>();
      entries.set(name, found);
      for (const first of endsOf(intoBlock(call, body, 0))) {
        const site = numbers.get(`${process} ${first.key}`);
        if (site !== undefined && first.key.startsWith(`${call.key}/`)) found.add(site);
      }
    }
  }
  const order = new Map(model.units.map(({ owner }, at) => [owner, at]));
  const sorted = [...entries].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return new Map(sorted.map(([fn, found]) => [fn, [...found]]));
}

/** The calls around a place. */
function callsOf({ parent }: Place): readonly Place[] {
  if (parent === null) return [];
  return statementOf(parent).kind === 'call' ? [parent, ...callsOf(parent)] : callsOf(parent);
}

/** Every place at which control may come to rest. */
function endsOf(arrival: Arrival): readonly Place[] {
  switch (arrival.kind) {
    case 'rest':
      return arrival.place === null ? [] : [arrival.place];
    case 'reset':
      return endsOf(arrival.then);
    case 'decide':
      return [...endsOf(arrival.yes), ...endsOf(arrival.no)];
  }
}

interface Observed {
  readonly entries: ReadonlyMap<string, readonly number[]>;
  readonly heldAt: ReadonlyMap<number, ReadonlySet<number>>;
  readonly held: HeldLocks;
}

/** One row per function that was entered. */
export function callTable(
  { locks }: Model,
  { entries, heldAt, held }: Observed,
): readonly CallRow[] {
  const textOf = ({ lock, mode }: HeldLock): string =>
    `${withoutIndices(locks[lock]?.name ?? '?')} ${mode === 'write' ? 'W' : 'r'}`;
  return [...entries].flatMap(([fn, sites]) => {
    const keys = new Set(sites.flatMap((site) => [...(heldAt.get(site) ?? [])]));
    if (keys.size === 0) return [];
    const sets = [...keys].map((key) => new Set(held.of(key).map(textOf)));
    const every = [...new Set(sets.flatMap((set) => [...set]))].sort();
    const always = every.filter((text) => sets.every((set) => set.has(text)));
    const sometimes = every.filter((text) => !always.includes(text));
    return [Object.freeze({ fn, always, sometimes })];
  });
}
