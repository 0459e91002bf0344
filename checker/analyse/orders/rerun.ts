/**
 * A counterexample run again in other orders: the other threads take turns as they did in it, the callers of the function go on whenever
 * they like.
 *
 * What is violated on the way is violated by a run of that order, so nothing is assumed of what orders have in common. One small search does it
 * for all orders. What is not violated on the way may be violated in other runs.
 */
import { DEADLOCK } from '../../model/index.ts';
import { ERROR, type StepName } from '../../semantics/index.ts';
import type { FamilySteps, Reached } from './family-steps.ts';
import type { OrderSet } from './order-sets.ts';
import { goOn, type Running } from './plain.ts';
import type { Universe } from './universe.ts';

/** Which orders violate what in a run of this schedule. Throws `Cut`. */
export function rerun(
  steps: FamilySteps,
  universe: Universe,
  { trace, orders }: { readonly trace: readonly StepName[]; readonly orders: OrderSet },
  running: Running,
): Promise<ReadonlyMap<string, OrderSet>> {
  return new Rerun(steps, universe, turnsOf(steps, trace)).run(orders, running);
}

/** Nodes between two pauses. */
const CHUNK_NODES = 1024;
/** Where nobody but callers takes turns, this is no small search; what is not found by then stays unknown. */
const MOST_NODES = 500_000;

/** The threads that do not call the function, in the order of their steps. */
function turnsOf({ program }: FamilySteps, trace: readonly StepName[]): readonly number[] {
  const names = program.program.processes.map(({ name }) => name);
  return trace
    .map(({ process }) => names.indexOf(process))
    .filter((process) => !program.callers.includes(process));
}

interface Node extends Omit<Reached, 'orders'> {
  /** Turns that were taken. */
  readonly turn: number;
  orders: OrderSet;
  fresh: OrderSet;
}

class Rerun {
  readonly #steps: FamilySteps;
  readonly #universe: Universe;
  readonly #turns: readonly number[];
  /** By turn, then by state and begun units. */
  readonly #nodes: readonly Map<number, Node>[];
  readonly #violated = new Map<string, OrderSet>();
  readonly #queue: Node[] = [];

  constructor(steps: FamilySteps, universe: Universe, turns: readonly number[]) {
    this.#steps = steps;
    this.#universe = universe;
    this.#turns = turns;
    this.#nodes = Array.from({ length: turns.length + 1 }, () => new Map());
  }

  async run(orders: OrderSet, running: Running): Promise<ReadonlyMap<string, OrderSet>> {
    const { sets } = this.#universe;
    for (const each of this.#steps.initial())
      this.#reach({ ...each, orders: sets.and(each.orders, orders) }, 0);
    for (let at = 0; at < Math.min(this.#queue.length, MOST_NODES); at++) {
      const node = this.#queue[at] as Node;
      const { fresh } = node;
      node.fresh = sets.none;
      this.#expand({ ...node, orders: fresh });
      const figures = { states: at, queued: this.#queue.length - at, depth: 0 };
      if (at % CHUNK_NODES === 0) await goOn(running, figures);
    }
    return this.#violated;
  }

  #expand({ state, begun, turn, orders }: Omit<Node, 'fresh'>): void {
    const { sets } = this.#universe;
    const { program } = this.#steps;
    let moving = sets.none;
    for (const fired of this.#steps.fired({ state, begun, orders })) {
      moving = sets.or(moving, fired.orders);
      const isCaller = program.callers.includes(fired.process);
      if (!isCaller && fired.process !== this.#turns[turn]) continue;
      for (const property of fired.failed) this.#fall(property, fired.orders);
      if (fired.next === null) this.#fall(ERROR, fired.orders);
      else for (const next of fired.next) this.#reach(next, isCaller ? turn : turn + 1);
    }
    const stuck = sets.minus(orders, moving);
    if (stuck !== sets.none)
      this.#fall(DEADLOCK, this.#steps.notAtRest({ state, begun, orders: stuck }));
  }

  #reach({ state, begun, orders }: Reached, turn: number): void {
    const { sets } = this.#universe;
    const nodes = this.#nodes[turn] as Map<number, Node>;
    const key = state * this.#steps.masks + begun;
    const node = nodes.get(key) ?? { state, begun, turn, orders: sets.none, fresh: sets.none };
    nodes.set(key, node);
    const fresh = sets.minus(orders, node.orders);
    if (fresh === sets.none) return;
    if (node.fresh === sets.none) this.#queue.push(node);
    node.orders = sets.or(node.orders, fresh);
    node.fresh = sets.or(node.fresh, fresh);
    for (const property of this.#steps.program.violated(state)) this.#fall(property, fresh);
  }

  #fall(property: string, orders: OrderSet): void {
    const { sets } = this.#universe;
    this.#violated.set(property, sets.or(this.#violated.get(property) ?? sets.none, orders));
  }
}
