/**
 * The plain JavaScript back end: the program as closures over rows of numbers, without packing and without text that is compiled.
 *
 * It starts a search, names the steps of a trace, and is the second back end against which generated code is tested.
 */
import { applyBinary, applyUnary, type Block, type Expr, type Statement } from './ir.ts';
import type { Program } from './program.ts';

/** A state: the value of each field. */
export type Row = Int32Array;

/** One way in which a process can move. */
export interface Move {
  readonly process: number;
  readonly leaf: number;
  /** Null when it leaves a domain. */
  readonly next: Row | null;
  /** Numbers of the properties whose check is false. */
  readonly failed: readonly number[];
}

/** What a state shows, by number of the clause or goal. */
export interface Judgement {
  readonly premises: readonly boolean[];
  readonly violated: readonly boolean[];
  readonly goals: readonly boolean[];
  readonly isMisread: boolean;
}

type Value = (row: Row, temps: Int32Array) => number;
type Run = (row: Row, temps: Int32Array, end: (move: Omit<Move, 'process'>) => void) => void;

export class Machine {
  readonly #temps: Int32Array;
  readonly #fields: readonly number[];
  readonly #moves: readonly (readonly Run[])[];
  readonly #starts: readonly Run[];
  readonly #resting: readonly Value[];
  readonly #clauses: readonly { premise: Value; violated: Value; error: Value }[];
  readonly #goals: readonly { holds: Value; error: Value }[];

  constructor({ processes, clauses, goals, temps }: Program) {
    this.#temps = new Int32Array(temps);
    this.#fields = processes.map(({ field }) => field);
    this.#moves = processes.map(({ moves }) => moves.map(runOf));
    this.#starts = processes.map(({ start }) => runOf(start));
    this.#resting = processes.map(({ resting }) => valueOf(resting));
    this.#clauses = clauses.map(({ premise, violated, error }) => ({
      premise: valueOf(premise),
      violated: valueOf(violated),
      error: valueOf(error),
    }));
    this.#goals = goals.map(({ holds, error }) => ({
      holds: valueOf(holds),
      error: valueOf(error),
    }));
  }

  /** Every way of moving from a state, in declared order. */
  moves(row: Row): readonly Move[] {
    const found: Move[] = [];
    for (const [process, moves] of this.#moves.entries()) {
      const run = moves[row[this.#fields[process] as number] as number] as Run;
      run(row.slice(), this.#temps, (move) => found.push({ process, ...move }));
    }
    return found;
  }

  /** Sends every process to its first place. The positions in `row` do not matter; null: a process goes nowhere. */
  start(row: Row): {
    readonly row: Row;
    readonly leaves: readonly number[];
    readonly isFailed: boolean;
  } {
    let now = row;
    let isFailed = false;
    const leaves: number[] = [];
    for (const [process, run] of this.#starts.entries()) {
      const before = now.slice();
      before[this.#fields[process] as number] = this.#endOf(process);
      now = before.slice();
      run(before, this.#temps, ({ leaf, next }) => {
        leaves.push(leaf);
        if (next === null) isFailed = true;
        else now = next;
      });
    }
    return { row: now, leaves, isFailed };
  }

  isAtRest(row: Row): boolean {
    return this.#resting.every((resting) => resting(row, this.#temps) === 1);
  }

  judge(row: Row): Judgement {
    const holds = (value: Value): boolean => value(row, this.#temps) === 1;
    const misread = [...this.#clauses, ...this.#goals].some(({ error }) => holds(error));
    return {
      premises: this.#clauses.map(({ premise }) => holds(premise)),
      violated: this.#clauses.map(({ violated }) => holds(violated)),
      goals: this.#goals.map((goal) => holds(goal.holds)),
      isMisread: misread,
    };
  }

  #endOf(process: number): number {
    return (this.#moves[process] as readonly Run[]).length - 1;
  }
}

function runOf(block: Block): Run {
  const runs = block.map(statementOf);
  return (row, temps, end) => {
    for (const run of runs) run(row, temps, end);
  };
}

function statementOf(statement: Statement): Run {
  switch (statement.do) {
    case 'set': {
      const { field } = statement;
      const value = valueOf(statement.value);
      return (row, temps) => {
        row[field] = value(row, temps);
      };
    }
    case 'let': {
      const value = valueOf(statement.value);
      return (row, temps) => {
        temps[statement.temp] = value(row, temps);
      };
    }
    case 'if': {
      const condition = valueOf(statement.cond);
      const yes = runOf(statement.then);
      const no = runOf(statement.else);
      return (row, temps, end) =>
        condition(row, temps) === 1 ? yes(row, temps, end) : no(row, temps, end);
    }
    case 'fork': {
      const branches = statement.branches.map(runOf);
      return (row, temps, end) => {
        for (const branch of branches) branch(row.slice(), temps, end);
      };
    }
    case 'fire': {
      const { leaf } = statement;
      const checks = statement.checks.map(({ property, holds }) => ({
        property,
        holds: valueOf(holds),
      }));
      return (row, temps, end) => {
        const failed = checks.filter(({ holds }) => holds(row, temps) === 0);
        end({ leaf, next: row, failed: failed.map(({ property }) => property) });
      };
    }
    case 'fail': {
      const { leaf } = statement;
      return (_row, _temps, end) => end({ leaf, next: null, failed: [] });
    }
  }
}

function valueOf(expr: Expr): Value {
  switch (expr.op) {
    case 'const': {
      const { value } = expr;
      return () => value;
    }
    case 'field': {
      const { field } = expr;
      return (row) => row[field] as number;
    }
    case 'temp': {
      const { temp } = expr;
      return (_row, temps) => temps[temp] as number;
    }
    case 'if': {
      const [cond, yes, no] = [valueOf(expr.cond), valueOf(expr.then), valueOf(expr.else)];
      return (row, temps) => (cond(row, temps) === 1 ? yes(row, temps) : no(row, temps));
    }
    case 'pick': {
      const index = valueOf(expr.index);
      const choices = expr.choices.map(valueOf);
      const last = choices.at(-1) as Value;
      return (row, temps) => (choices[index(row, temps)] ?? last)(row, temps);
    }
    case 'not':
    case 'size':
    case 'bit': {
      const { op } = expr;
      const a = valueOf(expr.a);
      return (row, temps) => applyUnary(op, a(row, temps));
    }
    default: {
      const { op } = expr;
      const [a, b] = [valueOf(expr.a), valueOf(expr.b)];
      return (row, temps) => applyBinary(op, a(row, temps), b(row, temps));
    }
  }
}
