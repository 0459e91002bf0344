/**
 * What one step of one process does: the meaning of the statements (`docs/meaning.md`), written to be read.
 *
 * `firings` gives every way in which a process can move from a state, in the order of the spec: branches in order, chosen values in
 * order. A step that would leave a domain is a firing too, one that leads nowhere and says why.
 */
import type { List } from 'immutable';
import {
  type Block,
  type Cell,
  type ChoiceOption,
  contains,
  type GroundCheck,
  type GroundEffect,
  type GroundStatement,
  type Unit,
  unreachable,
  valueText,
} from '../model/index.ts';
import type { Arrival, Conditional, Control } from './control.ts';
import {
  cellOf,
  evaluate,
  isTrue,
  type PositionQuestions,
  type Reading,
  RunError,
} from './evaluate.ts';
import { type Position, statementAt } from './state.ts';

/** One way in which a process can move. */
export interface Firing {
  /** The statement that is the step. */
  readonly at: Position;
  /** Chosen values, as `name=value`. */
  readonly choices: readonly string[];
  /** Cells and position after the step; null when it leaves a domain, and `error` says how. */
  readonly next: { readonly cells: List<number>; readonly position: Position | null } | null;
  readonly error: string | null;
  /** Checks evaluated as part of the step, and those of them that are false. */
  readonly checks: readonly GroundCheck[];
  readonly failed: readonly GroundCheck[];
  /** Steps and branches that fired or were passed through. */
  readonly units: readonly Unit[];
}

/** A check that was passed, with the values that it reads; it is evaluated when a step fires behind it. */
interface PendingCheck {
  readonly check: GroundCheck;
  readonly cells: List<number>;
}

/** What is known on the way to a step: values so far, checks to evaluate, units passed. */
interface Thread {
  readonly cells: List<number>;
  readonly pending: readonly PendingCheck[];
  readonly checks: readonly GroundCheck[];
  readonly failed: readonly GroundCheck[];
  readonly choices: readonly string[];
  readonly units: readonly Unit[];
}

type StepStatement = Extract<GroundStatement, { kind: 'step' }>;
type Assignment = readonly [cell: number, value: number];

/** Fires the steps of one process. */
export class Stepper {
  readonly #control: Control;
  readonly #cells: readonly Cell[];
  readonly #asks: PositionQuestions;

  constructor(control: Control, cells: readonly Cell[], asks: PositionQuestions) {
    this.#control = control;
    this.#cells = cells;
    this.#asks = asks;
  }

  /** Every firing of the process from its position, in declared order. */
  firings(position: Position | null, cells: List<number>): readonly Firing[] {
    const thread: Thread = { cells, pending: [], checks: [], failed: [], choices: [], units: [] };
    return this.#from(position, thread);
  }

  #from(position: Position | null, thread: Thread): readonly Firing[] {
    if (position === null) return [];
    return this.#orError(position, thread, () =>
      this.#fire(position, statementAt(position), thread),
    );
  }

  /** A value or index outside its domain ends this way of moving, and only this one. */
  #orError(position: Position, thread: Thread, fire: () => readonly Firing[]): readonly Firing[] {
    try {
      return fire();
    } catch (error) {
      if (!(error instanceof RunError)) throw error;
      return [this.#firing(position, thread, null, error.message)];
    }
  }

  #fire(position: Position, statement: GroundStatement, thread: Thread): readonly Firing[] {
    switch (statement.kind) {
      case 'check':
        return this.#passing(awaiting(statement, thread), (units) =>
          this.#control.after(position, thread.cells, units),
        );
      case 'oneOf':
        return statement.branches.flatMap((branch, number) =>
          this.#orError(position, thread, () =>
            this.#passing(thread, (units) =>
              this.#control.into(position, branch, number, thread.cells, units),
            ),
          ),
        );
      case 'step':
        return this.#step(statement, thread).flatMap((outcome) =>
          this.#arrive(position, thread, outcome),
        );
      case 'when':
      case 'while':
        return [this.#condition(position, statement, this.#settled(thread))];
      case 'atomically': {
        const started = { ...thread, units: [...thread.units, statement.unit] };
        return this.#sequence(statement.body, 0, started).flatMap((outcome) =>
          this.#arrive(position, thread, outcome),
        );
      }
      default:
        throw new Error(`a process never rests at a ${statement.kind}`);
    }
  }

  /** Goes on to where control leads and fires from there, as part of the same step. */
  #passing(thread: Thread, move: (units: Unit[]) => Arrival): readonly Firing[] {
    const units: Unit[] = [...thread.units];
    const { position, cells } = move(units);
    return this.#from(position, { ...thread, cells, units });
  }

  /** Evaluates the checks in front of a step that fires. */
  #settled(thread: Thread): Thread {
    const { pending, checks, failed } = thread;
    if (pending.length === 0) return thread;
    const untrue = pending.filter(
      ({ check, cells }) => !isTrue(check.condition, this.#reading(cells)),
    );
    return {
      ...thread,
      pending: [],
      checks: [...checks, ...pending.map(({ check }) => check)],
      failed: [...failed, ...untrue.map(({ check }) => check)],
    };
  }

  #condition(position: Position, statement: Conditional, thread: Thread): Firing {
    const units: Unit[] = [...thread.units];
    const next = this.#control.branch(position, statement, thread.cells, units);
    return this.#firing(position, { ...thread, units }, next, null);
  }

  #arrive(position: Position, before: Thread, outcome: Thread | RunError): readonly Firing[] {
    if (outcome instanceof RunError) return [this.#firing(position, before, null, outcome.message)];
    return this.#orError(position, outcome, () => {
      const units = [...outcome.units];
      const next = this.#control.after(position, outcome.cells, units);
      return [this.#firing(position, { ...outcome, units }, next, null)];
    });
  }

  #firing(
    at: Position,
    { choices, checks, failed, units }: Thread,
    next: Firing['next'],
    error: string | null,
  ): Firing {
    // A step that leaves a domain leads nowhere: it does not fire, so its checks are not tested.
    const tested = next === null ? { checks: [], failed: [] } : { checks, failed };
    return { at, choices, next, error, ...tested, units };
  }

  /** The outcomes of a labelled step: none if it blocks, else one per combination of chosen values. */
  #step(step: StepStatement, thread: Thread): readonly (Thread | RunError)[] {
    const reading = this.#reading(thread.cells);
    if (step.guard !== null && !isTrue(step.guard, reading)) return [];
    const combinations = this.#combinations(step.effects, reading);
    if (combinations.length === 0) return [];
    const fired = { ...this.#settled(thread), units: [...thread.units, step.unit] };
    return combinations.map(({ assignments, choices }) => {
      try {
        const cells = this.#assigned(thread.cells, assignments);
        return { ...fired, cells, choices: [...thread.choices, ...choices] };
      } catch (error) {
        if (error instanceof RunError) return error;
        throw error;
      }
    });
  }

  /** All right sides are read in the state before the step; each `choose` multiplies the outcomes. */
  #combinations(effects: readonly GroundEffect[], reading: Reading): readonly Combination[] {
    let outcomes: readonly Combination[] = [{ assignments: [], choices: [] }];
    for (const effect of effects) {
      const cell = cellOf(effect.place, reading);
      const options =
        effect.kind === 'assign'
          ? [{ value: evaluate(effect.value, reading), choices: [] as string[] }]
          : allowed(effect.options, (where) => isTrue(where, reading)).map(({ value, text }) => ({
              value,
              choices: [`${effect.name}=${text}`],
            }));
      outcomes = outcomes.flatMap(({ assignments, choices }) =>
        options.map((option) => ({
          assignments: [...assignments, [cell, option.value] as const],
          choices: [...choices, ...option.choices],
        })),
      );
    }
    return outcomes;
  }

  #assigned(cells: List<number>, assignments: readonly Assignment[]): List<number> {
    for (const [number, [cell, value]] of assignments.entries()) {
      const { name, domain } = this.#cells[cell] as Cell;
      if (!contains(domain, value)) {
        throw new RunError(
          `'${name}' would become ${value}, outside its domain ${valueText(domain, domain.low)}..${valueText(domain, domain.high)}`,
        );
      }
      if (assignments.slice(0, number).some(([earlier]) => earlier === cell)) {
        throw new RunError(`'${name}' is assigned twice in one step`);
      }
    }
    return cells.withMutations((list) => {
      for (const [cell, value] of assignments) list.set(cell, value);
    });
  }

  /** The parts of `atomically`, one after the other, each reading the state that the one before left. */
  #sequence(block: Block, index: number, thread: Thread): readonly (Thread | RunError)[] {
    const statement = block[index];
    if (statement === undefined) return [thread];
    return this.#partOrError(statement, thread).flatMap((outcome) =>
      outcome instanceof RunError ? [outcome] : this.#sequence(block, index + 1, outcome),
    );
  }

  /** A part that leaves a domain ends this outcome; the others that the parts before it had go on. */
  #partOrError(statement: GroundStatement, thread: Thread): readonly (Thread | RunError)[] {
    try {
      return this.#part(statement, thread);
    } catch (error) {
      if (error instanceof RunError) return [error];
      throw error;
    }
  }

  #part(statement: GroundStatement, thread: Thread): readonly (Thread | RunError)[] {
    switch (statement.kind) {
      case 'step':
        return this.#step(statement, thread);
      case 'check':
        return [awaiting(statement, thread)];
      case 'when': {
        const holds = isTrue(statement.condition, this.#reading(thread.cells));
        const branchUnit = holds ? statement.thenUnit : statement.otherwiseUnit;
        const units = [
          ...thread.units,
          statement.unit,
          ...(branchUnit === null ? [] : [branchUnit]),
        ];
        return this.#sequence(holds ? statement.then : statement.otherwise, 0, {
          ...this.#settled(thread),
          units,
        });
      }
      case 'scope':
      case 'atomically':
        return this.#sequence(statement.body, 0, thread);
      case 'call':
        return this.#sequence(statement.body, 0, thread).map((outcome) =>
          outcome instanceof RunError
            ? outcome
            : { ...outcome, cells: this.#returned(statement, outcome.cells) },
        );
      case 'oneOf':
        return statement.branches.flatMap((branch) => this.#sequence(branch, 0, thread));
      case 'while':
      case 'label':
      case 'goto':
      case 'return':
      case 'stop':
        throw new Error(
          `a ${statement.kind} inside atomically: validation lets no such model through`,
        );
      default:
        return unreachable(statement);
    }
  }

  #returned(call: Extract<GroundStatement, { kind: 'call' }>, cells: List<number>): List<number> {
    return call.resets.reduce((now, { cell, value }) => now.set(cell, value), cells);
  }

  #reading(cells: List<number>): Reading {
    return { cells, positions: null, asks: this.#asks };
  }
}

const awaiting = (check: GroundCheck, thread: Thread): Thread => ({
  ...thread,
  pending: [...thread.pending, { check, cells: thread.cells }],
});

interface Combination {
  readonly assignments: readonly Assignment[];
  readonly choices: readonly string[];
}

const allowed = (
  options: readonly ChoiceOption[],
  holds: (where: NonNullable<ChoiceOption['where']>) => boolean,
) => options.filter(({ where }) => where === null || holds(where));
