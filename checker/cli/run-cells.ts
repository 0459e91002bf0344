/**
 * Runs the searches of a plan and prints their results in declared order while others still run.
 */
import { availableParallelism } from 'node:os';
import { assess, isViolated, unreachedGoals, type Vacuity } from '../analyse/index.ts';
import { type JobOutcome, planMemory, runJobs } from '../explore/index.ts';
import { type SearchReport, type Tally, wordOf } from '../report/index.ts';
import type { Limits, SearchResult } from '../semantics/index.ts';
import { exitCodeOf } from './cell-exit.ts';
import type { Context } from './context.ts';
import { combine, EXIT } from './exit-code.ts';
import { type HowToSearch, jobOf } from './jobs.ts';
import type { Cell } from './plan.ts';
import { startProgress } from './progress.ts';
import { ResultPrinter, type VacuityPlace } from './result-printer.ts';
import { tableLines } from './table.ts';
import { printTrace, TraceFolder } from './traces.ts';
import { UsageError } from './usage-error.ts';
import { variantVacuities } from './variant-runs.ts';

export interface RunOptions {
  readonly limits: Limits;
  readonly workers: number | undefined;
  readonly property: string | null;
  readonly hasTable: boolean;
  readonly traceFolder: string | null;
  readonly how: HowToSearch;
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
  const workers = options.workers ?? availableParallelism();
  const memory = planMemory(Math.min(workers, cells.length), options.limits.maxMemoryBytes);
  const limits = { ...options.limits, maxMemoryBytes: memory.limitBytes };
  const jobs = cells.map((cell) => jobOf(cell, limits, options.how));
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
  readonly #printer: ResultPrinter;
  readonly #folder: TraceFolder | null;
  readonly #searched: SearchedCell[] = [];
  readonly #codes: number[] = [];
  #words: Tally['searches'] = [];
  #vacuous = 0;
  #notSearched = 0;
  #isCut = false;

  constructor(options: RunOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    this.#printer = new ResultPrinter(context);
    const { traceFolder } = options;
    this.#folder = traceFolder === null ? null : new TraceFolder(traceFolder, context);
  }

  async take(cell: Cell, outcome: JobOutcome): Promise<void> {
    const { err } = this.#context;
    switch (outcome.kind) {
      case 'searched':
        await this.#result(cell, outcome.result);
        if (outcome.result.completion.kind === 'complete')
          this.#printer.effects(cell, this.#options.how.effectsBy, outcome.effects);
        return;
      case 'outOfMemory':
        this.#noFigures(cell, 'max-mem');
        err(`ordeal: ${cell.name}: ${memoryText(outcome.heapBytes)}\n`);
        return;
      case 'notSearched':
        this.#isCut = true;
        if (outcome.isStarted) this.#noFigures(cell, 'interrupted');
        else this.#notSearched++;
        return;
      case 'failed':
        this.#codes.push(EXIT.internal);
        err(`ordeal: internal error: ${cell.name}: ${outcome.message}\n`);
    }
  }

  finish(): number {
    const { property, hasTable } = this.#options;
    for (const { id, vacuity } of variantVacuities(this.#searched, property))
      this.#tellVacuous({ name: id, id, configuration: null }, vacuity);
    const { signal } = this.#context;
    const code = combine(this.#codes, this.#isCut ? (signal.reason as number) : null);
    const tally: Tally = {
      searches: this.#words,
      vacuous: this.#vacuous,
      notSearched: this.#notSearched,
      isComplete: this.#isComplete(),
    };
    this.#printer.summary(tally, hasTable ? tableLines(this.#searched) : [], code);
    return code;
  }

  async #result(cell: Cell, result: SearchResult): Promise<void> {
    const { chosen, configuration, overrides, name, model, rule } = cell;
    const assessment = assess(result, cell.expectation, this.#options.property);
    const identity = { id: chosen.id, configuration: configuration.name, overrides };
    const { foundBy: specs } = cell.chosen.entry;
    const notes = { idle: cell.idle, specs };
    const report = { ...identity, ...notes, name, bounds: model.bounds, rule, assessment };
    this.#searched.push({ cell, report });
    this.#words = [...this.#words, { word: wordOf(report), rule }];
    this.#codes.push(exitCodeOf(report));
    this.#printer.search(report);
    await this.#save({ cell, report });
    const isTraced = rule === 'verdict' || assessment.kind === 'error';
    if (isTraced && assessment.judgements.some(isViolated))
      await printTrace({ cell, report }, this.#context);
    const { completion } = result;
    if (completion.kind !== 'complete') this.#isCut ||= completion.bound === 'interrupted';
    else if (assessment.kind !== 'error')
      for (const vacuity of unreachedGoals({ model, result }))
        this.#tellVacuous({ name, ...identity }, vacuity);
  }

  /** That a trace cannot be written takes nothing from the verdict. */
  async #save(searched: SearchedCell): Promise<void> {
    try {
      await this.#folder?.save(searched);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#codes.push(EXIT.usage);
      this.#context.err(`ordeal: ${error.message}\n`);
    }
  }

  #noFigures(cell: Cell, bound: 'max-mem' | 'interrupted'): void {
    this.#codes.push(EXIT.noVerdict);
    this.#words = [...this.#words, { word: 'INCONCLUSIVE', rule: cell.rule }];
    this.#printer.noFigures(cell, bound);
  }

  #tellVacuous(place: VacuityPlace, vacuity: Vacuity): void {
    this.#vacuous++;
    this.#codes.push(EXIT.vacuous);
    this.#printer.vacuous(place, vacuity);
  }

  /** Every search came to a result, and every result is of the whole space. */
  #isComplete(): boolean {
    return (
      !this.#isCut &&
      !this.#codes.includes(EXIT.internal) &&
      this.#searched.length === this.#words.length &&
      this.#searched.every(({ report }) => report.assessment.result.completion.kind === 'complete')
    );
  }
}

const memoryText = (heapBytes: number): string =>
  `the heap of ${Math.round(heapBytes / 2 ** 20)} MiB was exhausted: raise --max-mem, or lower --workers`;
