/**
 * Lock order over all schedules, in lockdep's words: which lock is acquired while which is held, whether that can go round in a
 * circle, how it compares with the order that the spec declares, and what is held when a function is called.
 *
 * Locks are told apart by instance: `memory_lock[0]` and `memory_lock[1]` are two. Where lockdep, which knows classes only, would ask for a
 * nesting annotation, that is said.
 */
import { callsAround, type Row } from '../../compile/index.ts';
import type { Explored } from '../../explore/index.ts';
import type { Path } from '../../semantics/index.ts';
import { type Analysed, type AnalysisWish, analyse, pathTo } from '../threads/analysis.ts';
import { HeldLocks, type Mode } from '../threads/held.ts';
import { Sites } from '../threads/sites.ts';
import { attemptsAt } from './attempts.ts';
import { type CallRow, callTable } from './calls.ts';
import { cyclesOf } from './cycles.ts';
import { compareOrder, type OrderComparison } from './order.ts';
import { type Nesting, relationOf } from './relation.ts';

/** `inner` was acquired while `outer` was held. */
export interface Edge {
  readonly outer: string;
  readonly inner: string;
  readonly isBlocking: boolean;
  /** Modes in which `outer` was held, and in which `inner` was asked for. */
  readonly outerModes: readonly Mode[];
  readonly innerModes: readonly Mode[];
  /** Functions that acquire the inner one. */
  readonly functions: readonly string[];
}

/** Someone holds `outer` and asks for `inner`: who, where, and how it comes to that. */
export interface Witness {
  readonly edge: Edge;
  readonly process: string;
  readonly calls: readonly string[];
  readonly label: string;
  readonly path: Path;
}

export interface Cycle {
  /** Each is acquired while the one before it is held, and the first while the last is. */
  readonly locks: readonly string[];
  readonly witnesses: readonly Witness[];
  /** A lock that two of the edges always hold besides, so that they never meet; null: none. */
  readonly gate: string | null;
}

export interface LockOrder {
  readonly locks: readonly string[];
  readonly edges: readonly Edge[];
  readonly cycles: readonly Cycle[];
  readonly order: OrderComparison;
  readonly calls: readonly CallRow[];
}

/** Searches the model and finds the order of its locks. Cost: the search, a microsecond per state, and a walk per edge of a cycle. */
export function findLockOrder(
  wish: AnalysisWish,
  declared: readonly (readonly string[])[],
): Analysed<LockOrder> {
  return analyse(wish, (explored, goesOn) => {
    const sites = new Sites(explored.program);
    const held = new HeldLocks(explored.program.model);
    const { nestings, heldIn, isWhole } = relationOf(explored, { sites, held }, goesOn);
    const found = new Teller(explored, { sites, held }, nestings);
    const edges = found.edges();
    return {
      found: {
        locks: explored.program.model.locks.map(({ name }) => name),
        edges,
        cycles: found.cycles(),
        order: compareOrder(edges, declared),
        calls: callTable(explored.program.model, heldIn, held),
      },
      isWhole,
    };
  });
}

class Teller {
  readonly #explored: Explored;
  readonly #sites: Sites;
  readonly #held: HeldLocks;
  readonly #nestings: readonly Nesting[];

  constructor(
    explored: Explored,
    { sites, held }: { readonly sites: Sites; readonly held: HeldLocks },
    nestings: readonly Nesting[],
  ) {
    this.#explored = explored;
    this.#sites = sites;
    this.#held = held;
    this.#nestings = nestings;
  }

  /** In the order of the locks in the model, blocking ones first. */
  edges(): readonly Edge[] {
    const groups = new Map<string, Nesting[]>();
    for (const each of this.#nestings) {
      const key = [each.isBlocking ? 0 : 1, each.outer.lock, each.inner.lock].join();
      groups.set(key, [...(groups.get(key) ?? []), each]);
    }
    const order = (key: string): readonly number[] => key.split(',').map(Number);
    return [...groups.keys()]
      .sort((a, b) => {
        const [x, y] = [order(a), order(b)];
        const at = x.findIndex((each, index) => each !== y[index]);
        return at < 0 ? 0 : (x[at] as number) - (y[at] as number);
      })
      .map((key) => this.#edge(groups.get(key) as Nesting[]));
  }

  cycles(): readonly Cycle[] {
    const blocking = this.#nestings.filter(({ isBlocking }) => isBlocking);
    const pairs = new Map(
      blocking.map(({ outer, inner }) => [`${outer.lock},${inner.lock}`, [outer.lock, inner.lock]]),
    );
    return cyclesOf([...pairs.values()] as [number, number][]).map((cycle) => this.#cycle(cycle));
  }

  #cycle(locks: readonly number[]): Cycle {
    const parts = locks.map((outer, at) => {
      const inner = locks[(at + 1) % locks.length] as number;
      return this.#nestings.filter(
        (each) => each.isBlocking && each.outer.lock === outer && each.inner.lock === inner,
      );
    });
    const gate = gateOf(parts, locks);
    return Object.freeze({
      locks: locks.map((lock) => this.#name(lock)),
      witnesses: parts.map((nestings) => this.#witness(nestings)),
      gate: gate === null ? null : this.#name(gate),
    });
  }

  #edge(nestings: readonly Nesting[]): Edge {
    const [first] = nestings as [Nesting];
    return Object.freeze({
      outer: this.#name(first.outer.lock),
      inner: this.#name(first.inner.lock),
      isBlocking: first.isBlocking,
      outerModes: sorted(nestings.map(({ outer }) => outer.mode)),
      innerModes: sorted(nestings.map(({ inner }) => inner.mode)),
      functions: sorted(nestings.map(({ owner }) => owner)),
    });
  }

  #witness(nestings: readonly Nesting[]): Witness {
    const depth = Math.min(...nestings.map((each) => each.depth));
    const [{ outer, inner }] = nestings as [Nesting];
    const seek = (row: Row) => this.#nestingIn(row, outer.lock, inner.lock);
    const { path, row } = pathTo(this.#explored, depth, (each) => seek(each) !== null);
    const found = seek(row);
    if (found === null) throw new Error('a path that does not end where it should');
    const { process, place } = this.#sites.at(found.site);
    return Object.freeze({
      edge: this.#edge(nestings),
      process: this.#explored.program.model.processes[process]?.name ?? '?',
      calls: callsAround(place),
      label: found.label,
      path,
    });
  }

  /** The first process that holds one lock and asks for the other. */
  #nestingIn(
    row: Row,
    outer: number,
    inner: number,
  ): { readonly site: number; readonly label: string } | null {
    const field = (number: number): number => row[number] as number;
    for (const [process, site] of this.#sites.in(field).entries()) {
      if (site < 0) continue;
      const key = this.#held.key(process, field);
      if (!this.#held.of(key).some(({ lock }) => lock === outer)) continue;
      const attempts = attemptsAt(this.#sites.at(site), row, this.#held);
      const found = attempts.find(({ lock, isBlocking }) => isBlocking && lock === inner);
      if (found !== undefined) return { site, label: found.step.statement.label };
    }
    return null;
  }

  #name(lock: number): string {
    return this.#explored.program.model.locks[lock]?.name ?? '?';
  }
}

/** A lock that two edges of a cycle always hold in modes that exclude each other. */
function gateOf(parts: readonly (readonly Nesting[])[], cycle: readonly number[]): number | null {
  const always = parts.map(alwaysHeld);
  for (const [at, one] of always.entries()) {
    for (const [lock, mode] of one) {
      if (cycle.includes(lock)) continue;
      const isGate = always
        .slice(at + 1)
        .some((other) => other.has(lock) && (mode === 'write' || other.get(lock) === 'write'));
      if (isGate) return lock;
    }
  }
  return null;
}

/** Locks held in all of these, besides the outer one, and the weakest mode. */
function alwaysHeld(nestings: readonly Nesting[]): ReadonlyMap<number, Mode> {
  const [first, ...rest] = nestings as [Nesting, ...Nesting[]];
  const common = new Map(first.others.map(({ lock, mode }) => [lock, mode]));
  for (const { others } of rest) {
    for (const [lock, mode] of common) {
      const other = others.find((each) => each.lock === lock);
      if (other === undefined) common.delete(lock);
      else if (mode === 'write') common.set(lock, other.mode);
    }
  }
  return common;
}

const sorted = <T extends string>(names: readonly T[]): readonly T[] => [...new Set(names)].sort();
