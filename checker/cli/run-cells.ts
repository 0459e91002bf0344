/**
 * Runs the searches of a plan and prints their results in declared order while others still run.
 */
import { availableParallelism } from 'node:os';
import { assess, isViolated, unreachedGoals, type Vacuity } from '../analyse/index.ts';
import { type JobOutcome, planMemory, runJobs } from '../explore/index.ts';
import {
  jsonLine,
  noFiguresLine,
  type SearchReport,
  searchJson,
  searchLines,
  summaryJson,
  summaryLine,
  type Tally,
  vacuousJson,
  vacuousLine,
  wordOf,
} from '../report/index.ts';
import type { Limits, SearchResult } from '../semantics/index.ts';
import { exitCodeOf } from './cell-exit.ts';
import type { Context } from './context.ts';
import { combine, EXIT } from './exit-code.ts';
import { jobOf } from './jobs.ts';
import type { Cell } from './plan.ts';
import { startProgress } from './progress.ts';
import { tableLines } from './table.ts';
import { printTrace, TraceFolder } from './traces.ts';
import { variantVacuities } from './variant-runs.ts';

export interface RunOptions {
  readonly limits: Limits;
  readonly workers: number | undefined;
  readonly property: string | null;
  readonly hasTable: boolean;
  readonly traceFolder: string | null;
}

/** A search that came to a result, complete or not. */
export interface SearchedCell {
  readonly cell: Cell;
  readonly report: SearchReport;
}

/** Searches all cells and returns the exit code. */
export async function runCells(
  cells: readonly Cell[],
  options: RunOptions,
  context: Context,
): Promise<number> {
  const run = new Run(options, context);
  const workers = Math.min(options.workers ?? availableParallelism(), cells.length);
  const memory = planMemory(workers, options.limits.maxMemoryBytes);
  const limits = { ...options.limits, maxMemoryBytes: memory.limitBytes };
  const jobs = cells.map((cell) => jobOf(cell, limits));
  const progress = startProgress(cells.length, context);
  const { signal } = context;
  const onProgress = progress.update;
  let number = 0;
  try {
    for await (const outcome of runJobs(jobs, {
      workers,
      heapBytes: memory.heapBytes,
      signal,
      onProgress,
    })) {
      progress.clear();
      await run.take(cells[number++] as Cell, outcome);
    }
  } finally {
    progress.stop();
  }
  return run.finish();
}

class Run {
  readonly #options: RunOptions;
  readonly #context: Context;
  readonly #searched: SearchedCell[] = [];
  readonly #codes: number[] = [];
  readonly #folder: TraceFolder | null;
  #words: Tally['searches'] = [];
  #vacuous = 0;
  #notSearched = 0;

  constructor(options: RunOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    const { traceFolder } = options;
    this.#folder = traceFolder === null ? null : new TraceFolder(traceFolder, context);
  }

  async take(cell: Cell, outcome: JobOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'searched':
        await this.#searchedCell(cell, outcome.result);
        break;
      case 'outOfMemory': {
        this.#noFigures(cell, 'max-mem');
        const { err } = this.#context;
        err(
          `ordeal: ${cell.name}: the heap of ${mebibytes(outcome.heapBytes)} MiB was exhausted: raise --max-mem, or lower --workers\n`,
        );
        break;
      }
      case 'notSearched':
        if (outcome.isStarted) this.#noFigures(cell, 'interrupted');
        else this.#notSearched++;
        break;
      case 'failed':
        this.#codes.push(EXIT.internal);
        this.#context.err(`ordeal: internal error: ${cell.name}: ${outcome.message}\n`);
        break;
    }
  }

  finish(): number {
    const { signal } = this.#context;
    for (const { name, id, vacuity } of variantVacuities(this.#searched, this.#options.property))
      this.#tellVacuous({ name, id, configuration: null }, vacuity);
    const interruption = signal.aborted ? (signal.reason as number) : null;
    const code = combine(this.#codes, interruption);
    this.#summarise(code);
    return code;
  }

  async #searchedCell(cell: Cell, result: SearchResult): Promise<void> {
    const { property } = this.#options;
    const assessment = assess(result, cell.expectation, property);
    const report = {
      name: cell.name,
      bounds: cell.bounds,
      rule: cell.rule,
      assessment,
    };
    this.#searched.push({ cell, report });
    this.#words = [...this.#words, { word: wordOf(report), rule: cell.rule }];
    this.#codes.push(exitCodeOf(report));
    this.#tell(cell, report);
    await this.#folder?.save({ cell, report });
    const isTraced = cell.rule === 'verdict' || assessment.kind === 'error';
    if (isTraced && assessment.judgements.some(isViolated))
      await printTrace({ cell, report }, this.#context);
    if (result.completion.kind !== 'complete' || assessment.kind === 'error') return;
    for (const vacuity of unreachedGoals({ model: cell.model, result })) {
      const { name, chosen, configuration } = cell;
      this.#tellVacuous({ name, id: chosen.id, configuration: configuration.name }, vacuity);
    }
  }

  #tell(cell: Cell, report: SearchReport): void {
    const { json, isQuiet, isVerbose, paint, out } = this.#context;
    const { chosen, configuration, overrides } = cell;
    const identity = { id: chosen.id, configuration: configuration.name, overrides };
    if (isQuiet && exitCodeOf(report) === EXIT.ok) return;
    const lines = json ? searchJson(identity, report) : searchLines(report, { paint, isVerbose });
    out(lines.map((line) => `${line}\n`).join(''));
  }

  #noFigures(cell: Cell, bound: 'max-mem' | 'interrupted'): void {
    const { json, out, paint } = this.#context;
    const { chosen, configuration, overrides, rule, name } = cell;
    this.#codes.push(EXIT.noVerdict);
    this.#words = [...this.#words, { word: 'INCONCLUSIVE', rule }];
    const identity = { id: chosen.id, configuration: configuration.name, overrides };
    const line = json
      ? jsonLine('search', { ...identity, rule, outcome: 'INCONCLUSIVE', bound })
      : noFiguresLine(name, bound, paint);
    out(`${line}\n`);
  }

  #tellVacuous(
    {
      name,
      ...identity
    }: { readonly name: string; readonly id: string; readonly configuration: string | null },
    vacuity: Vacuity,
  ): void {
    const { json, out, paint } = this.#context;
    this.#vacuous++;
    this.#codes.push(EXIT.vacuous);
    out(`${json ? vacuousJson(identity, vacuity) : vacuousLine(name, vacuity, paint)}\n`);
  }

  #summarise(code: number): void {
    const { json, isQuiet, out } = this.#context;
    const tally: Tally = {
      searches: this.#words,
      vacuous: this.#vacuous,
      notSearched: this.#notSearched,
      isComplete: this.#searched.length > 0 && this.#isComplete(),
    };
    if (json) out(`${summaryJson(tally, code)}\n`);
    else if (!isQuiet || code !== EXIT.ok) {
      if (this.#options.hasTable)
        out(
          tableLines(this.#searched)
            .map((line) => `${line}\n`)
            .join(''),
        );
      const isPlainVerdict = tally.searches.length === 1 && tally.searches[0]?.rule === 'verdict';
      if (!isPlainVerdict) out(`${summaryLine(tally)}\n`);
    }
  }

  #isComplete(): boolean {
    const hasAll = this.#searched.length === this.#words.length && this.#notSearched === 0;
    return (
      hasAll &&
      this.#searched.every(({ report }) => report.assessment.result.completion.kind === 'complete')
    );
  }
}

const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
