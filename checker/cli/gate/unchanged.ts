/**
 * Which specs of a gate are settled before anything is loaded, and what is learned from a run for the next one.
 */
import { fileURLToPath } from 'node:url';
import { isVerdict } from '../../analyse/index.ts';
import type { RunOutcome } from '../check/run-cells.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { type CatalogEntry, isPath, loadCatalog, packagedModules } from '../targets/catalog.ts';
import type { Answered } from './compare.ts';
import type { GateExtras, GateRequest } from './run.ts';
import { GateShares, type Share } from './shares.ts';
import type { RecordFiles } from './snapshot.ts';

/** The specs of which a gate has to find out something, and the shares of the others. */
export interface Open {
  readonly entries: readonly CatalogEntry[];
  /** Those that are not settled; of the whole matrix none, as always. */
  readonly targets: readonly string[];
  readonly settled: readonly Share[];
}

/** The first level of the cache; null where every search is to be told of, or was made elsewhere. */
export function sharesFor(
  { targets, how }: GateRequest,
  { isUpdate, usesCache, shard, reports }: GateExtras,
  { cacheFolder, specs, json, isVerbose }: Context,
): GateShares | null {
  const isOwn = specs.length === 0 && !targets.some(isPath);
  const isTold = json || isVerbose || reports.length > 0;
  if (cacheFolder === null || !usesCache || isUpdate || shard !== null || !isOwn || isTold)
    return null;
  return new GateShares(cacheFolder, how.engine);
}

/** Loads what is not settled by the record as it is. */
export async function openSpecs(
  targets: readonly string[],
  shares: GateShares | null,
  files: RecordFiles,
  context: Context,
): Promise<Open> {
  const everything = async (): Promise<Open> => ({
    entries: await loadCatalog(context, targets),
    targets,
    settled: [],
  });
  if (shares === null) return everything();
  const found = new Map<string, Share | null>();
  for (const file of packagedModules(targets)) {
    const share = shares.isVocabulary(file) ? null : shares.find(file, files);
    if (share !== null || shares.isVocabulary(file)) found.set(file, share);
  }
  const settled = [...found.values()].filter(
    (share) => share !== null && isAsked(share.spec, targets),
  ) as Share[];
  if (settled.length === 0) return everything();
  const entries = await loadCatalog(context, targets, new Set(found.keys()));
  const names = [...entries.map(({ spec }) => spec.id), ...settled.map(({ spec }) => spec)];
  const isKnown = targets.every((target) => names.some((name) => isAsked(name, [target])));
  // A name that is not there is looked for among all, and so is one that is there twice.
  if (!isKnown || new Set(names).size < names.length) return everything();
  const asked = entries.filter(({ spec }) => isAsked(spec.id, targets));
  const open = targets.filter((target) => asked.some(({ spec }) => isAsked(spec.id, [target])));
  return { entries: asked, targets: open, settled };
}

/** Whether targets without paths ask for a spec. */
export const isAsked = (spec: string, targets: readonly string[]): boolean =>
  targets.length === 0 || targets.includes(spec) || targets.includes(spec.split('/')[0] as string);

/** The share of each spec that a run found to be as recorded, by its module. */
export function sharesOf(
  entries: readonly CatalogEntry[],
  outcome: RunOutcome,
  { comparison, entries: found }: Answered,
): ReadonlyMap<string, Share> {
  if (outcome.code !== EXIT.ok || !outcome.tally.isComplete) return new Map();
  const different = new Set(comparison.differences.map(({ name }) => specOf(name)));
  const same = entries.filter(({ spec }) => !different.has(spec.id));
  return new Map(
    same.map(({ spec, url }) => {
      const own = found.filter(({ name }) => specOf(name) === spec.id);
      const searches = own.filter(({ word }) => word === 'search').length;
      return [fileURLToPath(url), { spec: spec.id, searches, cells: own.filter(isVerdict).length }];
    }),
  );
}

/** Of what the matrix has a line for. */
const specOf = (name: string): string => /^[^/]+\/[^/[:]+/.exec(name)?.[0] ?? '';
