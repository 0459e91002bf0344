/**
 * A gate from its request to its exit code: runs the matrix, compares it with the committed record, prints what differs, and with
 * `--update` records the run.
 */
import { resolve } from 'node:path';
import { buildState } from '../build-state.ts';
import { VerdictCache } from '../cache/verdict-cache.ts';
import type { SearchOptions } from '../check/answers.ts';
import { type RunExtras, withFurther, withReports } from '../check/check-run.ts';
import { partOf } from '../check/part.ts';
import { type Cell, planCells } from '../check/plan.ts';
import { writeReports } from '../check/report-files.ts';
import { type RunOutcome, runCells } from '../check/run-cells.ts';
import { runReport } from '../check/run-report.ts';
import { shardOf } from '../check/shard.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { RECORD_FOLDER } from '../package.ts';
import { shortPlace } from '../places.ts';
import { isPath } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { chooseVariants } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';
import { type Answered, compareWithRecord } from './compare.ts';
import { printGate, saveDiffering } from './print.ts';
import { type GateRecord, recordFrom } from './record.ts';
import type { Share } from './shares.ts';
import type { RecordFiles } from './snapshot.ts';
import { readRecord } from './store.ts';
import { isAsked, type Open, openSpecs, sharesFor, sharesOf } from './unchanged.ts';
import { updateRecord } from './update.ts';

export interface GateRequest {
  readonly command: 'gate';
  readonly targets: readonly string[];
  readonly limits: SearchOptions['limits'];
  readonly how: SearchOptions['how'];
}

export interface GateExtras extends RunExtras {
  readonly isUpdate: boolean;
  /** Null: the one that belongs to the specs. */
  readonly recordFolder: string | null;
  readonly usesCache: boolean;
}

/** Where the record is, as a path and as it is shown. */
export interface RecordPlace {
  readonly root: string;
  readonly shown: string;
}

/** Runs a gate and returns its exit code. */
export async function runGate(
  request: GateRequest,
  extras: GateExtras,
  context: Context,
): Promise<number> {
  if ((await buildState()) === 'stale')
    throw new UsageError('the build is older than the sources: run npm run build');
  const place = placeOfRecord(extras.recordFolder, request.targets, context);
  const shares = sharesFor(request, extras, context);
  const recorded = await recordIn(place, request.targets);
  const open = await openSpecs(request.targets, shares, recorded, context);
  const plan = planGate(open);
  if (plan.kind === 'badSpec') {
    printProblems(plan.problems, context);
    return EXIT.usage;
  }
  const files = filesInScope(recorded, open, request.targets);
  const record = extras.isUpdate
    ? tolerantly(() => recordFrom(files, place.shown))
    : recordFrom(files, place.shown);
  if (files.size + open.settled.length === 0 && !extras.isUpdate)
    throw new UsageError(
      `there is no record in ${place.shown}: make one with ordeal gate --update`,
    );
  const cells = shardOf(plan.cells, extras.shard);
  const outcome = await runMatrix(cells, request, extras, context);
  const run = { planned: plan.cells, outcome, shard: extras.shard };
  const answered = withSettled(compareWithRecord(run, record ?? EMPTY), open.settled);
  shares?.keep(sharesOf(open.entries, outcome, answered), recorded);
  return finish({ request, extras, place, files, run, answered, open }, context);
}

/** The files of the record. Throws `UsageError` if it is no folder, or cannot be read. */
async function recordIn(
  { root, shown }: RecordPlace,
  targets: readonly string[],
): Promise<RecordFiles> {
  try {
    return await readRecord(root, (spec) => mayBeAsked(spec, targets));
  } catch (error) {
    throw new UsageError(`${shown} cannot be read: ${(error as Error).message}`);
  }
}

const EMPTY: GateRecord = { entries: [], traces: [] };

/** An update replaces also what cannot be read. */
function tolerantly(read: () => GateRecord): GateRecord | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function planGate({ entries, targets, settled }: Open) {
  const isSettled = entries.length === 0 && settled.length > 0;
  const chosen = isSettled ? [] : chooseVariants(entries, targets);
  const variant = chosen.find(({ isVariant }) => isVariant);
  if (variant !== undefined)
    throw new UsageError(`'${variant.id}' is a variant: a gate compares whole specs`);
  return planCells({
    ...{ chosen, configurations: ['small'], overrides: {}, property: null },
    ...{ rule: 'matrix' as const, variable: null },
  });
}

/** The specs that are settled count as what they were found to be. */
function withSettled(answered: Answered, settled: readonly Share[]): Answered {
  const { comparison } = answered;
  const cells = settled.reduce((sum, share) => sum + share.cells, 0);
  return {
    ...answered,
    comparison: {
      ...comparison,
      cells: comparison.cells + cells,
      sameCells: comparison.sameCells + cells,
      searches: comparison.searches + settled.reduce((sum, share) => sum + share.searches, 0),
    },
  };
}

/** Beside the specs: in the package for its own, else where the command was started. */
function placeOfRecord(
  wish: string | null,
  targets: readonly string[],
  { cwd, specs }: Context,
): RecordPlace {
  const isOwn = specs.length === 0 && !targets.some(isPath);
  const root = wish === null && isOwn ? RECORD_FOLDER : resolve(cwd, wish ?? 'counterexamples');
  return { root, shown: shortPlace(root, cwd).replace(/\/$/, '') };
}

/** Before it is known which specs there are: a file may hold any. */
const mayBeAsked = (spec: string, targets: readonly string[]): boolean =>
  targets.some(isPath) || isAsked(spec, targets);

/** Without targets the whole record, so that of a removed spec is seen, and of a family likewise; but for what is settled. */
function filesInScope(
  files: RecordFiles,
  { entries, targets: open, settled }: Open,
  targets: readonly string[],
): RecordFiles {
  const chosen = entries.length === 0 ? [] : chooseVariants(entries, open);
  const specs = new Set(chosen.map(({ entry }) => entry.spec.id));
  const done = new Set(settled.map(({ spec }) => spec));
  const isWanted = (spec: string): boolean =>
    !done.has(spec) &&
    (targets.length === 0 || specs.has(spec) || targets.includes(spec.split('/')[0] as string));
  return new Map([...files].filter(([path]) => isWanted(path.split('/').slice(0, 2).join('/'))));
}

async function runMatrix(
  cells: readonly Cell[],
  request: GateRequest,
  extras: GateExtras,
  context: Context,
): Promise<RunOutcome> {
  const { engine } = request.how;
  const { cacheFolder, isQuiet, isVerbose, json } = context;
  const isCaching = extras.usesCache && cacheFolder !== null;
  const cache = isCaching ? new VerdictCache(cacheFolder) : null;
  const served = cells.flatMap((cell) => {
    const result = cache?.find(cell, engine) ?? null;
    return result === null ? [] : [[cell, { result, isCached: true }] as const];
  });
  const known = new Map([...served, ...extras.knownOf(cells)]);
  const learn = (cell: Cell, result: Parameters<VerdictCache['keep']>[2]): void =>
    cache?.keep(cell, engine, result);
  // What is as expected is not worth a line here, unless it is asked for: the record is what a gate is about.
  const narrowed = { ...context, isQuiet: isQuiet || !(isVerbose || json) };
  const outcome = await runCells(
    cells,
    { ...request, ...extras, property: null, known, learn },
    narrowed,
  );
  cache?.flush();
  return outcome;
}

interface Finished {
  readonly request: GateRequest;
  readonly extras: GateExtras;
  readonly place: RecordPlace;
  readonly files: ReadonlyMap<string, string>;
  readonly run: { readonly outcome: RunOutcome };
  readonly answered: Answered;
  readonly open: Open;
}

async function finish(
  { request, extras, place, files, run, answered, open }: Finished,
  context: Context,
): Promise<number> {
  const { outcome } = run;
  const { differences } = answered.comparison;
  const differs = differences.length > 0 ? EXIT.differs : EXIT.ok;
  const updated = extras.isUpdate
    ? await updateRecord({ place, files, answered, outcome }, context)
    : null;
  const exit = updated === null ? withFurther(outcome.code, differs) : outcome.code;
  const saved = updated === null ? saveDiffering(answered, place, context) : [];
  const cached = cachedSearches(outcome, open.settled);
  printGate({ answered, outcome, exit, place, saved, updated, cached }, context);
  const part = extras.shard === null ? null : partOf(request, extras.shard, outcome);
  const more = { command: request.command, differences, explanations: [], exit, part };
  return withReports(exit, context, () =>
    writeReports(extras.reports, () => runReport(outcome, more, context), context),
  );
}

/** How many searches were not made anew. */
const cachedSearches = ({ searched }: RunOutcome, settled: readonly Share[]): number =>
  searched.filter(({ report }) => report.isCached === true).length +
  settled.reduce((sum, share) => sum + share.searches, 0);
