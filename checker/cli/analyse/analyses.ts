/**
 * What `races` and `locks` share: which models are asked about, the thread for each, progress, and the exit code.
 */
import type { Argv } from 'yargs';
import { type AnalysisJob, type AnalysisOutcome, runAnalysis } from '../../analyse/index.ts';
import { planMemory } from '../../explore/index.ts';
import { type CutReport, cutJson, cutLine, cutMarkdown } from '../../report/index.ts';
import type { Limits } from '../../semantics/index.ts';
import { type Cell, planCells } from '../check/plan.ts';
import { startProgress } from '../check/progress.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { settingsOf } from '../names.ts';
import { COUNT, choice, DURATION_MS, list, MEMORY_BYTES, parsed, text } from '../options.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { type Chosen, chooseVariants } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';

export interface AnalysisArguments {
  readonly targets?: readonly string[];
  readonly c?: readonly string[];
  readonly config?: string;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  readonly maxMem?: number;
  readonly format: 'text' | 'md';
  /** Of `races` alone. */
  readonly fine?: boolean;
}

export const analysisOptions = (parser: Argv): Argv =>
  parser
    .positional('targets', {
      type: 'string',
      array: true,
      describe: 'SPEC (its base), SPEC/VARIANT, FAMILY, ./compiled-spec.js',
    })
    .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
    .option('config', text('config', 'configurations by name or size, with commas (small)'))
    .option('format', choice('format', 'of the result', ['text', 'md']))
    .option('max-states', parsed('max-states', 'stop a search at this many states', COUNT))
    .option('max-depth', parsed('max-depth', 'stop a search at this depth', COUNT))
    .option('max-time', parsed('max-time', 'stop a search after this time: 90s, 10m', DURATION_MS))
    .option('max-mem', parsed('max-mem', 'memory of a search: 2G', MEMORY_BYTES));

/** What an analysis found, told; the result says whether any of it is a finding. */
export type Tell = (cell: Cell, outcome: Told) => boolean;
export type Told = Extract<AnalysisOutcome, { kind: AnalysisJob['analysis'] }>;

/** Runs the analysis on every model that is asked for, and returns the exit code. */
export async function runAnalyses(
  analysis: AnalysisJob['analysis'],
  args: AnalysisArguments,
  context: Context,
  tell: Tell,
): Promise<number> {
  const cells = await cellsOf(analysis, args, context);
  if (cells === null) return EXIT.usage;
  const codes: number[] = [];
  const progress = startProgress(cells.length, context);
  const { signal } = context;
  const memory = planMemory(1, args.maxMem);
  const limits = limitsOf(args, memory.limitBytes);
  try {
    for (const [number, cell] of cells.entries()) {
      if (signal.aborted) break;
      const outcome = await runAnalysis(
        analysisJob(analysis, cell, limits, { isFine: args.fine === true }),
        {
          heapBytes: memory.heapBytes,
          signal,
          onProgress: (figures) => progress.update(number, figures),
        },
      );
      progress.update(number, null);
      progress.clear();
      if (outcome.kind === 'cut') tellCut({ analysis, cell, bound: outcome.bound }, args, context);
      codes.push(codeOf(cell, outcome, context, tell));
    }
  } finally {
    progress.stop();
  }
  return combine(codes, signal.aborted ? (signal.reason as number) : null);
}

async function cellsOf(
  analysis: AnalysisJob['analysis'],
  { targets = [], c = [], config = 'small' }: AnalysisArguments,
  context: Context,
): Promise<readonly Cell[] | null> {
  if (targets.length === 0)
    throw new UsageError(`${analysis} needs a spec: ordeal ${analysis} SPEC`);
  const entries = await loadCatalog(context, targets);
  const plan = planCells({
    chosen: chooseVariants(entries, targets).filter(isAsked),
    configurations: config.split(','),
    overrides: settingsOf(c),
    property: null,
    rule: 'verdict',
    variable: null,
    symmetry: 'off',
  });
  if (plan.kind === 'cells') return plan.cells;
  printProblems(plan.problems, context);
  return null;
}

/** A spec or a family stands for the bases. */
const isAsked = ({ isVariant, entry, variant }: Chosen): boolean =>
  isVariant || entry.spec.variants[0] === variant;

/** The limits of each search of an analysis. */
export function limitsOf(
  { maxStates, maxDepth, maxTime }: Partial<AnalysisArguments>,
  maxMemoryBytes: number,
): Limits {
  return {
    maxMemoryBytes,
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(maxTime === undefined ? {} : { maxTimeMs: maxTime }),
  };
}

/** The job of an analysis of one cell; of properties, all or one. */
export const analysisJob = (
  analysis: AnalysisJob['analysis'],
  { chosen, configuration, overrides, model }: Cell,
  limits: Limits,
  { property = null, isFine = false }: Partial<Pick<AnalysisJob, 'property' | 'isFine'>> = {},
): AnalysisJob => ({
  analysis,
  url: chosen.entry.url,
  variant: chosen.variant.name,
  configuration: configuration.name,
  overrides,
  limits,
  property,
  isFine,
  digest: model.digest,
});

/** Says, in the form that was asked for, that there is nothing to tell. */
export function tellCut(
  { analysis, cell, bound }: Pick<CutReport, 'analysis' | 'bound'> & { readonly cell: Cell },
  { format, fine = false }: Pick<AnalysisArguments, 'format' | 'fine'>,
  { out, json, isQuiet, isVerbose, paint }: Context,
): void {
  if (isQuiet) return;
  const name = nameOf(cell, fine);
  const report: CutReport = { analysis, name, bounds: cell.model.bounds, bound };
  if (json) out(`${cutJson(report)}\n`);
  else out(`${format === 'md' ? cutMarkdown(report) : cutLine(report, { paint, isVerbose })}\n`);
}

/** What a result is called. */
export const nameOf = ({ name }: Cell, isFine: boolean): string =>
  isFine ? `${name} (fine)` : name;

function codeOf(cell: Cell, outcome: AnalysisOutcome, { err }: Context, tell: Tell): number {
  switch (outcome.kind) {
    case 'refused':
      throw new UsageError(`${cell.name} cannot be analysed: ${outcome.reason}`);
    case 'failed':
      err(`ordeal: internal error: ${cell.name}: ${outcome.message}\n`);
      return EXIT.internal;
    case 'cut':
      return EXIT.noVerdict;
    default: {
      if (tell(cell, outcome)) return EXIT.safety;
      return outcome.extent.completion.kind === 'complete' ? EXIT.ok : EXIT.noVerdict;
    }
  }
}
