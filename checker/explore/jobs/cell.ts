/**
 * A cell of the matrix: one variant in one configuration, by name, and its model.
 */
import type { Settings, Spec } from '../../lang/index.ts';
import { type Instantiated, instantiate } from '../../model/index.ts';

export interface CellName {
  /** Empty for a base without a name. */
  readonly variant: string;
  readonly configuration: string;
  readonly overrides: Settings;
}

/** Builds the model of a cell. The names must be those of the spec: throws otherwise. */
export function modelOf(spec: Spec, { variant, configuration, overrides }: CellName): Instantiated {
  const chosen = spec.variants.find(({ name }) => name === variant);
  const conf = spec.configurations.find(({ name }) => name === configuration);
  if (chosen === undefined || conf === undefined)
    throw new Error(
      `${spec.id} has no variant '${variant}' or no configuration '${configuration}'`,
    );
  return instantiate({ spec, variant: chosen, configuration: conf, overrides });
}
