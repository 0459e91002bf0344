/**
 * Among all shortest traces to a finding, the one with the fewest context switches; ties go to the spec's own order.
 *
 * The shortest paths form a graph in which every edge goes one level down. Walking it backwards from the finding
 * gives the cone of states that matter; dynamic programming over (state, process that moved last) gives the number of switches
 * still needed; a walk forwards then takes the first optimal step in declared order. Neither the order of arrival in the store
 * nor the machine has a say, so the trace is the same everywhere.
 */
import type { Sighting } from './observe.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';
import type { System, Transition } from './system.ts';

/** The chosen trace: states and the transitions between them; `last` is the violating transition where the finding is one. */
export interface Trace {
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
}

interface Edge {
  readonly transition: Transition;
  /** The state it leads to; null for the violating transition at the end of the trace. */
  readonly to: number | null;
}

/** Chooses the trace of a sighting. Cost: the cone of shortest paths to it is expanded once more. */
export function bestTrace(
  system: System,
  store: Store,
  initial: readonly number[],
  sighting: Sighting,
): Trace {
  return new TraceChoice(system, store, sighting).choose(initial);
}

/** Whether a transition from the last state is what the sighting is about. */
export function isSighted({ property, kind }: Sighting, transition: Transition): boolean {
  if (kind === 'error') return transition.firing.error !== null;
  return kind === 'check' && transition.failed.some((check) => check.property === property);
}

class TraceChoice {
  readonly #system: System;
  readonly #store: Store;
  readonly #sighting: Sighting;
  readonly #cone: ReadonlySet<number>;
  readonly #ends: ReadonlySet<number>;
  readonly #edges = new Map<number, readonly Edge[]>();
  readonly #switches = new Map<number, Map<number, number>>();

  constructor(system: System, store: Store, sighting: Sighting) {
    this.#system = system;
    this.#store = store;
    this.#sighting = sighting;
    this.#ends = new Set(sighting.states);
    this.#cone = coneOf(store, sighting.states);
  }

  choose(initial: readonly number[]): Trace {
    this.#computeSwitches();
    const starts = initial.filter((id) => this.#cone.has(id));
    let at = leastOf(starts, (id) => this.#switchesFrom(id, null));
    const states = [this.#store.state(at)];
    const transitions: Transition[] = [];
    let last: number | null = null;
    for (;;) {
      const edges = this.#edgesOf(at);
      if (edges.length === 0) break;
      const edge: Edge = leastOf(edges, (each) => this.#costOf(each, last));
      transitions.push(edge.transition);
      if (edge.transition.next !== null) states.push(edge.transition.next);
      if (edge.to === null) break;
      last = edge.transition.process;
      at = edge.to;
    }
    return { states, transitions };
  }

  /** Fills the table level by level from the deepest, so that no recursion is needed. */
  #computeSwitches(): void {
    const deepestFirst = [...this.#cone].sort(
      (a, b) => this.#store.depth(b) - this.#store.depth(a),
    );
    for (const id of deepestFirst) {
      const byLast = new Map<number, number>();
      this.#switches.set(id, byLast);
      for (let last = 0; last < this.#system.model.processes.length; last++) {
        byLast.set(last, this.#leastCost(id, last));
      }
    }
  }

  #leastCost(id: number, last: number | null): number {
    const edges = this.#edgesOf(id);
    return edges.length === 0 ? 0 : Math.min(...edges.map((edge) => this.#costOf(edge, last)));
  }

  #switchesFrom(id: number, last: number | null): number {
    return last === null
      ? this.#leastCost(id, null)
      : (this.#switches.get(id)?.get(last) as number);
  }

  #costOf({ transition, to }: Edge, last: number | null): number {
    const here = last === null || last === transition.process ? 0 : 1;
    return here + (to === null ? 0 : this.#switchesFrom(to, transition.process));
  }

  /** Steps that stay on shortest paths to the finding, in declared order. */
  #edgesOf(id: number): readonly Edge[] {
    const known = this.#edges.get(id);
    if (known !== undefined) return known;
    const edges = this.#ends.has(id) ? this.#lastEdges(id) : this.#innerEdges(id);
    this.#edges.set(id, edges);
    return edges;
  }

  #lastEdges(id: number): readonly Edge[] {
    if (this.#sighting.kind !== 'check' && this.#sighting.kind !== 'error') return [];
    const transitions = this.#system.transitions(this.#store.state(id));
    return transitions
      .filter((each) => isSighted(this.#sighting, each))
      .map((transition) => ({ transition, to: null }));
  }

  #innerEdges(id: number): readonly Edge[] {
    const below = this.#store.depth(id) + 1;
    return this.#system.transitions(this.#store.state(id)).flatMap((transition) => {
      const to = transition.next === null ? undefined : this.#store.idOf(transition.next);
      return to !== undefined && this.#cone.has(to) && this.#store.depth(to) === below
        ? [{ transition, to }]
        : [];
    });
  }
}

/** All states on shortest paths to the given ones, these included. */
function coneOf(store: Store, ends: readonly number[]): ReadonlySet<number> {
  const cone = new Set(ends);
  for (const id of cone) {
    for (const before of store.predecessors(id)) cone.add(before);
  }
  return cone;
}

/** The first of those with the smallest cost. */
function leastOf<T>(candidates: readonly T[], cost: (candidate: T) => number): T {
  let [best] = candidates as readonly [T];
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const now = cost(candidate);
    if (now < least) [best, least] = [candidate, now];
  }
  return best;
}
