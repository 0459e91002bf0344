/**
 * Names of results as the program prints them: `family/spec/variant[configuration,CONSTANT=VALUE]:PROPERTY`.
 */
import type { Settings } from '../lang/index.ts';
import { UsageError } from './usage-error.ts';

export interface ResultName {
  /** `family/spec[/variant]`. */
  readonly id: string;
  /** Null: not said. */
  readonly configuration: string | null;
  readonly overrides: Settings;
  readonly property: string;
}

const SHAPE = /^([^[\]:]+)(?:\[([^[\]]*)\])?:([^[\]:]+)$/;

/** Takes the name of a property's result apart. */
export function parseResultName(name: string): ResultName {
  const [, id, inner = '', property] = SHAPE.exec(name) ?? [];
  if (id === undefined || property === undefined)
    throw new UsageError(`'${name}' is neither a file nor of the form SPEC[/VARIANT]:PROPERTY`);
  const [configuration = '', ...settings] = inner.split(',');
  return {
    id,
    configuration: configuration === '' ? null : configuration,
    overrides: settingsOf(settings),
    property,
  };
}

/** `NAME=VALUE` as settings. Whether names and values exist is seen when the models are built. */
export function settingsOf(texts: readonly string[]): Settings {
  const settings: Record<string, string> = {};
  for (const each of texts) {
    const [, name, value] = /^([^=]+)=(.+)$/.exec(each) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(`-c '${each}': expected NAME=VALUE`);
    if (name in settings) throw new UsageError(`-c ${name} is given more than once`);
    settings[name] = value;
  }
  return settings;
}
