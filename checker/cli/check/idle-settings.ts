/**
 * Settings of the command line that change nothing: the model without them is the same.
 *
 * Whoever sets a constant that only another one brings to life would take the old answer for a new one.
 */
import { modelOf } from '../../explore/index.ts';
import type { Configuration, Settings } from '../../lang/index.ts';
import { digestOf, type Model } from '../../model/index.ts';
import type { SearchReport } from '../../report/index.ts';
import type { Chosen } from '../targets/targets.ts';

/** Compares the model with those that lack one of the overrides. Cost: one model for each. */
export function idleSettings(
  model: Model,
  { entry, variant }: Chosen,
  { name: configuration }: Configuration,
  overrides: Settings,
): SearchReport['idle'] {
  const names = Object.keys(overrides);
  // The digest of a large model takes as long as building it.
  const meaning = names.length === 0 ? '' : meaningOf(model);
  return names.flatMap((name) => {
    const { [name]: value, ...rest } = overrides;
    const cell = { variant: variant.name, configuration, overrides: rest };
    const without = modelOf(entry.spec, cell);
    if (without.kind !== 'model' || meaningOf(without.model) !== meaning) return [];
    return [{ setting: `${name}=${value}`, like: settingsText(configuration, rest) }];
  });
}

/** `power,op-d1=yes` */
export const settingsText = (configuration: string, overrides: Settings): string =>
  [configuration, ...Object.entries(overrides).map(([name, value]) => `${name}=${value}`)].join(
    ',',
  );

/** The digest of a model without the values of its constants, which it no longer reads. */
function meaningOf({ digest: _, ...model }: Model): string {
  return digestOf({ ...model, constants: {} });
}
