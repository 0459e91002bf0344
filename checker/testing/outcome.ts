/**
 * What the reference checker says of one variant of a spec, in a form that a test states in one line.
 *
 * For the tests of specs and of documents. A spec that does not become a model, and a search that does not finish, is an exception
 * here: no test expects it.
 */
import type { Settings, Spec } from '../lang/index.ts';
import { instantiate, type Model } from '../model/index.ts';
import { type SearchResult, search } from '../semantics/index.ts';

export interface Outcome {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** Steps of the shortest trace of every violated property, `deadlock` included; of `ERROR` those before the failing one. */
  readonly violated: Readonly<Record<string, number>>;
}

export interface Choice {
  /** Default: the base. */
  readonly variant?: string;
  /** Default: the first. */
  readonly configuration?: string;
  readonly set?: Settings;
}

/** Makes the model that is chosen; throws when the spec has problems. */
export function modelOf(spec: Spec, { variant, configuration, set = {} }: Choice = {}): Model {
  const instance = {
    spec,
    variant: found(spec.variants, variant),
    configuration: found(spec.configurations, configuration),
    overrides: set,
  };
  const made = instantiate(instance);
  if (made.kind === 'model') return made.model;
  throw new Error(made.problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
}

function found<T extends { readonly name: string }>(all: readonly T[], name?: string): T {
  const one = name === undefined ? all[0] : all.find((each) => each.name === name);
  if (one === undefined) throw new Error(`there is no '${name}'`);
  return one;
}

/** Searches the whole space of the model that is chosen. */
export function outcomeOf(spec: Spec, choice: Choice = {}): Outcome {
  const result = search(modelOf(spec, choice));
  if (result.completion.kind !== 'complete') throw new Error('the search did not finish');
  return { ...result.counts, violated: violatedOf(result) };
}

/** Steps of the shortest trace of each violated property. */
export function violatedOf({ verdicts }: SearchResult): Readonly<Record<string, number>> {
  const violated = verdicts.filter((verdict) => verdict.kind === 'violated');
  return Object.fromEntries(
    violated.map(({ property, finding }) => [property, finding.path.steps.length]),
  );
}
