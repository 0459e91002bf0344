/**
 * Options and their values: what is common to all commands, and how a text becomes a number, a size or a duration.
 *
 * yargs turns a repeated option into a list and `abc` into NaN; here both are refused.
 */
import type { Argv } from 'yargs';
import { UsageError, unknownName } from './usage-error.ts';

export interface GlobalOptions {
  readonly json?: boolean;
  readonly color: 'auto' | 'always' | 'never';
  readonly progress: 'auto' | 'tty' | 'plain' | 'json' | 'none';
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly C?: string;
  readonly specs?: readonly string[];
}

const GROUP = 'Global:';

export function withGlobalOptions(parser: Argv): Argv {
  return parser
    .option('json', flag('one JSON object per line', { group: GROUP }))
    .option(
      'color',
      choice('color', 'colour of verdict words', ['auto', 'always', 'never'], { group: GROUP }),
    )
    .option(
      'progress',
      choice('progress', 'on stderr', ['auto', 'tty', 'plain', 'json', 'none'], { group: GROUP }),
    )
    .option('quiet', { ...flag('only what is not as expected', { group: GROUP }), alias: 'q' })
    .option('verbose', { ...flag('also what holds', { group: GROUP }), alias: 'v' })
    .option('C', text('C', 'run as if started in DIR', { group: GROUP }))
    .option('specs', {
      ...list('specs', 'compiled specs to use instead of those of the package'),
      group: GROUP,
    });
}

/** A flag; given twice it is still one. */
export const flag = (describe: string, more: { readonly group?: string } = {}) => ({
  type: 'boolean' as const,
  describe,
  coerce: (value: boolean | readonly boolean[]): boolean => [value].flat().includes(true),
  ...more,
});

/** An option with one of a few values; the first is the default. */
export const choice = (
  name: string,
  describe: string,
  choices: readonly string[],
  more: { readonly group?: string } = {},
) => ({ ...wish(name, describe, choices), default: choices[0], ...more });

/** An option with one of a few values; not given, it is undefined. */
export const wish = (name: string, describe: string, choices: readonly string[]) => ({
  choices,
  describe,
  coerce: (value: unknown): string => {
    const given = single(name, value);
    if (!choices.includes(given)) throw unknownName(`${dashed(name)}: value`, given, choices);
    return given;
  },
});

/** An option with one text, not empty. */
export const text = (name: string, describe: string, more: { readonly group?: string } = {}) => ({
  type: 'string' as const,
  requiresArg: true,
  describe,
  coerce: (value: unknown) => single(name, value),
  ...more,
});

/** An option that may be repeated. */
export const list = (name: string, describe: string) => ({
  type: 'string' as const,
  array: true as const,
  requiresArg: true,
  describe,
  coerce: (values: readonly string[]) => values.map((value) => single(name, value)),
});

/** An option with one value that `parse` understands; `kind` says what is allowed. */
export const parsed = <T>(
  name: string,
  describe: string,
  { kind, parse }: { readonly kind: string; readonly parse: (value: string) => T | null },
) => ({
  type: 'string' as const,
  requiresArg: true,
  describe,
  coerce: (value: unknown): T => {
    const given = single(name, value);
    const result = parse(given);
    if (result === null) throw new UsageError(`${dashed(name)} '${given}': expected ${kind}`);
    return result;
  },
});

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

function single(name: string, value: unknown): string {
  if (Array.isArray(value)) throw new UsageError(`${dashed(name)} is given more than once`);
  if (value === '') throw new UsageError(`${dashed(name)} has an empty value`);
  return String(value);
}

export const COUNT = {
  kind: 'a whole number, at least 1',
  parse: (value: string): number | null =>
    /^\d{1,15}$/.test(value) && Number(value) > 0 ? Number(value) : null,
};

export const PERCENT = {
  kind: 'a percentage from 0 to 100',
  parse: (value: string): number | null =>
    /^\d{1,3}(\.\d+)?%?$/.test(value) && Number.parseFloat(value) <= 100
      ? Number.parseFloat(value)
      : null,
};

const SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

export const DURATION_MS = {
  kind: 'seconds, or a number with s, m or h',
  parse: (value: string): number | null =>
    scaled(value, /^(\d+(?:\.\d+)?)([smh]?)$/, SECONDS, 1000),
};

const BYTES: Readonly<Record<string, number>> = { M: 2 ** 20, G: 2 ** 30 };

export const MEMORY_BYTES = {
  kind: 'a number with M or G, like 2G',
  parse: (value: string): number | null => scaled(value, /^(\d+(?:\.\d+)?)([MG])$/, BYTES, 1),
};

function scaled(
  value: string,
  shape: RegExp,
  units: Readonly<Record<string, number>>,
  factor: number,
): number | null {
  const [, digits = '', unit = ''] = shape.exec(value) ?? [];
  const result = Math.round(Number(digits) * (units[unit] ?? 0) * factor);
  return digits !== '' && result > 0 ? result : null;
}
