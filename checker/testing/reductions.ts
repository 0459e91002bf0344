/**
 * Reduced searches beside full ones: what they have to agree on.
 */
import { expect } from 'vitest';
import { compile, type Program } from '../compile/index.ts';
import { type CompiledHooks, explore } from '../explore/compiled-search.ts';
import { resultOf } from '../explore/findings.ts';
import { DEADLOCK, type Model } from '../model/index.ts';
import { symmetryOf } from '../reduce/index.ts';
import { ERROR, type SearchResult, stepsOf } from '../semantics/index.ts';

/** A model with its program and the result of the search that leaves nothing out. */
export interface Full {
  readonly model: Model;
  readonly program: Program;
  readonly result: SearchResult;
}

/** Null: the compiler does not take the model. */
export function fullSearch(model: Model, mostStates = Number.POSITIVE_INFINITY): Full | null {
  const compiled = compile(model);
  if (compiled.kind === 'refused') return null;
  const { program } = compiled;
  const result = explore(program, { maxStates: mostStates }, {}, resultOf);
  return result.completion.kind === 'complete' ? { model, program, result } : null;
}

/** With symmetry: the same verdicts, traces to the last value, coverage and depth. Null without symmetry, else the representatives. */
export function expectSameWithSymmetry(
  { model, program, result }: Full,
  hooks: CompiledHooks = {},
): number | null {
  const { symmetry } = symmetryOf(model);
  if (symmetry === null) return null;
  const reduction = { symmetry, por: null };
  const reduced = explore(program, {}, { ...hooks, reduction }, resultOf);
  const roles = symmetry.roles.map(({ role }) => role);
  expect(reduced).toEqual({
    ...result,
    counts: {
      ...result.counts,
      distinct: reduced.counts.distinct,
      generated: reduced.counts.generated,
    },
    reduced: { symmetry: roles, por: null },
  });
  expect(reduced.counts.distinct).toBeLessThanOrEqual(result.counts.distinct);
  return reduced.counts.distinct;
}

/** What stubborn sets may be asked for. */
export const askable = ({ properties }: Model): readonly string[] => [
  ...properties.filter(({ hasChecks }) => !hasChecks).map(({ id }) => id),
  DEADLOCK,
];

/** With stubborn sets for one property, and with symmetry beside where there is some: the same verdict and length of the trace. */
export function expectSameWithStubbornSets({ model, program, result }: Full): number {
  const { symmetry } = symmetryOf(model);
  let leftOut = 0;
  for (const property of askable(model)) {
    for (const each of symmetry === null ? [null] : [null, symmetry]) {
      const reduction = { symmetry: each, por: property };
      const reduced = explore(program, {}, { reduction }, resultOf);
      const what = `${model.id}[${model.configuration}] ${property}`;
      expect(lengthOf(reduced, property), what).toEqual(lengthOf(result, property));
      const told = reduced.verdicts.map((verdict) => verdict.property);
      expect(
        told.filter((one) => one !== ERROR),
        what,
      ).toEqual([property]);
      leftOut += result.counts.distinct - reduced.counts.distinct;
    }
  }
  return leftOut;
}

/** The verdict on a property, with the length of the trace if it is violated. */
function lengthOf({ verdicts }: SearchResult, property: string): string {
  const verdict = verdicts.find((each) => each.property === property);
  if (verdict?.kind !== 'violated') return String(verdict?.kind);
  const { finding } = verdict;
  return `${finding.kind} in ${stepsOf(finding).length}`;
}
