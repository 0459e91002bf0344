/**
 * Where a trace comes from: a file, the committed counterexamples, or a search made for it.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SEARCH_PROGRAM } from '../../analyse/index.ts';
import { planMemory, runJobs } from '../../explore/index.ts';
import type { Settings, Variant } from '../../lang/index.ts';
import { variantId } from '../../model/index.ts';
import type { Bound } from '../../report/index.ts';
import { ERROR, type Finding, type SearchResult } from '../../semantics/index.ts';
import { readTraceJson, type StoredTrace, storedTrace, traceOf } from '../../trace/index.ts';
import { jobOf } from '../check/jobs.ts';
import { type Cell, planCells } from '../check/plan.ts';
import { startProgress } from '../check/progress.ts';
import type { Context } from '../context.ts';
import { parseResultName, type ResultName } from '../names.ts';
import { RECORD_FOLDER } from '../package.ts';
import type { CatalogEntry } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { chooseResult } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';

export interface TraceWish {
  /** A file, or `SPEC[/VARIANT]:PROPERTY`. */
  readonly name: string;
  /** Null: as recorded, or the first in which the property is violated. */
  readonly configuration: string | null;
  readonly overrides: Settings;
}

/** A search that was made for the trace ended without a violation and before its end: no verdict. */
export interface CutSearch {
  readonly kind: 'cut';
  readonly cell: Cell;
  readonly property: string;
  readonly bound: Bound;
}

export type FoundTrace =
  | {
      readonly kind: 'found';
      readonly stored: StoredTrace;
      readonly isFile: boolean;
      /** The file is not as it was written: it is not known to hold the shortest trace. */
      readonly isEdited: boolean;
    }
  | CutSearch;

export type Recorded = Extract<FoundTrace, { readonly kind: 'found' }>;

/** Finds the trace. Throws `UsageError` when there is none; that a search did not come to its end is a result. */
export async function findTrace(
  wish: TraceWish,
  entries: readonly CatalogEntry[],
  context: Context,
): Promise<FoundTrace> {
  const path = resolve(context.cwd, wish.name);
  if (isFile(path) || /\.json$/.test(wish.name)) {
    refuseWishes(wish);
    return { kind: 'found', ...readTrace(path, wish.name), isFile: true };
  }
  refuseVariantAlone(wish.name, entries);
  const name = withWish(parseResultName(wish.name), wish);
  const committed = committedTrace(name);
  if (committed !== null) return { kind: 'found', ...committed, isFile: false };
  return searchedTrace(name, entries, context);
}

/** The name of a spec or variant without a property: says which traces it has. */
function refuseVariantAlone(name: string, entries: readonly CatalogEntry[]): void {
  const all = entries.flatMap(({ spec }) =>
    spec.variants.map((variant) => ({ spec: spec.id, id: variantId(spec, variant), variant })),
  );
  const named = all.filter(({ spec, id }) => id === name || spec === name);
  if (named.length === 0) return;
  const traces = named.flatMap(({ id, variant }) =>
    expectedViolations(variant).map((property) => `${id}:${property}`),
  );
  const help =
    traces.length === 0
      ? 'nothing is expected to be violated, give SPEC[/VARIANT]:PROPERTY'
      : `there ${traces.length === 1 ? 'is' : 'are'} ${traces.join(', ')}`;
  throw new UsageError(`'${name}' alone is no trace: ${help}`);
}

/** In any configuration, each once. */
function expectedViolations({ expect }: Variant): readonly string[] {
  const properties = Object.values(expect).flatMap((each) =>
    each.kind === 'violates'
      ? [...each.properties, ...each.also.map(({ property }) => property)]
      : [],
  );
  return [...new Set(properties)];
}

/** A file says itself what it was recorded with. */
function refuseWishes({ name, configuration, overrides }: TraceWish): void {
  const given = [
    ...(configuration === null ? [] : ['--config']),
    ...(Object.keys(overrides).length === 0 ? [] : ['-c']),
  ];
  if (given.length === 0) return;
  throw new UsageError(
    `${given.join(' and ')} cannot change the trace of '${name}': give SPEC[/VARIANT]:PROPERTY instead of the file`,
  );
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

type ReadFile = Pick<Recorded, 'stored' | 'isEdited'>;

function readTrace(path: string, shown: string): ReadFile {
  if (!isFile(path)) throw new UsageError(`'${shown}' does not exist`);
  const read = readTraceJson(readFileSync(path, 'utf8'));
  if (read.kind === 'unreadable') throw new UsageError(`'${shown}': ${read.message}`);
  return { stored: read.trace, isEdited: read.isEdited };
}

/** Options of the command line win over what the name says. */
function withWish(name: ResultName, { configuration, overrides }: TraceWish): ResultName {
  return {
    ...name,
    configuration: configuration ?? name.configuration,
    overrides: { ...name.overrides, ...overrides },
  };
}

/** A committed trace answers only for what it was recorded with. */
function committedTrace({ id, property, configuration, overrides }: ResultName): ReadFile | null {
  const path = resolve(RECORD_FOLDER, id, `${property}.json`);
  if (!existsSync(path)) return null;
  const read = readTrace(path, `${id}/${property}.json`);
  const isSame =
    (configuration === null || configuration === read.stored.configuration) &&
    Object.keys(overrides).length === 0;
  return isSame ? read : null;
}

async function searchedTrace(
  name: ResultName,
  entries: readonly CatalogEntry[],
  context: Context,
): Promise<FoundTrace> {
  const { property, overrides } = name;
  const cells = cellsOf(name, entries, context);
  for (const cell of cells) {
    const answer = await answerOf(cell, property, context);
    if (answer.kind === 'cut') return { kind: 'cut', cell, property, bound: answer.bound };
    if (answer.kind === 'holds') continue;
    const texts = Object.entries(overrides).map(([constant, value]) => [constant, String(value)]);
    const constants: Record<string, string> = Object.fromEntries(texts);
    const trace = traceOf(cell.model, answer.finding, { constants, isShortest: true });
    return { kind: 'found', stored: storedTrace(trace), isFile: false, isEdited: false };
  }
  const where = cells.map((cell) => cell.name).join(', ');
  throw new UsageError(`there is no trace: ${property} was not violated in ${where}`);
}

function cellsOf(
  { id, property, configuration, overrides }: ResultName,
  entries: readonly CatalogEntry[],
  context: Context,
): readonly Cell[] {
  const plan = planCells({
    chosen: [chooseResult(entries, id, property)],
    configurations: [configuration ?? 'small'],
    overrides,
    property: property === ERROR ? null : property,
    rule: 'verdict',
    variable: null,
  });
  if (plan.kind === 'cells') return plan.cells;
  printProblems(plan.problems, context);
  throw new UsageError(`${id} has problems`);
}

type Answer =
  | { readonly kind: 'violated'; readonly finding: Finding }
  | { readonly kind: 'holds' }
  | { readonly kind: 'cut'; readonly bound: Bound };

async function answerOf(cell: Cell, property: string, context: Context): Promise<Answer> {
  const { heapBytes, limitBytes } = planMemory(1);
  const progress = startProgress(1, context);
  const job = jobOf(cell, { maxMemoryBytes: limitBytes });
  const { signal } = context;
  const { model } = cell;
  const options = {
    program: SEARCH_PROGRAM,
    workers: 1,
    heapBytes,
    signal,
    model,
    onProgress: progress.update,
  };
  try {
    for await (const outcome of runJobs([job], options)) {
      if (outcome.kind === 'failed') throw new Error(`${cell.name}: ${outcome.message}`);
      if (outcome.kind === 'searched') return answerIn(outcome.result, property);
      return { kind: 'cut', bound: outcome.kind === 'outOfMemory' ? 'max-mem' : 'interrupted' };
    }
    throw new Error(`${cell.name}: a job without an outcome`);
  } finally {
    progress.stop();
  }
}

function answerIn({ verdicts, completion }: SearchResult, property: string): Answer {
  const verdict = verdicts.find((each) => each.property === property);
  if (verdict?.kind === 'violated') return { kind: 'violated', finding: verdict.finding };
  return completion.kind === 'complete'
    ? { kind: 'holds' }
    : { kind: 'cut', bound: completion.bound };
}
