/**
 * Where the results of a run come from: what is known already is served, the rest is searched; in declared order.
 */
import { availableParallelism } from 'node:os';
import { SEARCH_PROGRAM } from '../../analyse/index.ts';
import { type JobOutcome, planMemory, runJobs } from '../../explore/index.ts';
import type { Limits, SearchResult } from '../../semantics/index.ts';
import type { Context } from '../context.ts';
import { type HowToSearch, jobOf } from './jobs.ts';
import type { Cell } from './plan.ts';
import { startProgress } from './progress.ts';

/** Results that need no search; `isCached`: from an earlier run, and to be told so. */
export type Known = ReadonlyMap<
  Cell,
  { readonly result: SearchResult; readonly isCached: boolean }
>;

export interface Answer {
  readonly cell: Cell;
  readonly outcome: JobOutcome;
  readonly isKnown: boolean;
  readonly isCached: boolean;
}

export interface SearchOptions {
  readonly limits: Limits;
  readonly workers: number | undefined;
  readonly how: HowToSearch;
}

/** Answers for all cells, one after the other. Starts no worker if everything is known. */
export async function* answersOf(
  cells: readonly Cell[],
  known: Known,
  options: SearchOptions,
  context: Context,
): AsyncGenerator<Answer, void, undefined> {
  const unknown = cells.filter((cell) => !known.has(cell));
  const searches = searched(unknown, options, context);
  try {
    for (const cell of cells) {
      const served = known.get(cell);
      if (served !== undefined) {
        const { result, isCached } = served;
        yield {
          cell,
          outcome: { kind: 'searched', result, effects: [] },
          isKnown: true,
          isCached,
        };
        continue;
      }
      const next = await searches.next();
      if (next.done === true) throw new Error(`${cell.name}: a job without an outcome`);
      yield { cell, outcome: next.value, isKnown: false, isCached: false };
    }
  } finally {
    await searches.return();
  }
}

async function* searched(
  cells: readonly Cell[],
  options: SearchOptions,
  context: Context,
): AsyncGenerator<JobOutcome, void, undefined> {
  if (cells.length === 0) return;
  const workers = options.workers ?? availableParallelism();
  const memory = planMemory(Math.min(workers, cells.length), options.limits.maxMemoryBytes);
  const limits = { ...options.limits, maxMemoryBytes: memory.limitBytes };
  const jobs = cells.map((cell) => jobOf(cell, limits, options.how));
  const progress = startProgress(cells.length, context);
  const { signal } = context;
  const [{ model }] = cells as readonly [Cell, ...Cell[]];
  const pool = {
    program: SEARCH_PROGRAM,
    ...{ workers, heapBytes: memory.heapBytes, signal, model, onProgress: progress.update },
  };
  try {
    for await (const outcome of runJobs(jobs, pool)) {
      progress.clear();
      yield outcome;
    }
  } finally {
    progress.stop();
  }
}
