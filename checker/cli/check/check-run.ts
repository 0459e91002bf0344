/**
 * A check from its request to its exit code. The request is plain data: `merge` takes it from the results of shards and asks again,
 * with every result known.
 */
import type { Settings } from '../../lang/index.ts';
import type { SearchReport } from '../../report/index.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { chooseVariants } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';
import type { Known, SearchOptions } from './answers.ts';
import { type Explained, explainAll } from './explain.ts';
import { partOf } from './part.ts';
import { type Cell, planCells } from './plan.ts';
import type { ReductionOptions } from './reductions.ts';
import { type ReportWish, writeReports } from './report-files.ts';
import { ResultPrinter } from './result-printer.ts';
import { type RunOutcome, runCells } from './run-cells.ts';
import { runReport } from './run-report.ts';
import { type Shard, shardOf } from './shard.ts';
import { tableLines } from './table.ts';

/** What is asked for: the same request has the same answer. */
export interface CheckRequest extends ReductionOptions {
  readonly command: 'check';
  readonly targets: readonly string[];
  readonly configurations: readonly string[];
  readonly overrides: Settings;
  readonly property: string | null;
  readonly rule: SearchReport['rule'] | null;
  readonly hasTable: boolean;
  readonly limits: SearchOptions['limits'];
  readonly how: SearchOptions['how'];
}

/** How the answer is found, and where it goes. */
export interface RunExtras {
  readonly workers: number | undefined;
  readonly shard: Shard | null;
  readonly reports: readonly ReportWish[];
  readonly traceFolder: string | null;
  /** Whether it is told of every property that holds why it does. */
  readonly isExplained: boolean;
  /** Results that are known before anything is searched. */
  readonly knownOf: (cells: readonly Cell[]) => Known;
}

/** Runs a check and returns its exit code. */
export async function runCheck(
  request: CheckRequest,
  extras: RunExtras,
  context: Context,
): Promise<number> {
  const entries = await loadCatalog(context, request.targets);
  const chosen = chooseVariants(entries, request.targets);
  const plan = planCells({ ...request, chosen, variable: request.how.effectsBy });
  if (plan.kind === 'badSpec') {
    printProblems(plan.problems, context);
    return EXIT.usage;
  }
  const cells = shardOf(plan.cells, extras.shard);
  const outcome = await runCells(
    cells,
    { ...request, ...extras, known: extras.knownOf(cells), learn: () => {} },
    context,
  );
  const { code, explanations } = await explained(outcome, request, extras, context);
  // The summary says the exit code, and that an explanation is missing is part of it.
  const table = request.hasTable ? tableLines(outcome.searched) : [];
  new ResultPrinter(context).summary(outcome.tally, table, code);
  const part = extras.shard === null ? null : partOf(request, extras.shard, outcome);
  const more = { command: request.command, differences: [], explanations, exit: code, part };
  return withReports(code, context, () =>
    writeReports(extras.reports, () => runReport(outcome, more, context), context),
  );
}

/** Explains what holds, if that is asked for; the exit code of both. */
async function explained(
  { searched, code }: RunOutcome,
  { property, limits }: CheckRequest,
  { isExplained, workers }: RunExtras,
  context: Context,
): Promise<Explained> {
  const { signal } = context;
  if (!isExplained || signal.aborted) return { explanations: [], code };
  const { explanations, code: further } = await explainAll(
    searched,
    { property, limits, workers },
    context,
  );
  const reason = signal.aborted ? (signal.reason as number) : null;
  return { explanations, code: combine([code, further], reason) };
}

/** That a report cannot be written takes nothing from the verdict. */
export function withReports(code: number, { err }: Context, write: () => void): number {
  try {
    write();
    return code;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(`ordeal: ${error.message}\n`);
    return withFurther(code, EXIT.usage);
  }
}

/** The code of a run to which something is added; that of an interruption stays. */
export const withFurther = (code: number, further: number): number =>
  code < FIRST_SIGNAL ? combine([code, further], null) : code;

const FIRST_SIGNAL = 128;
