/**
 * Two traces side by side: how far they are the same, and which steps both take later on all the same.
 *
 * Steps are the same if they have the same name. The longest common subsequence decides what stands on one line; of several, the one that
 * keeps early steps together.
 */
import type { Model } from '../model/index.ts';
import { type StepName, System, stepText } from '../semantics/index.ts';
import { contextBeside } from './context.ts';
import { stopAt } from './stop.ts';
import { storedTrace } from './stored.ts';
import type { Stop, Trace } from './trace.ts';
import { recordedRun } from './walk.ts';

/** Numbers of the steps on one line, counted from 1; null: the trace has none there. */
export interface AlignedStep {
  readonly a: number | null;
  readonly b: number | null;
}

export interface Alignment {
  /** How many steps they share from the start. */
  readonly same: number;
  readonly rows: readonly AlignedStep[];
}

/** Why a step cannot be taken after so many steps of a trace on its model; null: it can. */
export function stopAfter(model: Model, trace: Trace, taken: number, step: StepName): Stop | null {
  const system = new System(model);
  const { initial, steps } = storedTrace(trace);
  const tried = [...steps.slice(0, taken), step];
  const run = recordedRun(system, { initial, steps: tried });
  if (run.transitions.length > taken) return null;
  const process = model.processes.filter(({ name }) => name === step.process);
  const newcomers = process.map(({ index }) => index);
  return stopAt(contextBeside(system, run, trace, newcomers), tried, null);
}

/** Cost: proportional to the product of the lengths. */
export function align(a: readonly StepName[], b: readonly StepName[]): Alignment {
  const [left, right] = [a, b].map((steps) => steps.map(stepText)) as [string[], string[]];
  const parted = left.findIndex((text, at) => text !== right[at]);
  const same = parted < 0 ? Math.min(left.length, right.length) : parted;
  const shared = Array.from({ length: same }, (_, at) => ({ a: at + 1, b: at + 1 }));
  const rest = alignRest(left.slice(same), right.slice(same));
  const moved = rest.map((row) => ({
    a: row.a === null ? null : row.a + same,
    b: row.b === null ? null : row.b + same,
  }));
  return { same, rows: [...shared, ...moved] };
}

function alignRest(a: readonly string[], b: readonly string[]): readonly AlignedStep[] {
  // common[i][j]: the most steps that a from i and b from j share.
  const common = Array.from({ length: a.length + 1 }, () =>
    new Array<number>(b.length + 1).fill(0),
  );
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i] as number[];
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const rows: AlignedStep[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) rows.push({ a: ++i, b: ++j });
    else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1)))
      rows.push({ a: ++i, b: null });
    else rows.push({ a: null, b: ++j });
  }
  return rows;
}
