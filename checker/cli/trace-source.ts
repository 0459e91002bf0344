/**
 * Where a trace comes from: a file, the committed counterexamples, or a search made for it.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { planMemory, runJobs } from '../explore/index.ts';
import type { Settings } from '../lang/index.ts';
import type { Finding, SearchResult } from '../semantics/index.ts';
import { readTraceJson, type StoredTrace, storedTrace, traceOf } from '../trace/index.ts';
import type { CatalogEntry } from './catalog.ts';
import type { Context } from './context.ts';
import { jobOf } from './jobs.ts';
import { parseResultName, type ResultName } from './names.ts';
import { type Cell, planCells } from './plan.ts';
import { printProblems } from './problems.ts';
import { startProgress } from './progress.ts';
import { chooseVariants } from './targets.ts';
import { UsageError } from './usage-error.ts';

export interface TraceWish {
  /** A file, or `SPEC[/VARIANT]:PROPERTY`. */
  readonly name: string;
  /** Null: as recorded, or the first in which the property is violated. */
  readonly configuration: string | null;
  readonly overrides: Settings;
}

const COMMITTED = fileURLToPath(new URL('../../../counterexamples/', import.meta.url));

/** Finds the trace. Throws `UsageError` when there is none. */
export async function findTrace(
  wish: TraceWish,
  entries: readonly CatalogEntry[],
  context: Context,
): Promise<StoredTrace> {
  const path = resolve(context.cwd, wish.name);
  if (isFile(path) || /\.json$/.test(wish.name)) return readTrace(path, wish.name);
  const name = withWish(parseResultName(wish.name), wish);
  return committedTrace(name) ?? (await searchedTrace(name, entries, context));
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function readTrace(path: string, shown: string): StoredTrace {
  if (!isFile(path)) throw new UsageError(`'${shown}' does not exist`);
  const read = readTraceJson(readFileSync(path, 'utf8'));
  if (read.kind === 'unreadable') throw new UsageError(`'${shown}': ${read.message}`);
  return read.trace;
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
function committedTrace({
  id,
  property,
  configuration,
  overrides,
}: ResultName): StoredTrace | null {
  const path = resolve(COMMITTED, id, `${property}.json`);
  if (!existsSync(path)) return null;
  const stored = readTrace(path, `${id}/${property}.json`);
  const isSame =
    (configuration === null || configuration === stored.configuration) &&
    Object.keys(overrides).length === 0;
  return isSame ? stored : null;
}

async function searchedTrace(
  { id, property, configuration, overrides }: ResultName,
  entries: readonly CatalogEntry[],
  context: Context,
): Promise<StoredTrace> {
  const plan = planCells({
    chosen: chooseVariants(entries, [id]),
    configurations: [configuration ?? 'small'],
    overrides,
    property: property === 'ERROR' ? null : property,
    rule: 'verdict',
    variable: null,
  });
  if (plan.kind === 'badSpec') {
    printProblems(plan.problems, context);
    throw new UsageError(`${id} has problems`);
  }
  for (const cell of plan.cells) {
    const finding = await findingOf(cell, property, context);
    if (finding === null) continue;
    const texts = Object.entries(overrides).map(([name, value]) => [name, String(value)]);
    const constants: Record<string, string> = Object.fromEntries(texts);
    return storedTrace(traceOf(cell.model, finding, { constants, isShortest: true }));
  }
  const where = plan.cells.map(({ name }) => name).join(', ');
  throw new UsageError(`there is no trace: ${property} was not violated in ${where}`);
}

async function findingOf(cell: Cell, property: string, context: Context): Promise<Finding | null> {
  const { heapBytes, limitBytes } = planMemory(1);
  const progress = startProgress(1, context);
  const job = jobOf(cell, { maxMemoryBytes: limitBytes });
  const options = { workers: 1, heapBytes, signal: context.signal, onProgress: progress.update };
  try {
    for await (const outcome of runJobs([job], options)) {
      if (outcome.kind === 'failed') throw new Error(`${cell.name}: ${outcome.message}`);
      if (outcome.kind === 'searched') return violationOf(outcome.result, property);
    }
    return null;
  } finally {
    progress.stop();
  }
}

function violationOf({ verdicts }: SearchResult, property: string): Finding | null {
  const verdict = verdicts.find((each) => each.property === property);
  return verdict?.kind === 'violated' ? verdict.finding : null;
}
