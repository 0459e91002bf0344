/**
 * Searches all orders at once: every state carries the set of orders in which it is reached.
 *
 * Orders that begin with the same units share everything until they part, and those that lead to the same state share what follows. Level by
 * level a state is expanded for the orders that are new there, so that the first level of an order in which a property falls is the
 * length of the shortest trace of that order. For one order this is the plain breadth-first search, state by state; a test compares.
 */
import { getHeapStatistics } from 'node:v8';
import { DEADLOCK, type Model } from '../../model/index.ts';
import { type Bound, ERROR, type Limits } from '../../semantics/index.ts';
import { FamilyProgram } from './family-program.ts';
import { FamilySteps, type Fired, type Reached } from './family-steps.ts';
import { combined, Numbers } from './numbers.ts';
import type { OrderSet } from './order-sets.ts';
import type { Universe } from './universe.ts';

/** What fell at which level, in which orders for the first time. */
export interface Fall {
  readonly property: string;
  readonly steps: number;
  readonly orders: OrderSet;
}

export interface FamilySearched {
  /** States of all orders together; the units that a call has begun are part of a state. */
  readonly states: number;
  readonly depth: number;
  /** Null: complete. */
  readonly bound: Bound | null;
  /** Orders that were dropped when they were decided: of them only the first violations of each group are known. */
  readonly dropped: OrderSet;
  /** Ascending by steps. */
  readonly falls: readonly Fall[];
  /** Distinct states of an order, by its number. */
  readonly statesOf: (order: number) => number;
}

export interface FamilyHooks {
  /** Called every few milliseconds; false stops the search. */
  readonly pause: (figures: Figures) => Promise<boolean>;
  /** Hears of every step from a state, the first time that the state is expanded; `state` is its number. */
  readonly onFired?: (fired: Fired, steps: FamilySteps, state: number) => void;
}

export interface Figures {
  readonly states: number;
  readonly queued: number;
  readonly depth: number;
}

export interface FamilyWish {
  readonly model: Model;
  readonly fn: string;
  /** How many units the function has. */
  readonly units: number;
  readonly universe: Universe;
  readonly limits: Limits;
  /** From when on the limit of time counts, as `performance.now()`; missing: from now. */
  readonly startedMs?: number;
  /** When an order need not be followed any further; missing: every order is followed to its end. */
  readonly dropping?: Dropping;
}

/** An order is decided once it has violated a property of every group. */
export interface Dropping {
  readonly groups: readonly (readonly string[])[];
  /** Distinct states from which on decided orders are dropped. */
  readonly fromStates: number;
}

/** States between two pauses. */
const CHUNK_STATES = 1024;
/** Of the heap, at most this share is used: what is left is for the answer. */
const MOST_HEAP = 0.8;

/** Searches every order of `fn`. `model` has one scope per unit as its body. Throws `NotCompiled`. */
export function searchFamily(wish: FamilyWish, hooks: FamilyHooks): Promise<FamilySearched> {
  return new FamilySearch(wish, hooks).run();
}

class FamilySearch {
  readonly #wish: FamilyWish;
  readonly #hooks: FamilyHooks;
  readonly #steps: FamilySteps;
  readonly #numbers = new Numbers();
  // By number of the state: what it consists of, the orders in which it is known, and those that are new since it was expanded.
  readonly #states: number[] = [];
  readonly #begun: number[] = [];
  readonly #orders: OrderSet[] = [];
  readonly #fresh: OrderSet[] = [];
  readonly #fallen = new Map<string, OrderSet>();
  readonly #falls: Fall[] = [];
  readonly #startedMs: number;
  #dropped: OrderSet;
  #queue: number[] = [];
  #sinceLook = 0;

  constructor(wish: FamilyWish, hooks: FamilyHooks) {
    this.#wish = wish;
    this.#hooks = hooks;
    const program = new FamilyProgram(wish.model, wish.fn);
    this.#steps = new FamilySteps(program, wish.universe, wish.units);
    this.#dropped = wish.universe.sets.none;
    this.#startedMs = wish.startedMs ?? performance.now();
  }

  async run(): Promise<FamilySearched> {
    for (const reached of this.#steps.initial()) this.#reach(reached, 0);
    for (let depth = 0; ; depth++) {
      const level = this.#queue;
      if (level.length === 0) return this.#result(Math.max(0, depth - 1), null);
      if (depth === this.#wish.limits.maxDepth) return this.#result(depth, 'max-depth');
      this.#queue = [];
      this.#drop(depth);
      const bound = await this.#expandLevel(level, depth);
      if (bound !== null) return this.#result(depth, bound);
    }
  }

  /** What stands in the level before still counts: a deadlock there is found when it is expanded. */
  #drop(depth: number): void {
    const { dropping, universe } = this.#wish;
    if (dropping === undefined || this.#states.length < dropping.fromStates) return;
    const { sets } = universe;
    const decided = dropping.groups.map((group) =>
      this.#falls
        .filter(({ property, steps }) => steps < depth && group.includes(property))
        .reduce((all, { orders }) => sets.or(all, orders), sets.none),
    );
    this.#dropped = decided.reduce((all, each) => sets.and(all, each), sets.all);
  }

  async #expandLevel(level: readonly number[], depth: number): Promise<Bound | null> {
    const { sets } = this.#wish.universe;
    const orders = level.map((number) => this.#fresh[number] as OrderSet);
    for (const number of level) this.#fresh[number] = sets.none;
    for (const [at, number] of level.entries()) {
      this.#expand(number, sets.minus(orders[at] as OrderSet, this.#dropped), depth);
      if (++this.#sinceLook < CHUNK_STATES) continue;
      this.#sinceLook = 0;
      const bound = await this.#look(depth, level.length - at - 1);
      if (bound !== null) return bound;
    }
    return null;
  }

  async #look(depth: number, left: number): Promise<Bound | null> {
    const { maxStates, maxTimeMs = Number.POSITIVE_INFINITY } = this.#wish.limits;
    const states = this.#states.length;
    const isGoing = await this.#hooks.pause({ states, depth, queued: left + this.#queue.length });
    if (!isGoing) return 'interrupted';
    if (states > (maxStates ?? Number.POSITIVE_INFINITY)) return 'max-states';
    if (isHeapFull()) return 'max-mem';
    return performance.now() - this.#startedMs > maxTimeMs ? 'max-time' : null;
  }

  #expand(number: number, orders: OrderSet, depth: number): void {
    const { sets } = this.#wish.universe;
    if (orders === sets.none) return;
    const state = this.#states[number] as number;
    const begun = this.#begun[number] as number;
    const isFirst = this.#orders[number] === orders;
    let moving = sets.none;
    for (const fired of this.#steps.fired({ state, begun, orders })) {
      moving = sets.or(moving, fired.orders);
      if (isFirst) this.#hooks.onFired?.(fired, this.#steps, number);
      for (const property of fired.failed) this.#fall(property, depth + 1, fired.orders);
      if (fired.next === null) this.#fall(ERROR, depth + 1, fired.orders);
      else for (const reached of fired.next) this.#reach(reached, depth + 1);
    }
    const stuck = sets.minus(orders, moving);
    if (stuck !== sets.none)
      this.#fall(DEADLOCK, depth, this.#steps.notAtRest({ state, begun, orders: stuck }));
  }

  #reach({ state, begun, orders }: Reached, depth: number): void {
    const { sets } = this.#wish.universe;
    const number = this.#number(state, begun);
    const known = this.#orders[number] as OrderSet;
    const fresh = sets.minus(orders, known);
    if (fresh === sets.none) return;
    const waiting = this.#fresh[number] as OrderSet;
    if (waiting === sets.none) this.#queue.push(number);
    this.#orders[number] = sets.or(known, fresh);
    this.#fresh[number] = sets.or(waiting, fresh);
    for (const property of this.#steps.program.violated(state)) this.#fall(property, depth, fresh);
  }

  #number(state: number, begun: number): number {
    const [states, masks] = [this.#states, this.#begun];
    const number = this.#numbers.numberOf(
      combined(combined(0, state), begun),
      (each) => states[each] === state && masks[each] === begun,
    );
    if (number < states.length) return number;
    const { none } = this.#wish.universe.sets;
    states.push(state);
    masks.push(begun);
    this.#orders.push(none);
    this.#fresh.push(none);
    return number;
  }

  #fall(property: string, steps: number, orders: OrderSet): void {
    const { sets } = this.#wish.universe;
    const before = this.#fallen.get(property) ?? sets.none;
    const fresh = sets.minus(orders, before);
    if (fresh === sets.none) return;
    this.#fallen.set(property, sets.or(before, fresh));
    this.#falls.push({ property, steps, orders: fresh });
  }

  #result(depth: number, bound: Bound | null): FamilySearched {
    const { sets } = this.#wish.universe;
    const orders = this.#orders;
    return Object.freeze({
      states: orders.length,
      depth,
      bound,
      dropped: this.#dropped,
      falls: Object.freeze(this.#falls.toSorted((a, b) => a.steps - b.steps)),
      statesOf: (order: number) => orders.filter((each) => sets.has(each, order)).length,
    });
  }
}

function isHeapFull(): boolean {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used > MOST_HEAP * limit;
}
