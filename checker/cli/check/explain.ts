/**
 * `check --explain`: of every property that holds, why it does. The search has said that it holds; here the states are looked at once
 * more, and mutants of the code are searched.
 */
import { availableParallelism } from 'node:os';
import {
  type AnalysisOutcome,
  type JudgedMutant,
  mutantsOf,
  runAnalysis,
  runMutants,
} from '../../analyse/index.ts';
import { planMemory } from '../../explore/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import {
  type ExplainedCell,
  type Explanation,
  explanationJson,
  explanationLines,
} from '../../report/index.ts';
import type { Limits } from '../../semantics/index.ts';
import { analysisJob } from '../analyse/analyses.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { Cell } from './plan.ts';
import { startProgress } from './progress.ts';
import type { SearchedCell } from './run-cells.ts';

export interface ExplainWish {
  /** The one property that is asked about; null: all. */
  readonly property: string | null;
  readonly limits: Limits;
  readonly workers: number | undefined;
}

type Closeness = Extract<AnalysisOutcome, { kind: 'closeness' }>;

/** What was explained, and the exit code of that. */
export interface Explained {
  readonly explanations: readonly Explanation[];
  readonly code: number;
}

/** Explains every property that holds in all searched configurations of its variant. */
export async function explainAll(
  searched: readonly SearchedCell[],
  wish: ExplainWish,
  context: Context,
): Promise<Explained> {
  const ids = new Set(searched.map(({ cell }) => cell.chosen.id));
  const explanations: Explanation[] = [];
  for (const id of ids) {
    const mine = searched.filter(({ cell }) => cell.chosen.id === id);
    const found = await explainVariant(mine, wish, context);
    explanations.push(...found.explanations);
    if (found.code !== EXIT.ok) return { explanations, code: found.code };
  }
  return { explanations, code: EXIT.ok };
}

const without = (code: number): Explained => ({ explanations: [], code });

async function explainVariant(
  searched: readonly SearchedCell[],
  wish: ExplainWish,
  context: Context,
): Promise<Explained> {
  const held = heldIn(searched, wish.property);
  if (held.length === 0) return without(EXIT.ok);
  const cells: readonly Cell[] = searched.map(({ cell }) => cell);
  const looked = await closenessOf(cells, wish, context);
  if (typeof looked === 'string') return without(failed(cells, looked, context));
  const [{ chosen, overrides }] = cells as readonly [Cell];
  if (looked === null) return without(unexplained(chosen.id, context));
  const judged = await judgedMutants(cells, wish, context);
  if (typeof judged === 'string') return without(failed(cells, judged, context));
  const settings = Object.entries(overrides).map(([name, value]) => `${name}=${value}`);
  const explanations = held.map((property): Explanation => {
    const about = { name: chosen.id, settings, property, judged };
    return { ...about, cells: cellsFor(property, cells, looked) };
  });
  for (const explanation of explanations) context.out(`${textOf(explanation, context)}\n`);
  const isWhole = judged.every((each) => each.judged.kind !== 'undecided');
  return { explanations, code: isWhole ? EXIT.ok : EXIT.noVerdict };
}

function textOf(explanation: Explanation, { json }: Context): string {
  return json ? explanationJson(explanation) : ['', ...explanationLines(explanation)].join('\n');
}

/** Properties of which some configuration says that they hold, and none anything else. */
function heldIn(searched: readonly SearchedCell[], only: string | null): readonly string[] {
  const verdicts = searched.flatMap(({ report }) => report.assessment.result.verdicts);
  const names = [...new Set(verdicts.map(({ property }) => property))];
  return names
    .filter((name) => only === null || name === only)
    .filter((name) =>
      verdicts.filter(({ property }) => property === name).every(({ kind }) => kind === 'holds'),
    );
}

/** The analyses of all cells; null: one was cut; a text: what went wrong. */
async function closenessOf(
  cells: readonly Cell[],
  { property, limits }: ExplainWish,
  context: Context,
): Promise<readonly Closeness[] | string | null> {
  const { heapBytes, limitBytes } = planMemory(1, limits.maxMemoryBytes);
  const progress = startProgress(cells.length, context);
  const { signal } = context;
  const asked = property === DEADLOCK ? '' : property;
  const outcomes: Closeness[] = [];
  try {
    for (const [number, cell] of cells.entries()) {
      const job = analysisJob(
        'closeness',
        cell,
        { ...limits, maxMemoryBytes: limitBytes },
        { property: asked },
      );
      const onProgress = progress.update.bind(null, number);
      const outcome = await runAnalysis(job, { heapBytes, signal, onProgress });
      progress.update(number, null);
      if (outcome.kind === 'failed') return outcome.message;
      if (outcome.kind !== 'closeness') return null;
      if (outcome.extent.completion.kind !== 'complete') return null;
      outcomes.push(outcome);
    }
    return outcomes;
  } finally {
    progress.stop();
  }
}

/** All mutants, judged by what the base holds; a text: what went wrong. */
async function judgedMutants(
  cells: readonly Cell[],
  { property, limits, workers: wanted }: ExplainWish,
  context: Context,
): Promise<readonly JudgedMutant[] | string> {
  const [{ chosen, overrides }] = cells as readonly [Cell];
  const workers = wanted ?? availableParallelism();
  const { heapBytes, limitBytes } = planMemory(workers, limits.maxMemoryBytes);
  const mutants = mutantsOf(chosen.entry.spec, chosen.variant);
  const progress = startProgress(mutants.length, context, 'mutant');
  const job = {
    url: chosen.entry.url,
    variant: chosen.variant.name,
    configurations: cells.map(({ configuration }) => configuration.name),
    overrides,
    limits: { ...limits, maxMemoryBytes: limitBytes },
    property,
    isCompared: false,
    only: null,
  };
  const { signal } = context;
  try {
    const options = { workers, heapBytes, signal, onProgress: progress.update };
    const outcome = await runMutants(job, mutants, options);
    if (outcome.kind === 'fallen') return `${property} holds, and does not`;
    return outcome.kind === 'judged' ? outcome.mutants : outcome.message;
  } finally {
    progress.stop();
  }
}

/** Only the configurations that have the property: what an importer promises says nothing where there is none. */
function cellsFor(
  property: string,
  cells: readonly Cell[],
  looked: readonly Closeness[],
): readonly ExplainedCell[] {
  return looked.flatMap(({ extent, found }, at): readonly ExplainedCell[] => {
    const closeness = found.properties.find((each) => each.property === property) ?? null;
    if (closeness === null && property !== DEADLOCK) return [];
    const { configuration } = cells[at] as Cell;
    return [{ configuration: configuration.name, states: extent.counts.distinct, closeness }];
  });
}

/** The verdict is out already; what is missing is why. */
function unexplained(id: string, { err, signal }: Context): number {
  const why = signal.aborted
    ? 'interrupted'
    : 'a limit ended the search before all states were seen';
  err(`ordeal: why it holds in ${id} is not explained: ${why}\n`);
  return EXIT.noVerdict;
}

function failed(cells: readonly Cell[], message: string, { err }: Context): number {
  err(`ordeal: internal error: ${cells[0]?.chosen.id}: ${message}\n`);
  return EXIT.internal;
}
