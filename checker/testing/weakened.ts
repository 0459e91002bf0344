/**
 * A spec made weaker for a test: a statement taken out of a function, or an actor or operation of a configuration taken away.
 *
 * What remains is searched with the compiled engine; the tests of specs ask what the search noticed.
 */

import { searchModel } from '../explore/index.ts';
import { type Settings, type Spec, type Variant, variant } from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import type { SearchResult } from '../semantics/index.ts';
import { functionsOf, without } from './edit-body.ts';
import { violatedOf } from './outcome.ts';

/** Searches one variant in the configuration of that name, with other constants if there are some. */
export function searched(
  spec: Spec,
  of: Variant,
  name: string,
  overrides: Settings = {},
): SearchResult {
  const configuration = spec.configurations.find((each) => each.name === name);
  if (configuration === undefined) throw new Error(`there is no configuration '${name}'`);
  const built = instantiate({ spec, variant: of, configuration, overrides });
  if (built.kind === 'specError') throw new Error(JSON.stringify(built.problems, null, 2));
  return searchModel({ model: built.model, limits: {}, engine: 'compiled', hooks: {} });
}

/** Function of the base, the statements taken out of it, the configuration that notices, and the property that it violates. */
export type Essential = readonly [
  fn: string,
  texts: readonly string[],
  configuration: string,
  property: string,
];

/** The properties that the base violates without these statements. */
export function noticed(spec: Spec, [name, texts, configuration]: Essential): readonly string[] {
  const body = functionsOf(spec).get(name)?.body;
  if (body === undefined) throw new Error(`there is no function '${name}'`);
  const edited = variant('weakened', {
    summary: 'statements less',
    replace: { [name]: without(body, ...texts) },
    ref: 'test',
    expect: {},
  });
  return Object.keys(violatedOf(searched(spec, edited, configuration)));
}

/** What each small configuration offers beyond the defaults: an actor or an operation, and the setting without it. */
export function offers(
  spec: Spec,
  nothing: Settings,
): readonly (readonly [configuration: string, constant: string])[] {
  return spec.configurations
    .filter(({ size }) => size === 'small')
    .flatMap(({ name, set }) =>
      Object.keys(set)
        .filter((constant) => constant in nothing && set[constant] !== nothing[constant])
        .map((constant) => [name, constant] as const),
    );
}

/** The goals that a configuration of the base misses with these settings. */
export function missedGoals(spec: Spec, name: string, overrides: Settings): readonly string[] {
  const wanted = spec.configurations.find((each) => each.name === name)?.goals ?? [];
  const { goals } = searched(spec, spec.variants[0], name, overrides).coverage;
  return wanted.map((goal) => goal.name).filter((goal) => !goals.includes(goal));
}
