/**
 * The transition system of a model: its initial states and the transitions of a state.
 *
 * Any process may move; transitions come in the order that breaks ties (process, step, chosen value).
 */
import { List } from 'immutable';
import type { GroundCheck, Model, ModelClause, Unit } from '../model/index.ts';
import { type Arrival, Control } from './control.ts';
import { isTrue, type PositionQuestions, RunError } from './evaluate.ts';
import { type Firing, Stepper } from './fire.ts';
import { Questions } from './questions.ts';
import { type Position, type State, StateCodec } from './state.ts';

/** A fired step: `next` is null when it leaves a domain. */
export interface Transition {
  readonly process: number;
  readonly firing: Firing;
  readonly next: State | null;
  readonly failed: readonly GroundCheck[];
}

export class System {
  readonly model: Model;
  readonly codec: StateCodec;
  readonly asks: PositionQuestions;
  /** What goes wrong before the first step of some process, which then has none; null: nothing. */
  startError: string | null = null;
  readonly #controls: Control[] = [];
  readonly #steppers: readonly Stepper[];

  constructor(model: Model) {
    this.model = model;
    this.asks = new Questions(this.#controls);
    for (const process of model.processes) this.#controls.push(new Control(process, this.asks));
    this.#steppers = this.#controls.map((control) => new Stepper(control, model.cells, this.asks));
    this.codec = new StateCodec(
      model,
      this.#controls.map((control) => control.table),
    );
  }

  /** All combinations of initial values, in declared order; `cover` hears of what control passes on its way to the first steps. */
  initialStates(cover: (unit: Unit) => void = () => {}): readonly State[] {
    let rows: readonly (readonly number[])[] = [[]];
    for (const { initial } of this.model.cells) {
      rows = rows.flatMap((row) => initial.map((value) => [...row, value]));
    }
    return rows.map((row) => this.#started(List(row), cover));
  }

  #started(initial: List<number>, cover: (unit: Unit) => void): State {
    let cells = initial;
    const positions: (Position | null)[] = [];
    for (const control of this.#controls) {
      const units: Unit[] = [];
      const arrival = this.#start(control, cells, units);
      units.forEach(cover);
      cells = arrival.cells;
      positions.push(arrival.position);
    }
    return { cells, positions: List(positions) };
  }

  #start(control: Control, cells: List<number>, units: Unit[]): Arrival {
    try {
      return control.start(cells, units);
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      this.startError = error.message;
      return { position: null, cells };
    }
  }

  /** Why a property, a goal or the start of a process reads outside of a domain here; null when none does. */
  stateError(state: State): string | null {
    for (const { clauses } of this.model.properties) {
      for (const clause of clauses) {
        const { error } = this.judge(clause, state);
        if (error !== null) return error;
      }
    }
    for (const { condition } of this.model.goals) {
      const { error } = this.judge({ given: null, then: condition }, state);
      if (error !== null) return error;
    }
    return this.startError;
  }

  /** Every transition of a state, in order. */
  transitions(state: State): readonly Transition[] {
    return this.#steppers.flatMap((stepper, process) =>
      stepper.firings(state.positions.get(process) ?? null, state.cells).map((firing) => ({
        process,
        firing,
        failed: firing.failed,
        next:
          firing.next === null
            ? null
            : {
                cells: firing.next.cells,
                positions: state.positions.set(process, firing.next.position),
              },
      })),
    );
  }

  /** The process is finished or at a resting point. */
  isResting(process: number, { cells, positions }: State): boolean {
    return this.asks.isResting(positions.get(process) ?? null, cells);
  }

  /** Every process is finished or at a resting point. */
  isAtRest(state: State): boolean {
    return this.model.processes.every(({ index }) => this.isResting(index, state));
  }

  /** Whether the premise of a clause holds, and whether the state makes the clause false. */
  judge({ given, then }: Pick<ModelClause, 'given' | 'then'>, state: State): Judgement {
    const reading = { cells: state.cells, positions: state.positions, asks: this.asks };
    try {
      const premise = given === null || isTrue(given, reading);
      return { premise, violated: premise && !isTrue(then, reading), error: null };
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      return { premise: false, violated: false, error: error.message };
    }
  }
}

export interface Judgement {
  readonly premise: boolean;
  readonly violated: boolean;
  /** How the clause reads outside of a domain; it says nothing about this state then. */
  readonly error: string | null;
}
