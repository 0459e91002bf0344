/**
 * Steps of all orders: which of them a state allows in which orders, marks taken together with the steps around them.
 *
 * A mark belongs to the step in front of it, as in a body that is written out: when a unit ends, control passes on to the next one. Where a choice
 * stands around the call, the mark belongs to the first step of the unit.
 */

import type { Mark } from './family.ts';
import type { Edge, FamilyProgram } from './family-program.ts';
import type { OrderSet } from './order-sets.ts';
import { LEAVE, type Universe } from './universe.ts';

/** A state of the program and the units that each call has begun, in some orders. */
export interface Reached {
  readonly state: number;
  /** One mask per process that may call the function, the first in the lowest digits. */
  readonly begun: number;
  readonly orders: OrderSet;
}

export interface Fired {
  readonly process: number;
  readonly leaf: number;
  /** The state that the step itself starts from: behind the mark, where it takes one with it. */
  readonly from: number;
  readonly orders: OrderSet;
  readonly failed: readonly string[];
  /** Where it leads, by the unit that comes next; null: it leaves a domain. */
  readonly next: readonly Reached[] | null;
}

export class FamilySteps {
  readonly program: FamilyProgram;
  readonly #universe: Universe;
  /** By process, what its mask is multiplied with; 0: it never calls the function. */
  readonly #weights: readonly number[];
  readonly #masks: number;
  /** By process and position, the unit that it belongs to. */
  readonly #units: (number | undefined)[][];

  constructor(program: FamilyProgram, universe: Universe, units: number) {
    this.program = program;
    this.#universe = universe;
    this.#masks = 2 ** units;
    const { processes } = program.program;
    this.#weights = processes.map((_, process) => {
      const at = program.callers.indexOf(process);
      return at < 0 ? 0 : this.#masks ** at;
    });
    this.#units = processes.map(() => []);
  }

  /** How many different values `begun` can have. */
  get masks(): number {
    return this.#masks ** this.program.callers.length;
  }

  initial(): readonly Reached[] {
    const orders = this.#universe.sets.all;
    const all = this.program.initial().map((state) => ({ state, begun: 0, orders }));
    return this.program.callers.reduce<readonly Reached[]>(
      (reached, process) => reached.flatMap((each) => this.#settled(each, process)),
      all,
    );
  }

  *fired(reached: Reached): Generator<Fired> {
    for (const edge of this.program.edges(reached.state)) {
      if (edge.mark === null) yield this.#ordinary(reached, edge);
      else yield* this.#entering(reached, edge);
    }
  }

  /** The unit that a process is in; null: outside of the function. */
  unitAt(state: number, process: number): number | null {
    return this.#units[process]?.[this.program.positionOf(state, process)] ?? null;
  }

  #ordinary(reached: Reached, { process, leaf, failed, next }: Edge): Fired {
    const { state, begun, orders } = reached;
    if (next === null) return { process, leaf, from: state, orders, failed, next };
    this.#noteUnit(state, next, process);
    return {
      process,
      leaf,
      from: state,
      orders,
      failed,
      next: this.#settled({ state: next, begun, orders }, process),
    };
  }

  /** A mark and the step behind it, which is also that of the checks in front of the mark. */
  *#entering(from: Reached, mark: Edge): Generator<Fired> {
    for (const chosen of this.#chosen(from, mark)) {
      for (const reached of this.#settled(chosen, mark.process)) {
        for (const edge of this.program.edges(reached.state)) {
          if (edge.process !== mark.process) continue;
          const behind =
            edge.mark === null ? [this.#ordinary(reached, edge)] : this.#entering(reached, edge);
          for (const fired of behind) yield { ...fired, failed: [...mark.failed, ...fired.failed] };
        }
      }
    }
  }

  /** At the next unit, whichever that is; in front of the marks where checks wait there for the step behind. */
  #settled(reached: Reached, process: number): readonly Reached[] {
    const { program } = this;
    if (!this.#isOnItsWay(reached.state, process)) return [reached];
    const next = this.#passed(reached, process).flatMap((each) => this.#settled(each, process));
    if (!program.hasChecks(reached.state, process)) return next;
    const { sets } = this.#universe;
    const isOver = ({ state }: Reached): boolean => program.isEnded(state, process);
    const waiting = next
      .filter((each) => !isOver(each))
      .reduce((all, { orders }) => sets.or(all, orders), sets.none);
    const here = waiting === sets.none ? [] : [{ ...reached, orders: waiting }];
    return [...next.filter(isOver), ...here];
  }

  /** The orders in which somebody is not at rest; who stands in front of marks is where they lead. */
  notAtRest(reached: Reached): OrderSet {
    const { sets } = this.#universe;
    const { program } = this;
    const all = program.callers.reduce<readonly Reached[]>(
      (left, process) => left.flatMap((each) => this.#behind(each, process)),
      [reached],
    );
    return all
      .filter(({ state }) => !program.isAtRest(state))
      .reduce((stuck, { orders }) => sets.or(stuck, orders), sets.none);
  }

  /** At the next unit, and checks do not matter. */
  #behind(reached: Reached, process: number): readonly Reached[] {
    if (!this.#isOnItsWay(reached.state, process)) return [reached];
    return this.#passed(reached, process).flatMap((each) => this.#behind(each, process));
  }

  #isOnItsWay(state: number, process: number): boolean {
    return this.#weights[process] !== 0 && this.program.isAtNode(state, process);
  }

  #passed(reached: Reached, process: number): readonly Reached[] {
    return this.program
      .edges(reached.state)
      .filter((edge) => edge.process === process)
      .flatMap((mark) => this.#chosen(reached, mark));
  }

  #chosen({ begun, orders }: Reached, { process, mark, next }: Edge): readonly Reached[] {
    const { unit } = mark as Mark;
    const { sets } = this.#universe;
    const weight = this.#weights[process] as number;
    const done = Math.floor(begun / weight) % this.#masks;
    const state = next as number;
    if (unit !== LEAVE && !this.program.isAtNode(state, process))
      this.#setUnit(state, process, unit);
    return this.#ways(done, mark as Mark).flatMap(([now, having]) => {
      const kept = sets.and(orders, having);
      return kept === sets.none
        ? []
        : [{ state, begun: begun + (now - done) * weight, orders: kept }];
    });
  }

  /** What has begun behind a mark, and in which orders. */
  #ways(done: number, { unit, isJump }: Mark): ReturnType<Universe['jump']> {
    if (isJump && unit === LEAVE) return [[0, this.#universe.sets.all]];
    if (isJump) return this.#universe.jump(done, unit);
    return [[unit === LEAVE ? 0 : done | (1 << unit), this.#universe.next(done, unit)]];
  }

  #noteUnit(from: number, to: number, process: number): void {
    const unit = this.unitAt(from, process);
    if (unit !== null && !this.program.isAtNode(to, process)) this.#setUnit(to, process, unit);
  }

  #setUnit(state: number, process: number, unit: number): void {
    const units = this.#units[process] as (number | undefined)[];
    units[this.program.positionOf(state, process)] = unit;
  }
}
