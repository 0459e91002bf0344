/**
 * The relation "acquired while holding", collected over all reached states, and what is held where functions are entered.
 *
 * The pass keeps numbers only: for every place at which a lock is taken, and every set of locks held there, the depth at which
 * that was first seen. Everything else is worked out of these few combinations.
 */
import type { Row } from '../../compile/index.ts';
import { type Explored, eachReached, type Reached } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import type { HeldLock, HeldLocks, Mode } from '../threads/held.ts';
import type { Sites } from '../threads/sites.ts';
import { attemptsAt, mostAttempts } from './attempts.ts';
import { Entries } from './entries.ts';

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
  /** By function, the sets of locks that were held when it was entered. */
  readonly heldIn: ReadonlyMap<string, ReadonlySet<number>>;
  /** It was not interrupted. */
  readonly isWhole: boolean;
}

/** Collects both over all reached states. */
export function relationOf(
  explored: Explored,
  { sites, held }: { readonly sites: Sites; readonly held: HeldLocks },
  goesOn: () => boolean,
): Relation {
  const collector = new Collector(explored.program.model, sites, held);
  const isWhole = eachReached(explored, (state) => collector.state(state), goesOn);
  return { nestings: [...collector.nestings.values()], heldIn: collector.entries.heldIn, isWhole };
}

class Collector {
  readonly nestings = new Map<string, Nesting>();
  readonly entries: Entries;
  readonly #processes: Model['processes'];
  readonly #sites: Sites;
  readonly #held: HeldLocks;
  /** How many attempts there may be, by site. */
  readonly #most: readonly number[];
  /** Attempts seen, by site and what is held. */
  readonly #seen = new Map<number, Map<number, number>>();

  constructor({ processes }: Model, sites: Sites, held: HeldLocks) {
    this.entries = new Entries(sites, held);
    this.#processes = processes;
    this.#sites = sites;
    this.#held = held;
    this.#most = sites.all.map(mostAttempts);
  }

  state(state: Reached): void {
    const field = (number: number): number => state.field(number);
    if (state.depth === 0)
      for (const process of this.#processes) this.entries.start(process, state.row());
    for (const [process, site] of this.#sites.in(field).entries()) {
      if (site < 0) continue;
      const isAttempt = (this.#most[site] as number) > 0;
      if (!isAttempt && !this.entries.mayEnter(site)) continue;
      const key = this.#held.key(process, field);
      if (this.entries.isOpen(site, key)) this.entries.state(site, key, state.row());
      if (isAttempt && key !== 0) this.#attempt(site, key, state);
    }
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
