/**
 * The transition system of a model: its initial states and the transitions of a state.
 *
 * Any process may move; transitions come in the order that breaks ties (process, step, chosen value).
 */
import { List } from 'immutable';
import type { GroundCheck, Model, ModelClause, Unit } from '../model/index.ts';
import { Control } from './control.ts';
import { isTrue, type PositionQuestions } from './evaluate.ts';
import { type Firing, Stepper } from './fire.ts';
import { positionQuestions } from './questions.ts';
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
  readonly #asks: PositionQuestions;
  readonly #controls: readonly Control[];
  readonly #steppers: readonly Stepper[];

  constructor(model: Model) {
    this.model = model;
    this.#asks = positionQuestions();
    this.#controls = model.processes.map((process) => new Control(process, this.#asks));
    this.#steppers = this.#controls.map((control) => new Stepper(control, model.cells, this.#asks));
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
      const arrival = control.start(cells, units);
      units.forEach(cover);
      cells = arrival.cells;
      positions.push(arrival.position);
    }
    return { cells, positions: List(positions) };
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

  isResting(position: Position | null): boolean {
    return this.#asks.isResting(position);
  }

  /** Every process is finished or at a resting point. */
  isAtRest(state: State): boolean {
    return state.positions.every((position) => this.#asks.isResting(position));
  }

  holds(condition: ModelClause['then'], state: State): boolean {
    return isTrue(condition, { cells: state.cells, positions: state.positions, asks: this.#asks });
  }

  /** Whether the premise of a clause holds, and whether the state makes the clause false. */
  judge(
    { given, then }: ModelClause,
    state: State,
  ): { readonly premise: boolean; readonly violated: boolean } {
    const premise = given === null || this.holds(given, state);
    return { premise, violated: premise && !this.holds(then, state) };
  }
}
