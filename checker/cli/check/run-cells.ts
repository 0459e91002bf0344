/**
 * Runs the searches of a plan and prints their results in declared order while others still run.
 *
 * What the results of the run mean together (a summary, the comparison with what is committed) is up to the command.
 */
import { assess, isViolated, unreachedGoals, type Vacuity } from '../../analyse/index.ts';
import type { JobOutcome } from '../../explore/index.ts';
import { type SearchReport, type Tally, wordOf } from '../../report/index.ts';
import { isPartial, type SearchResult } from '../../semantics/index.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { UsageError } from '../usage-error.ts';
import { type Answer, answersOf, type Known, type SearchOptions } from './answers.ts';
import { exitCodeOf } from './cell-exit.ts';
import type { Cell } from './plan.ts';
import { ResultPrinter, type VacuityPlace } from './result-printer.ts';
import { printTrace, TraceFolder } from './traces.ts';
import { variantVacuities } from './variant-runs.ts';

export interface RunOptions extends SearchOptions {
  readonly property: string | null;
  readonly traceFolder: string | null;
  readonly known: Known;
  /** Hears of every result that was searched for. */
  readonly learn: (cell: Cell, result: SearchResult) => void;
}

const INTERRUPTED = 130;

/** A search that came to a result, complete or not. */
export interface SearchedCell {
  readonly cell: Cell;
  readonly report: SearchReport;
}

/** A search without figures: it was stopped before it had any, or failed; null for one that never began. */
export interface UnsearchedCell {
  readonly cell: Cell;
  readonly reason: 'max-mem' | 'interrupted' | 'failed' | null;
  /** What failed; empty otherwise. */
  readonly message: string;
}

/** Something vacuous, and where. */
export interface FoundVacuity {
  readonly place: VacuityPlace;
  readonly vacuity: Vacuity;
}

export interface RunOutcome {
  readonly searched: readonly SearchedCell[];
  readonly unsearched: readonly UnsearchedCell[];
  readonly vacuous: readonly FoundVacuity[];
  readonly tally: Tally;
  readonly code: number;
}

/** Searches all cells. What a bound or an interruption left open is part of the outcome. */
export async function runCells(
  cells: readonly Cell[],
  options: RunOptions,
  context: Context,
): Promise<RunOutcome> {
  const run = new Run(options, context);
  for await (const answer of answersOf(cells, options.known, options, context))
    await run.take(answer);
  return run.finish();
}

class Run {
  readonly #options: RunOptions;
  readonly #context: Context;
  readonly #printer: ResultPrinter;
  readonly #folder: TraceFolder | null;
  readonly #searched: SearchedCell[] = [];
  readonly #unsearched: UnsearchedCell[] = [];
  readonly #vacuous: FoundVacuity[] = [];
  readonly #codes: number[] = [];
  #isCut = false;

  constructor(options: RunOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    this.#printer = new ResultPrinter(context);
    const { traceFolder } = options;
    this.#folder = traceFolder === null ? null : new TraceFolder(traceFolder, context);
  }

  async take({ cell, outcome, isKnown, isCached }: Answer): Promise<void> {
    if (outcome.kind !== 'searched') {
      this.#noResult(cell, outcome);
      return;
    }
    const { result, effects } = outcome;
    if (!isKnown) this.#options.learn(cell, result);
    await this.#result(cell, result, isCached);
    if (result.completion.kind === 'complete')
      this.#printer.effects(cell, this.#options.how.effectsBy, effects);
  }

  finish(): RunOutcome {
    for (const { id, vacuity } of variantVacuities(this.#searched, this.#options.property))
      this.#tellVacuous({ name: id, id, configuration: null }, vacuity);
    // Results of shards may have been cut in another run.
    const reason = (this.#context.signal.reason as number | undefined) ?? INTERRUPTED;
    return {
      searched: this.#searched,
      unsearched: this.#unsearched,
      vacuous: this.#vacuous,
      tally: this.#tally(),
      code: combine(this.#codes, this.#isCut ? reason : null),
    };
  }

  #tally(): Tally {
    const told = this.#unsearched.filter(({ reason }) => reason !== null && reason !== 'failed');
    return {
      searches: [
        ...this.#searched.map(({ report }) => ({ word: wordOf(report), rule: report.rule })),
        ...told.map(({ cell }) => ({ word: 'INCONCLUSIVE' as const, rule: cell.rule })),
      ],
      vacuous: this.#vacuous.length,
      notSearched: this.#unsearched.filter(({ reason }) => reason === null).length,
      isComplete:
        this.#unsearched.length === 0 &&
        this.#searched.every(
          ({ report }) => report.assessment.result.completion.kind === 'complete',
        ),
    };
  }

  async #result(cell: Cell, result: SearchResult, isCached: boolean): Promise<void> {
    const report = reportOf(cell, result, this.#options.property, isCached);
    const { assessment, rule } = report;
    this.#searched.push({ cell, report });
    this.#codes.push(exitCodeOf(report));
    this.#printer.search(report);
    this.#save({ cell, report });
    const isTraced = rule === 'verdict' || assessment.kind === 'error';
    if (isTraced && assessment.judgements.some(isViolated))
      await printTrace({ cell, report }, this.#context);
    const { completion } = result;
    if (completion.kind !== 'complete') this.#isCut ||= completion.bound === 'interrupted';
    else if (assessment.kind !== 'error' && !isPartial(result))
      for (const vacuity of unreachedGoals({ model: cell.model, result }))
        this.#tellVacuous(report, vacuity);
  }

  /** That a trace cannot be written takes nothing from the verdict. */
  #save(searched: SearchedCell): void {
    try {
      this.#folder?.save(searched);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#codes.push(EXIT.usage);
      this.#context.err(`ordeal: ${error.message}\n`);
    }
  }

  #noResult(cell: Cell, outcome: Exclude<JobOutcome, { kind: 'searched' }>): void {
    const { err } = this.#context;
    switch (outcome.kind) {
      case 'outOfMemory':
        this.#noFigures(cell, 'max-mem');
        err(`ordeal: ${cell.name}: ${memoryText(outcome.heapBytes)}\n`);
        return;
      case 'notSearched':
        this.#isCut = true;
        if (outcome.isStarted) this.#noFigures(cell, 'interrupted');
        else this.#unsearched.push({ cell, reason: null, message: '' });
        return;
      case 'failed':
        this.#codes.push(EXIT.internal);
        this.#unsearched.push({ cell, reason: 'failed', message: outcome.message });
        err(`ordeal: internal error: ${cell.name}: ${outcome.message}\n`);
    }
  }

  #noFigures(cell: Cell, reason: 'max-mem' | 'interrupted'): void {
    this.#codes.push(EXIT.noVerdict);
    this.#unsearched.push({ cell, reason, message: '' });
    this.#printer.noFigures(cell, reason);
  }

  #tellVacuous(place: VacuityPlace, vacuity: Vacuity): void {
    this.#vacuous.push({ place, vacuity });
    this.#codes.push(EXIT.vacuous);
    this.#printer.vacuous(place, vacuity);
  }
}

function reportOf(
  cell: Cell,
  result: SearchResult,
  property: string | null,
  isCached: boolean,
): SearchReport {
  const { chosen, configuration, overrides, name, model, rule, idle } = cell;
  return {
    id: chosen.id,
    configuration: configuration.name,
    overrides,
    name,
    bounds: model.bounds,
    status: model.status,
    rule,
    idle,
    specs: chosen.entry.foundBy,
    isCached,
    assessment: assess(result, cell.expectation, property, cell.notes ?? []),
  };
}

const memoryText = (heapBytes: number): string =>
  `the heap of ${Math.round(heapBytes / 2 ** 20)} MiB was exhausted: raise --max-mem, or lower --workers`;
