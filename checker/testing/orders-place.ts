/** Where a question about orders is asked, for tests: a function of the base of a spec, in its first configuration. */
import { type Place, unitsOf } from '../analyse/index.ts';
import type { Spec } from '../lang/index.ts';

/** `steps` name the units; null: their callees do. */
export function placeIn(spec: Spec, fn: string, steps: readonly string[] | null): Place {
  const [variant] = spec.variants;
  const [configuration] = spec.configurations;
  if (configuration === undefined) throw new Error('no configuration');
  const { units } = unitsOf({ spec, variant }, fn, steps);
  return { spec, variant, configuration, overrides: {}, fn, units };
}
