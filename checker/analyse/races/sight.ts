/**
 * The pass over all reached states in search of races. Most states are dismissed by the places of their processes alone: a pair of
 * places is looked at only as long as it could show a race that has not been seen.
 */
import type { Row } from '../../compile/index.ts';
import { type Explored, eachReached } from '../../explore/index.ts';
import type { Meeting, Meetings } from './meetings.ts';

/** A race that was seen, and at what depth first. */
export interface SightedRace {
  readonly key: string;
  readonly depth: number;
}

/** What a pair of sites may still show. */
interface Pair {
  open: readonly string[];
  /** How many races were known when `open` was found. */
  known: number;
}

/** Nearest first, then by key. `isWhole`: it was not interrupted. */
export function sightRaces(
  explored: Explored,
  meetings: Meetings,
  goesOn: () => boolean,
): { readonly sighted: readonly SightedRace[]; readonly isWhole: boolean } {
  const seen = new Map<string, number>();
  const pairs = new OpenPairs(meetings, seen);
  const isWhole = eachReached(
    explored,
    (state) => {
      let row: Row | null = null;
      pairs.each(
        (field) => state.field(field),
        (a, b) => {
          row ??= state.row();
          for (const { key } of meetings.between(a, b, row)) {
            if (!seen.has(key)) seen.set(key, state.depth);
          }
        },
      );
    },
    goesOn,
  );
  const sighted = [...seen].map(([key, depth]) => ({ key, depth }));
  return {
    sighted: sighted.sort((a, b) => a.depth - b.depth || (a.key < b.key ? -1 : 1)),
    isWhole,
  };
}

/** The first meeting of this key in a state, by process; null: there is none. */
export function meetingIn(meetings: Meetings, key: string, row: Row): Meeting | null {
  const { sites } = meetings;
  const at = sites.in((field) => row[field] as number);
  for (const [first, a] of at.entries()) {
    for (const b of at.slice(first + 1)) {
      if (a < 0 || b < 0) continue;
      const found = meetings.between(a, b, row).find((each) => each.key === key);
      if (found !== undefined) return found;
    }
  }
  return null;
}

class OpenPairs {
  readonly #meetings: Meetings;
  readonly #seen: ReadonlyMap<string, number>;
  readonly #pairs = new Map<number, Pair>();

  constructor(meetings: Meetings, seen: ReadonlyMap<string, number>) {
    this.#meetings = meetings;
    this.#seen = seen;
  }

  /** Calls `look` for every two sites of a state that may show something new. */
  each(field: (number: number) => number, look: (a: number, b: number) => void): void {
    const at = this.#meetings.sites.in(field);
    for (let first = 0; first < at.length; first++) {
      for (let second = first + 1; second < at.length; second++) {
        const [a, b] = [at[first] as number, at[second] as number];
        if (a >= 0 && b >= 0 && this.#isOpen(a, b)) look(a, b);
      }
    }
  }

  #isOpen(a: number, b: number): boolean {
    const number = a * this.#meetings.sites.all.length + b;
    const pair = this.#pairs.get(number);
    if (pair === undefined) {
      const open = this.#meetings.possible(a, b).filter((key) => !this.#seen.has(key));
      this.#pairs.set(number, { open, known: this.#seen.size });
      return open.length > 0;
    }
    if (pair.known !== this.#seen.size && pair.open.length > 0) {
      pair.open = pair.open.filter((key) => !this.#seen.has(key));
      pair.known = this.#seen.size;
    }
    return pair.open.length > 0;
  }
}
