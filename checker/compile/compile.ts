/**
 * From a model to a program: every process lowered, every property and goal as a condition over one state.
 *
 * The program says what a transition and a state are; how states are stored and searched is not known here.
 */
import type { GroundExpr, Model, ModelClause } from '../model/index.ts';
import { type Bounds, boundsOf } from './bounds.ts';
import { checkProgram } from './check-program.ts';
import { Effects } from './effects.ts';
import { Expressions, type Lowered, type PositionExpr } from './expressions.ts';
import { mostFirings } from './firings.ts';
import { and, FALSE, not, or, TRUE } from './ir.ts';
import { Leaves } from './leaves.ts';
import { type LoweringContext, ProcessLowering } from './lower-process.ts';
import { Places } from './places.ts';
import { type CompiledProcess, fieldOf, type Program } from './program.ts';
import { ProcessQuestions } from './questions.ts';
import { Refused } from './refused.ts';

export type Compiled =
  | { readonly kind: 'program'; readonly program: Program }
  /** The compiler does not take this model; the reference semantics does. */
  | { readonly kind: 'refused'; readonly reason: string };

/** More processes than this do not fit the notes that the choice of a trace keeps per state. */
const MOST_PROCESSES = 48;

/** Lowers a model. Cost: some ten milliseconds for a driver's worth of steps. */
export function compile(model: Model): Compiled {
  try {
    const program = Object.freeze(new Compilation(model).run());
    checkProgram(program);
    return { kind: 'program', program };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', reason: error.message };
  }
}

class Compilation {
  readonly #model: Model;
  readonly #bounds: readonly Bounds[];
  readonly #expressions: Expressions;
  readonly #effects: Effects;
  readonly #leaves = new Leaves();
  readonly #questions: readonly ProcessQuestions[];
  readonly #places: readonly Places[];

  constructor(model: Model) {
    if (model.processes.length > MOST_PROCESSES) throw new Refused('more than 48 processes');
    if (model.cells.some(({ domain }) => domain.low < -(2 ** 31) || domain.high >= 2 ** 31))
      throw new Refused('a domain is wider than 32 bits');
    this.#model = model;
    this.#bounds = boundsOf(model);
    this.#expressions = new Expressions(this.#bounds);
    this.#effects = new Effects(model.cells, this.#expressions);
    this.#places = model.processes.map((process) => new Places(process));
    this.#questions = this.#places.map(
      (places, process) =>
        new ProcessQuestions(this.#expressions, places, this.#positionField(process)),
    );
  }

  run(): Program {
    const { cells, processes } = this.#model;
    const positions = processes.map(({ name }, index) =>
      fieldOf(`${name} position`, { low: 0, high: this.#placesOf(index).end, skip: 0 }),
    );
    const compiled = processes.map((_, index) => this.#process(index));
    const clauses = this.#model.properties.flatMap(({ clauses }, property) =>
      clauses.map((clause, number) => ({ property, clause: number, ...this.#clause(clause) })),
    );
    const goals = this.#model.goals.map(({ name, condition }) => {
      const { value, error } = this.#judged(condition);
      return { name, holds: and(value, not(error)), error };
    });
    return {
      model: this.#model,
      fields: [
        ...cells.map(({ name }, cell) => fieldOf(name, this.#bounds[cell] as Bounds)),
        ...positions,
      ],
      processes: compiled,
      leaves: this.#leaves.all,
      clauses,
      goals,
      mostSuccessors: compiled.reduce((sum, { moves }) => sum + mostFirings(moves), 0),
      temps: this.#effects.mostTemps,
    };
  }

  #process(index: number): CompiledProcess {
    const process = this.#model.processes[index] as Model['processes'][number];
    const propertyNumber = (id: string): number =>
      this.#model.properties.findIndex((property) => property.id === id);
    const context: LoweringContext = {
      expressions: this.#expressions,
      effects: this.#effects,
      leaves: this.#leaves,
      propertyNumber,
    };
    const field = this.#positionField(index);
    const lowering = new ProcessLowering(context, process, this.#placesOf(index), field);
    const resting = this.#questionsOf(index).lower({ predicate: 'resting', fn: null, label: null });
    return {
      name: process.name,
      field,
      start: lowering.start(),
      moves: lowering.moves(),
      resting: resting.value,
    };
  }

  #clause({ given, then }: ModelClause) {
    const premise = given === null ? { value: TRUE, error: FALSE } : this.#judged(given);
    const conclusion = this.#judged(then);
    const error = or(premise.error, and(premise.value, conclusion.error));
    const holds = and(premise.value, not(error));
    return { premise: holds, violated: and(holds, not(conclusion.value)), error };
  }

  #judged(expr: GroundExpr): Lowered {
    const position = (question: PositionExpr): Lowered =>
      this.#questionsOf(question.process).lower(question);
    return this.#expressions.lower(expr, { position });
  }

  #positionField(process: number): number {
    return this.#model.cells.length + process;
  }

  #placesOf(process: number): Places {
    return this.#places[process] as Places;
  }

  #questionsOf(process: number): ProcessQuestions {
    return this.#questions[process] as ProcessQuestions;
  }
}
