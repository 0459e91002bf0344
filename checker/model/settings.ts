/**
 * Values of constants: the defaults, then what the configuration, the variant and the command line set, later ones winning.
 */
import type { ConstantDeclaration, Settings, Source } from '../lang/index.ts';
import { type DomainContext, groundDomain, valueText } from './ground-domain.ts';
import { type Problems, suggest } from './problem.ts';

export interface ConstantValues {
  readonly values: ReadonlyMap<string, number>;
  readonly texts: Readonly<Record<string, string>>;
}

// Constants come before everything else: that the domain of one depends on another is a problem that validation reports.
const CONSTANT_DOMAINS: DomainContext = {
  bound: (of) => (typeof of === 'number' ? of : 0),
  instances: () => ({ first: 0, names: [] }),
};

export interface SettingsLayer {
  readonly settings: Settings;
  /** Who set it, for errors: `configuration 'd1'`, `-c`. */
  readonly by: string;
  readonly source: Source | null;
}

export function constantValues(
  constants: readonly ConstantDeclaration[],
  layers: readonly SettingsLayer[],
  problems: Problems,
): ConstantValues {
  const values = new Map<string, number>();
  for (const { name, initial } of constants) {
    values.set(name, initial.kind === 'literal' ? initial.value : 0);
  }
  for (const layer of layers) applyLayer(layer, constants, values, problems);
  const texts = constants.map(({ name, domain }) => [
    name,
    valueText(groundDomain(domain, CONSTANT_DOMAINS), values.get(name) as number),
  ]);
  return Object.freeze({ values, texts: Object.freeze(Object.fromEntries(texts)) });
}

function applyLayer(
  { settings, by, source }: SettingsLayer,
  constants: readonly ConstantDeclaration[],
  values: Map<string, number>,
  problems: Problems,
): void {
  for (const [name, setting] of Object.entries(settings)) {
    const declaration = constants.find((each) => each.name === name);
    if (declaration === undefined) {
      const help = suggest(
        name,
        constants.map((each) => each.name),
      );
      problems.report('E-NAME', `${by}: there is no constant '${name}'`, source, help);
      continue;
    }
    const value = parseValue(declaration, String(setting));
    if (value === null) {
      problems.report(
        'E-VALUE',
        `${by}: '${setting}' is not a value of the constant '${name}'`,
        source,
        allowedValues(declaration),
      );
    } else {
      values.set(name, value);
    }
  }
}

/** Whether a number, or the ordinal of a member, is a value of the constant's domain. Bounds that are constants count as 0. */
export function isValueOf({ domain }: ConstantDeclaration, value: number): boolean {
  const ground = groundDomain(domain, CONSTANT_DOMAINS);
  return value >= ground.low && value <= ground.high;
}

const BOOLEAN_WORDS: Readonly<Record<string, number>> = { yes: 1, true: 1, no: 0, false: 0 };

/** The value that a text names in the domain of a constant, or null. */
function parseValue({ domain }: ConstantDeclaration, text: string): number | null {
  const ground = groundDomain(domain, CONSTANT_DOMAINS);
  if (ground.kind === 'boolean')
    return Object.hasOwn(BOOLEAN_WORDS, text) ? (BOOLEAN_WORDS[text] ?? null) : null;
  if (ground.names !== null) {
    const ordinal = ground.names.indexOf(text);
    return ordinal < 0 ? null : ground.low + ordinal;
  }
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= ground.low && number <= ground.high ? number : null;
}

/** What can be set, in words. */
export function allowedValues({ domain }: ConstantDeclaration): string {
  const ground = groundDomain(domain, CONSTANT_DOMAINS);
  if (ground.kind === 'boolean') return 'one of: yes, no';
  return ground.names === null
    ? `${ground.low}..${ground.high}`
    : `one of: ${ground.names.join(', ')}`;
}
