/**
 * Targets: what the words after a command name. Nothing, a family, a spec, a variant, or the file or folder of a compiled spec.
 */
import type { Variant } from '../../lang/index.ts';
import { variantId } from '../../model/index.ts';
import { UsageError, unknownName } from '../usage-error.ts';
import { type CatalogEntry, isPath } from './catalog.ts';

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
    const known = chosen.get(each.id) ?? each;
    // Named once more as a variant, it is asked whether it is safe, whatever came first.
    chosen.set(each.id, {
      ...known,
      isVariant: known.isVariant || each.isVariant,
      isUnnamedBase: known.isUnnamedBase || each.isUnnamedBase,
    });
  }
  return [...chosen.values()];
}

function resolveTarget(entries: readonly CatalogEntry[], asked: string): readonly Chosen[] {
  // A shell that completes folders leaves a slash behind.
  const target = isPath(asked) ? asked : asked.replace(/\/+$/, '');
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
  const all = resolveTarget(entries, target);
  const [first] = all;
  if (first === undefined || !isOneSpec(all))
    throw new UsageError(`'${target}' names several specs: give one of them`);
  return { ...first, isVariant: true };
}

/**
 * The variant whose result is meant by `ID:PROPERTY`. The id of a spec is that of its base when that has no name of its own;
 * else it does not say which variant.
 */
export function chooseResult(
  entries: readonly CatalogEntry[],
  id: string,
  property: string,
): Chosen {
  const all = resolveTarget(entries, id);
  const [first] = all;
  if (first !== undefined && (all.length === 1 || (first.isUnnamedBase && isOneSpec(all))))
    return { ...first, isVariant: true };
  const violating = all.filter(({ variant }) => isExpectedOf(variant, property));
  const names = (violating.length === 0 ? all : violating).map((each) => each.id);
  const what = violating.length === 0 ? 'there are' : `expected to violate ${property}`;
  throw new UsageError(
    `'${id}' names several variants: give one of them; ${what}: ${names.join(', ')}`,
  );
}

const isOneSpec = ([first, ...others]: readonly Chosen[]): boolean =>
  others.every(({ entry }) => entry === first?.entry);

const isExpectedOf = ({ expect }: Variant, property: string): boolean =>
  Object.values(expect).some(
    (each) =>
      each.kind === 'violates' &&
      [...each.properties, ...each.also.map((also) => also.property)].includes(property),
  );

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
  const ids = entries.flatMap((entry) => [entry.spec.id, ...variantsOf(entry).map(({ id }) => id)]);
  const ending = abbreviated(target, [...new Set(ids)]);
  if (ending.length > 0) {
    const meant = ending.map((id) => `'${id}'`).join(' or ');
    return new UsageError(`spec '${target}' is unknown: did you mean ${meant}?`);
  }
  return unknownName('spec', target, [...specs, ...new Set(specs.map(family))]);
}

/** The ids that end as the target does, or else those whose last part begins so. */
function abbreviated(target: string, ids: readonly string[]): readonly string[] {
  const exact = ids.filter((id) => id.endsWith(`/${target}`));
  if (exact.length > 0) return exact;
  const prefixed = ids.filter((id) => id.split('/').at(-1)?.startsWith(target));
  return prefixed.length === 1 ? prefixed : [];
}

function unknownVariant({ spec }: CatalogEntry, wanted: string): UsageError {
  const names = spec.variants.map(({ name }) => name).filter((name) => name !== '');
  return unknownName(`${spec.id}: variant`, wanted, names);
}
