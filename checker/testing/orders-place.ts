/** Where a question about orders is asked, for tests: a function of the base of a spec, in its first configuration. */
import { type Place, unitsOf } from '../analyse/index.ts';
import type { Spec } from '../lang/index.ts';

/** `steps` name the units; null: their callees do. The units are the statements of the body, or of the block of the step `beside`. */
export function placeIn(
  spec: Spec,
  fn: string,
  steps: readonly string[] | null,
  beside: string | null = null,
): Place {
  const [variant] = spec.variants;
  const [configuration] = spec.configurations;
  if (configuration === undefined) throw new Error('no configuration');
  const { units, around } = unitsOf({ spec, variant }, { fn, names: steps, beside });
  return { spec, variant, configuration, overrides: {}, fn, units, around };
}
