/**
 * Targets: what the words after a command name. Nothing, a family, a spec, a variant, or the file or folder of a compiled spec.
 */
import type { Variant } from '../lang/index.ts';
import { variantId } from '../model/index.ts';
import { type CatalogEntry, isPath } from './catalog.ts';
import { UsageError, unknownName } from './usage-error.ts';

/** A variant that a target names. */
export interface Chosen {
  readonly entry: CatalogEntry;
  readonly variant: Variant;
  readonly id: string;
  /** The target names this very variant: the question is whether it is safe. */
  readonly isVariant: boolean;
  /** The target names the spec, and this is its base without a name of its own. */
  readonly isUnnamedBase: boolean;
}

/** Resolves targets in the order given, each variant once; no targets: everything. */
export function chooseVariants(
  entries: readonly CatalogEntry[],
  targets: readonly string[],
): readonly Chosen[] {
  const chosen = new Map<string, Chosen>();
  const all = targets.length === 0 ? entries.flatMap((entry) => variantsOf(entry)) : [];
  for (const each of [...all, ...targets.flatMap((target) => resolveTarget(entries, target))]) {
    if (!chosen.has(each.id)) chosen.set(each.id, each);
  }
  return [...chosen.values()];
}

function resolveTarget(entries: readonly CatalogEntry[], target: string): readonly Chosen[] {
  if (target === '') throw new UsageError("'' names no spec");
  if (/[[\]:]/.test(target) && !isPath(target))
    throw new UsageError(
      `'${target}' is the name of a result: give SPEC[/VARIANT], and with it --config, -c or -p`,
    );
  const named = entries.filter(({ spec, askedAs }) =>
    isPath(target) ? askedAs === target : spec.id === target || family(spec.id) === target,
  );
  if (named.length > 0)
    return named.flatMap((entry) =>
      variantsOf(entry).map((each) => ({
        ...each,
        isUnnamedBase: each.variant.name === '' && family(entry.spec.id) !== target,
      })),
    );
  const one = entries.flatMap((entry) => variantsOf(entry)).find(({ id }) => id === target);
  if (one === undefined) throw unknownTarget(entries, target);
  return [{ ...one, isVariant: true }];
}

const family = (id: string): string => id.split('/')[0] as string;

function variantsOf(entry: CatalogEntry): readonly Chosen[] {
  return entry.spec.variants.map((variant) => ({
    entry,
    variant,
    id: variantId(entry.spec, variant),
    isVariant: false,
    isUnnamedBase: false,
  }));
}

/** The variant that a target names; a spec, or a file with one, stands for its base. */
export function chooseOne(entries: readonly CatalogEntry[], target: string): Chosen {
  const [first, ...others] = resolveTarget(entries, target);
  if (first === undefined || others.some(({ entry }) => entry !== first.entry))
    throw new UsageError(`'${target}' names several specs: give one of them`);
  return { ...first, isVariant: true };
}

/** A variant of a spec, by name or id; a base without a name has only its id. */
export function chooseVariant(entry: CatalogEntry, wanted: string): Chosen {
  const all = variantsOf(entry);
  const found = all.find(({ id, variant }) => variant.name === wanted || id === wanted);
  if (found === undefined) throw unknownVariant(entry, wanted);
  return { ...found, isVariant: true };
}

/** The entry of a spec by id, for commands that are about one spec. */
export function chooseSpec(entries: readonly CatalogEntry[], id: string): CatalogEntry {
  const found = entries.find(({ spec, askedAs }) => spec.id === id || askedAs === id);
  if (found === undefined) throw unknownTarget(entries, id);
  return found;
}

/** The nearest id; where none is near, the specs, or the variants of the spec that is named. */
function unknownTarget(entries: readonly CatalogEntry[], target: string): UsageError {
  const parent = entries.find(({ spec }) => target.startsWith(`${spec.id}/`));
  if (parent !== undefined) return unknownVariant(parent, target.slice(parent.spec.id.length + 1));
  const specs = entries.map(({ spec }) => spec.id);
  return unknownName('spec', target, [...specs, ...new Set(specs.map(family))]);
}

function unknownVariant({ spec }: CatalogEntry, wanted: string): UsageError {
  const names = spec.variants.map(({ name }) => name).filter((name) => name !== '');
  return unknownName(`${spec.id}: variant`, wanted, names);
}
