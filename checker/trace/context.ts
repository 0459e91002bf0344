/**
 * What the parts of a trace are made from: the run, who takes part in it, and what its property reads.
 */
import {
  type Cell,
  DEADLOCK,
  type GroundExpr,
  type Model,
  type ModelLock,
  readsOf,
} from '../model/index.ts';
import {
  ERROR,
  type PositionQuestions,
  type Reading,
  type State,
  type System,
} from '../semantics/index.ts';
import { firstSteps } from './first-steps.ts';
import { lastState, type Run } from './follow.ts';
import type { Trace } from './trace.ts';

export interface TraceContext {
  readonly system: System;
  readonly model: Model;
  readonly run: Run;
  readonly property: string;
  /** Numbers of the processes that are threads of the trace. */
  readonly processes: readonly number[];
  readonly locks: readonly ModelLock[];
  /** Cells that the property depends on: see `relevantCells`. */
  readonly relevant: ReadonlySet<number>;
  readonly asks: PositionQuestions;
}

/** `extra` names processes that are threads although they take no step. */
export function contextOf(
  system: System,
  run: Run,
  property: string,
  extra: readonly number[],
): TraceContext {
  const { model } = system;
  const acting = new Set([...run.transitions.map(({ process }) => process), ...extra]);
  const base = {
    system,
    model,
    run,
    property,
    processes: model.processes.map(({ index }) => index).filter((index) => acting.has(index)),
    locks: model.locks.filter((lock) => run.states.some((state) => isInUse(lock, state))),
    asks: system.asks,
  };
  return { ...base, relevant: relevantCells(base) };
}

/** The context of a run that is told with the threads of a trace, newcomers behind them: no thread changes its number. */
export function contextBeside(
  system: System,
  run: Run,
  { threads, property }: Pick<Trace, 'threads' | 'property'>,
  newcomers: readonly number[] = [],
): TraceContext {
  const names = system.model.processes.map(({ name }) => name);
  const known = threads.map(({ process }) => names.indexOf(process)).filter((index) => index >= 0);
  return {
    ...contextOf(system, run, property, []),
    processes: [...new Set([...known, ...newcomers])],
  };
}

const isInUse = ({ writer, readers, waiting }: ModelLock, { cells }: State): boolean =>
  (cells.get(writer) as number) >= 0 ||
  [readers, waiting].some((cell) => cell !== null && cells.get(cell) !== 0);

export const readingOf = (
  { asks }: Pick<TraceContext, 'asks'>,
  { cells, positions }: State,
): Reading => ({
  cells,
  positions,
  asks,
});

/** The number of a thread; of a process that is none, the number it would be given next. */
export function threadOf({ processes }: Pick<TraceContext, 'processes'>, process: number): number {
  const thread = processes.indexOf(process);
  return thread < 0 ? processes.length : thread;
}

/** `CPU0`, or the name of a process that is no thread of the trace. */
export function actorName(
  { processes, model }: Pick<TraceContext, 'processes' | 'model'>,
  process: number,
): string {
  const thread = processes.indexOf(process);
  return thread < 0 ? (model.processes[process]?.name ?? '?') : `CPU${thread}`;
}

export const cellAt = (model: Model, cell: number): Cell => model.cells[cell] as Cell;

/**
 * The cells read by the clauses of the property and by its check that failed; of a deadlock, by the guards that stay
 * false; of an error, by the step itself. Not closed under what other steps read to compute them.
 */
function relevantCells(context: Omit<TraceContext, 'relevant'>): ReadonlySet<number> {
  const cells = new Set<number>();
  for (const expr of expressionsOf(context)) {
    if (expr === null) continue;
    readsOf(expr, (read) => {
      if ('cell' in read) cells.add(read.cell);
    });
  }
  return cells;
}

function expressionsOf(context: Omit<TraceContext, 'relevant'>): readonly (GroundExpr | null)[] {
  const { property, model, run } = context;
  const last = run.transitions.at(-1);
  if (property === DEADLOCK) {
    return lastState(run)
      .positions.toArray()
      .flatMap((position) => firstSteps(position).map(({ step }) => step.guard));
  }
  if (property === ERROR) {
    const statement = last?.firing.at.block[last.firing.at.index];
    if (statement?.kind !== 'step') return [];
    return [
      statement.guard,
      ...statement.effects.flatMap((effect) =>
        effect.kind === 'assign' ? [effect.place, effect.value] : [effect.place],
      ),
    ];
  }
  const clauses = model.properties.find(({ id }) => id === property)?.clauses ?? [];
  const failed = last?.failed.filter((check) => check.property === property) ?? [];
  return [
    ...clauses.flatMap(({ given, then }) => [given, then]),
    ...failed.map(({ condition }) => condition),
  ];
}
