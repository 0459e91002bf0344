/**
 * Variants and what they start from: which bodies and settings a variant has in the end.
 */
import type { Body, Spec, Variant } from '../lang/index.ts';

/** The variant and those it starts from, base first: what it replaces and sets is the sum. */
export function lineage(spec: Spec, variant: Variant): readonly Variant[] {
  const chain = [variant];
  for (let at = variant; at !== spec.variants[0]; at = chain[0] as Variant) {
    const parent = parentOf(spec, at);
    if (parent === undefined || chain.includes(parent)) break;
    chain.unshift(parent);
  }
  return chain;
}

/** The variant that this one names in `from`, else the base; undefined if there is none of that name, and for the base. */
export function parentOf(spec: Spec, variant: Variant): Variant | undefined {
  const base = spec.variants[0];
  if (variant === base) return undefined;
  return variant.from === null ? base : spec.variants.find(({ name }) => name === variant.from);
}

/** Bodies that replace those of the spec's functions, by function name. */
export function replacements(spec: Spec, variant: Variant): ReadonlyMap<string, Body> {
  return new Map(lineage(spec, variant).flatMap(({ replace }) => Object.entries(replace)));
}

export const variantId = (spec: Spec, variant: Variant): string =>
  variant.name === '' ? spec.id : `${spec.id}/${variant.name}`;

/** How a variant is called in messages. */
export const variantTitle = (variant: Variant): string =>
  variant.name === '' ? 'the base' : `variant '${variant.name}'`;
