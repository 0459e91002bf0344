/**
 * The compiled model of all orders: its states, their steps and what they violate, each computed once.
 *
 * Which unit of its call a process may begin next depends on the order and on the units that it has begun, not on the state; so
 * states here say nothing of either, and many orders share one. The marks stay visible: the search takes them.
 */
import {
  type Block,
  type CompiledProcess,
  compile,
  Machine,
  type Program,
  type Row,
} from '../../compile/index.ts';
import { initialRows } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import { ERROR } from '../../semantics/index.ts';
import { familyModel, type Mark, markOf } from './family.ts';
import { RowStore } from './row-store.ts';

/** The compiler does not take the model, for this reason. */
export class NotCompiled extends Error {}

/** One step of a process. */
export interface Edge {
  readonly process: number;
  /** Of the program: how the step ends. */
  readonly leaf: number;
  /** The unit that this step chooses; null: an ordinary step. */
  readonly mark: Mark | null;
  /** Properties whose check is false. */
  readonly failed: readonly string[];
  /** Number of the state that it leads to; null: it leaves a domain. */
  readonly next: number | null;
}

/** A state of the program, without what depends on the order. */
interface Base {
  readonly violated: readonly string[];
  edges: readonly Edge[] | null;
  isAtRest: boolean | null;
}

export class FamilyProgram {
  readonly program: Program;
  /** Processes that may call the function. */
  readonly callers: readonly number[];
  readonly #machine: Machine;
  readonly #marks: readonly (Mark | null)[];
  /** By process and position: whether it stands in front of the marks. */
  readonly #nodes: readonly (readonly boolean[])[];
  /** By process and position, as the nodes. */
  readonly #checked: readonly (readonly boolean[])[];
  readonly #bases: Base[] = [];
  readonly #rows: RowStore;

  constructor(model: Model, fn: string) {
    // In front of a choice around the call, the first step is the one of an order, which is not known there.
    if (asksForSteps(model)) throw new NotCompiled('a property asks at which step a process is');
    const compiled = compile(withInsideGoals(familyModel(model, fn), fn));
    if (compiled.kind === 'refused') throw new NotCompiled(compiled.reason);
    this.program = compiled.program;
    this.#machine = new Machine(this.program);
    this.#rows = new RowStore(this.program.fields.length);
    this.#marks = this.program.leaves.map(({ label }) => markOf(label));
    this.#nodes = this.program.processes.map((process, number) =>
      this.#nodesOf(process, model.goals.length + number),
    );
    this.#checked = this.program.processes.map(({ moves }) =>
      moves.map((block) => firedIn(block).some(({ checks }) => checks.length > 0)),
    );
    this.callers = this.#nodes.flatMap((nodes, process) => (nodes.includes(true) ? [process] : []));
  }

  initial(): readonly number[] {
    return initialRows(this.program, this.#machine).map((row) => this.#number(row));
  }

  /** Whether a process stands in front of the marks: it is on its way to its next unit. */
  isAtNode(state: number, process: number): boolean {
    return this.#nodes[process]?.[this.positionOf(state, process)] === true;
  }

  /** Whether checks stand in front of the marks: they belong to the step behind them. */
  hasChecks(state: number, process: number): boolean {
    return this.#checked[process]?.[this.positionOf(state, process)] === true;
  }

  /** Whether a process is at its end: no step is left that a check could belong to. */
  isEnded(state: number, process: number): boolean {
    const { moves } = this.program.processes[process] as CompiledProcess;
    return firedIn(moves[this.positionOf(state, process)] as Block).length === 0;
  }

  /** Where a process is. */
  positionOf(state: number, process: number): number {
    const { field } = this.program.processes[process] as CompiledProcess;
    return this.#rows.value(state, field);
  }

  row(state: number): Row {
    return this.#rows.row(state);
  }

  edges(state: number): readonly Edge[] {
    const base = this.#base(state);
    base.edges ??= this.#machine.moves(this.row(state)).map(({ process, leaf, failed, next }) => ({
      process,
      leaf,
      mark: this.#marks[leaf] ?? null,
      failed: failed.map((number) => this.program.model.properties[number]?.id as string),
      next: next === null ? null : this.#number(next),
    }));
    return base.edges;
  }

  /** Properties that the state makes false. */
  violated(state: number): readonly string[] {
    return this.#base(state).violated;
  }

  isAtRest(state: number): boolean {
    const base = this.#base(state);
    base.isAtRest ??= this.#machine.isAtRest(this.row(state));
    return base.isAtRest;
  }

  #base(state: number): Base {
    return this.#bases[state] as Base;
  }

  #number(row: Row): number {
    const number = this.#rows.numberOf(row);
    if (number === this.#bases.length)
      this.#bases.push({ violated: this.#violated(row), edges: null, isAtRest: null });
    return number;
  }

  #violated(row: Row): readonly string[] {
    const { clauses, model } = this.program;
    const { violated, isMisread } = this.#machine.judge(row);
    const ids = clauses.flatMap(({ property }, number) =>
      violated[number] === true ? [model.properties[property]?.id as string] : [],
    );
    return [...(isMisread ? [ERROR] : []), ...new Set(ids)];
  }

  /** In front of the marks: inside the function, where nothing but marks can fire. */
  #nodesOf({ moves, field }: CompiledProcess, insideGoal: number): readonly boolean[] {
    return moves.map((block, position) => {
      const leaves = firedIn(block);
      if (leaves.length === 0 || leaves.some(({ leaf }) => this.#marks[leaf] === null))
        return false;
      const row = new Int32Array(this.program.fields.length);
      row[field] = position;
      return this.#machine.judge(row).goals[insideGoal] === true;
    });
  }
}

type Fire = Extract<Block[number], { do: 'fire' }>;

/** The steps in which a block can end. */
function firedIn(block: Block): readonly Fire[] {
  return block.flatMap((statement): readonly Fire[] => {
    switch (statement.do) {
      case 'fire':
        return [statement];
      case 'if':
        return [...firedIn(statement.then), ...firedIn(statement.else)];
      case 'fork':
        return statement.branches.flatMap(firedIn);
      default:
        return [];
    }
  });
}

const asksForSteps = ({ properties }: Model): boolean =>
  properties.some(({ clauses }) =>
    clauses.some(({ given, then }) => JSON.stringify([given, then]).includes('"predicate":"at"')),
  );

/** Tells where a process is inside the function. */
function withInsideGoals(model: Model, fn: string): Model {
  const inside = model.processes.map(({ index, name }) => ({
    name: `${name} is inside ${fn}`,
    condition: { kind: 'position', predicate: 'inside', process: index, fn, label: null } as const,
  }));
  return Object.freeze({ ...model, goals: Object.freeze([...model.goals, ...inside]) });
}
