/**
 * Prints the results of a run as they come: as lines or as JSON, quiet or verbose.
 */
import type { Vacuity } from '../../analyse/index.ts';
import type { EffectCount } from '../../explore/index.ts';
import {
  effectLine,
  hasStatusToTell,
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
} from '../../report/index.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { shortPlace } from '../places.ts';
import { exitCodeOf } from './cell-exit.ts';
import type { Cell } from './plan.ts';

/** What something vacuous belongs to: a variant, or one of its searches. */
export interface VacuityPlace {
  readonly name: string;
  readonly id: string;
  /** Null: all configurations of the run together. */
  readonly configuration: string | null;
}

export class ResultPrinter {
  readonly #context: Context;
  /** Variants whose status was told. */
  readonly #told = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  search(report: SearchReport): void {
    const { json, isQuiet, isVerbose, paint } = this.#context;
    if (isQuiet && exitCodeOf(report) === EXIT.ok) return;
    const isStatusTold = this.#told.has(report.id);
    if (hasStatusToTell(report)) this.#told.add(report.id);
    const options = { paint, isVerbose, isStatusTold };
    this.#lines(json ? searchJson(report) : searchLines(report, options));
  }

  /** A search that was stopped before it had anything to report. */
  noFigures(
    { chosen, configuration, overrides, rule, name }: Cell,
    bound: 'max-mem' | 'interrupted',
  ): void {
    const { json, paint } = this.#context;
    const identity = { id: chosen.id, configuration: configuration.name, overrides };
    const content = { ...identity, rule, outcome: 'INCONCLUSIVE', bound };
    this.#lines([json ? jsonLine('search', content) : noFiguresLine(name, bound, paint)]);
  }

  /** What the calls of a search change, by the value of a variable. */
  effects(cell: Cell, variable: string | null, counts: readonly EffectCount[]): void {
    if (variable === null) return;
    const { chosen, configuration, overrides, name } = cell;
    const identity = { id: chosen.id, configuration: configuration.name, overrides };
    this.#lines(
      counts.map((count) =>
        this.#context.json
          ? jsonLine('effect', { ...identity, variable, ...count })
          : effectLine(name, variable, count),
      ),
    );
  }

  vacuous({ name, id, configuration }: VacuityPlace, vacuity: Vacuity): void {
    const { json, isVerbose, paint, cwd } = this.#context;
    const at = (vacuity.source?.frames() ?? []).map((place) => shortPlace(place, cwd));
    if (json) this.#lines([vacuousJson({ id, configuration }, vacuity, at)]);
    else
      this.#lines([
        vacuousLine(name, vacuity, paint),
        ...(isVerbose ? at.map((place) => `  at ${place}`) : []),
      ]);
  }

  /** The summary, below a table if there is one. A verdict on a single search needs neither. */
  summary(tally: Tally, table: readonly string[], exit: number): void {
    const { json, isQuiet } = this.#context;
    const isSingleVerdict = tally.searches.length === 1 && tally.searches[0]?.rule === 'verdict';
    if (json) this.#lines([summaryJson(tally, exit)]);
    else if (!isQuiet || exit !== EXIT.ok)
      this.#lines([...table, ...(isSingleVerdict ? [] : [summaryLine(tally)])]);
  }

  #lines(lines: readonly string[]): void {
    this.#context.out(lines.map((line) => `${line}\n`).join(''));
  }
}
