/**
 * Searches of a spec for tests beside it: a variant in one configuration, with a step taken out or a constant set.
 *
 * What a variant must violate stands in the spec itself and is held to by `ordeal check`; here belongs what an expectation cannot
 * say, such as who notices when an essential step is missing.
 */
import { type Settings, type Spec, type Variant, variant } from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import { type SearchResult, search } from '../semantics/index.ts';
import { functionsOf, without } from './edit-body.ts';

/** The variant with this name; fails if there is none. */
export function variantOf(spec: Spec, name: string): Variant {
  const found = spec.variants.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no variant ${name}`);
  return found;
}

/** Searches a variant in a configuration; `overrides` are what `-c` sets. */
export function runOf(
  spec: Spec,
  of: Variant,
  name: string,
  overrides: Settings = {},
): SearchResult {
  const configuration = spec.configurations.find((each) => each.name === name);
  if (configuration === undefined) throw new Error(`no configuration ${name}`);
  const built = instantiate({ spec, variant: of, configuration, overrides });
  if (built.kind === 'specError') throw new Error(JSON.stringify(built.problems, null, 2));
  return search(built.model);
}

/** Violated properties with the length of their shortest trace. */
export function violationsIn({ verdicts }: SearchResult): Record<string, number> {
  const violated = verdicts.flatMap((verdict) => (verdict.kind === 'violated' ? [verdict] : []));
  return Object.fromEntries(
    violated.map(({ property, finding }) => [property, finding.path.steps.length]),
  );
}

/** The base of a spec with some statements of one function taken out. */
export function baseWithout(spec: Spec, name: string, texts: readonly string[]): Variant {
  const body = functionsOf(spec).get(name)?.body ?? [];
  return variant('edited', {
    summary: 'one step less',
    replace: { [name]: without(body, ...texts) },
    ref: 'test',
    expect: {},
  });
}

/** Each small configuration with each constant that it sets to something else than `offers`: an actor or operation that it offers. */
export function offersOf(spec: Spec, offers: Settings): readonly (readonly [string, string])[] {
  return spec.configurations
    .filter(({ size }) => size === 'small')
    .flatMap(({ name, set }) =>
      Object.keys(set)
        .filter((constant) => constant in offers && set[constant] !== offers[constant])
        .map((constant) => [name, constant] as const),
    );
}
