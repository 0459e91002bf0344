/**
 * The relation "acquired while holding", collected over all reached states, and what is held where functions are entered.
 *
 * The pass keeps numbers only: for every place at which a lock is taken, and every set of locks held there, the depth at which
 * that was first seen. Everything else is worked out of these few combinations.
 */
import type { Row } from '../../compile/index.ts';
import { type Explored, eachReached, type Reached } from '../../explore/index.ts';
import type { HeldLock, HeldLocks, Mode } from '../threads/held.ts';
import type { Sites } from '../threads/sites.ts';
import { attemptsAt, mostAttempts } from './attempts.ts';

/** One way in which one lock was taken inside another. */
export interface Nesting {
  readonly outer: HeldLock;
  readonly inner: { readonly lock: number; readonly mode: Mode };
  readonly isBlocking: boolean;
  /** What is held besides `outer`. */
  readonly others: readonly HeldLock[];
  readonly site: number;
  /** Function or role whose body takes the lock. */
  readonly owner: string;
  readonly depth: number;
}

export interface Relation {
  readonly nestings: readonly Nesting[];
  /** By site, the sets of locks that were held there; only of the sites that were asked for. */
  readonly heldAt: ReadonlyMap<number, ReadonlySet<number>>;
  /** It was not interrupted. */
  readonly isWhole: boolean;
}

/** `watched`: sites of which it is wanted what is held there. */
export function relationOf(
  explored: Explored,
  { sites, held }: { readonly sites: Sites; readonly held: HeldLocks },
  watched: ReadonlySet<number>,
  goesOn: () => boolean,
): Relation {
  const collector = new Collector(sites, held, watched);
  const isWhole = eachReached(explored, (state) => collector.state(state), goesOn);
  return { nestings: [...collector.nestings.values()], heldAt: collector.heldAt, isWhole };
}

class Collector {
  readonly nestings = new Map<string, Nesting>();
  readonly heldAt = new Map<number, Set<number>>();
  readonly #sites: Sites;
  readonly #held: HeldLocks;
  readonly #watched: ReadonlySet<number>;
  /** How many attempts there may be, by site. */
  readonly #most: readonly number[];
  /** Attempts seen, by site and what is held. */
  readonly #seen = new Map<number, Map<number, number>>();

  constructor(sites: Sites, held: HeldLocks, watched: ReadonlySet<number>) {
    this.#sites = sites;
    this.#held = held;
    this.#watched = watched;
    this.#most = sites.all.map(mostAttempts);
  }

  state(state: Reached): void {
    const field = (number: number): number => state.field(number);
    for (const [process, site] of this.#sites.in(field).entries()) {
      if (site < 0) continue;
      const isAttempt = (this.#most[site] as number) > 0;
      const isWatched = this.#watched.has(site);
      if (!isAttempt && !isWatched) continue;
      const key = this.#held.key(process, field);
      if (isWatched) this.#watch(site, key);
      if (isAttempt && key !== 0) this.#attempt(site, key, state);
    }
  }

  #watch(site: number, key: number): void {
    const keys = this.heldAt.get(site);
    if (keys === undefined) this.heldAt.set(site, new Set([key]));
    else keys.add(key);
  }

  #attempt(site: number, key: number, state: Reached): void {
    const bySite = this.#seen.get(site) ?? new Map<number, number>();
    this.#seen.set(site, bySite);
    if ((bySite.get(key) ?? 0) >= (this.#most[site] as number)) return;
    bySite.set(key, (bySite.get(key) ?? 0) + this.#nest(site, key, state.row(), state.depth));
  }

  /** How many attempts were new. */
  #nest(site: number, key: number, row: Row, depth: number): number {
    let fresh = 0;
    const all = this.#held.of(key);
    for (const { lock, mode, isBlocking, step } of attemptsAt(
      this.#sites.at(site),
      row,
      this.#held,
    )) {
      const { label, unit } = step.statement;
      const name = JSON.stringify([site, key, lock, mode, isBlocking, label]);
      if (this.nestings.has(`${name}0`)) continue;
      fresh++;
      for (const [at, outer] of all.entries()) {
        const others = all.filter((each) => each !== outer);
        const nesting = { outer, inner: { lock, mode }, isBlocking, others, site, depth };
        this.nestings.set(`${name}${at}`, { ...nesting, owner: unit.owner });
      }
    }
    return fresh;
  }
}
