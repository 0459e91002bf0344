// What a reduction leaves out changes no verdict: every spec, mutants of barzap, random models; with and without.
// ORDEAL_RANDOM_RUNS asks for more random models, each run with another seed; ORDEAL_REDUCTIONS=all for small configurations
// however large they are, which takes ten minutes.

import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import barzap from '../../../specs/classics/barzap.ts';
import readersWriters from '../../../specs/classics/readers-writers.ts';
import { mutantsOf } from '../../analyse/mutants/mutants.ts';
import { layOutWide } from '../../compile/index.ts';
import type { Spec } from '../../lang/index.ts';
import { type Instance, instantiate, type Model } from '../../model/index.ts';
import { symmetryOf } from '../../reduce/index.ts';
import { isTest, ROOT, typescriptBelow } from '../../testing/files.ts';
import { modelOf } from '../../testing/outcome.ts';
import { programText } from '../../testing/program-text.ts';
import { randomPrograms } from '../../testing/random-models.ts';
import type { Program } from '../../testing/random-program.ts';
import { specOf } from '../../testing/random-spec.ts';
import {
  expectSameWithStubbornSets,
  expectSameWithSymmetry,
  type Full,
  fullSearch,
} from '../../testing/reductions.ts';
import { searchModel } from '../search-model.ts';

const asked = process.env['ORDEAL_RANDOM_RUNS'];
const RUNS = asked === undefined ? 300 : Number(asked);

const MOST_STATES = process.env['ORDEAL_REDUCTIONS'] === 'all' ? Number.POSITIVE_INFINITY : 1_500;

const MOST_SYMMETRIC_STATES = Math.max(MOST_STATES, 60_000);

/** Every spec of the repository. */
async function specModules(): Promise<readonly Spec[]> {
  const files = typescriptBelow('specs').filter((path) => !isTest(path));
  const modules = await Promise.all(files.map((path) => import(join(ROOT, path))));
  return modules
    .map((each: { default?: Spec }) => each.default)
    .filter((each): each is Spec => each !== undefined && 'variants' in each);
}

const smallModels = (spec: Spec): readonly Model[] =>
  spec.variants.flatMap((variant) =>
    spec.configurations
      .filter(({ name, size }) => size === 'small' && name in variant.expect)
      .map(({ name }) => modelOf(spec, { variant: variant.name, configuration: name })),
  );

function full(model: Model): Full {
  const found = fullSearch(model);
  if (found === null) throw new Error(`${model.id}: no full search`);
  return found;
}

const bar = (F: number, B: number, variant = '') =>
  modelOf(barzap, { variant, configuration: 'small', set: { F, B } });

describe('symmetry', () => {
  test.each([
    [6, 23_051],
    [7, 48_098],
  ])('barzap(%i, 3) has %i representatives', (F, representatives) => {
    const reduction = { symmetry: true, por: null };
    const how = { limits: {}, engine: 'compiled' as const, hooks: {}, reduction };
    const { counts, verdicts, reduced } = searchModel({ model: bar(F, 3), ...how });
    expect(counts.distinct).toBe(representatives);
    expect(reduced).toEqual({ symmetry: ['fault'], por: null });
    expect(verdicts.map(({ kind }) => kind)).toEqual(['holds', 'holds', 'holds']);
  });

  test('instances of barzap that wait, read or write are told apart by the lock', () => {
    expect(expectSameWithSymmetry(full(bar(3, 2)))).toBeLessThan(1409 / 2);
    expect(expectSameWithSymmetry(full(bar(3, 2, 'bad')))).not.toBeNull();
  });

  test('two roles are permuted independently of each other', () => {
    const model = modelOf(readersWriters, { set: { R: 3, W: 3 } });
    const before = full(model);
    expect(expectSameWithSymmetry(before)).toBeLessThan(before.result.counts.distinct / 4);
  });

  test('a lane may lie in several words', () => {
    expect(expectSameWithSymmetry(full(bar(3, 2)), { layOut: layOutWide })).toBe(
      expectSameWithSymmetry(full(bar(3, 2))),
    );
  });
});

// Of 3851544 states.
test.each([
  ['Safe', 353_508],
  ['deadlock', 672],
])('barzap(6, 3) asked for %s has %i representatives', (property, representatives) => {
  const reduction = { symmetry: false, por: property };
  const how = { limits: {}, engine: 'compiled' as const, hooks: {}, reduction };
  const { counts, verdicts, reduced } = searchModel({ model: bar(6, 3), ...how });
  expect(counts.distinct).toBe(representatives);
  expect(verdicts).toEqual([{ kind: 'holds', property }]);
  expect(reduced).toEqual({ symmetry: [], por: property });
});

const specs = await specModules();

describe.each(specs.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  test('keeps its verdicts and lengths in its small configurations', { timeout: 600_000 }, () => {
    for (const model of smallModels(spec)) {
      const isSymmetric = symmetryOf(model).symmetry !== null;
      const before = fullSearch(model, isSymmetric ? MOST_SYMMETRIC_STATES : MOST_STATES);
      if (before === null) continue;
      expectSameWithSymmetry(before);
      if (before.result.counts.distinct <= MOST_STATES) expectSameWithStubbornSets(before);
    }
  });
});

/** The mutants of barzap that are models. */
const mutantsOfBar = (name: string): readonly Model[] =>
  mutantsOf(barzap, barzap.variants.find((each) => each.name === name) ?? barzap.variants[0])
    .map(({ spec, variant }) => ({ spec, variant, configuration: barzap.configurations[0] }))
    .flatMap((instance) => {
      const made = instantiate({ ...instance, overrides: { F: 2, B: 2 } } as Instance);
      return made.kind === 'model' ? [made.model] : [];
    });

test.each(['', 'bad'])('mutants of barzap %s keep their verdicts and lengths', (variant) => {
  let violated = 0;
  for (const mutant of mutantsOfBar(variant)) {
    const before = full(mutant);
    expectSameWithSymmetry(before);
    expectSameWithStubbornSets(before);
    violated += before.result.verdicts.some(({ kind }) => kind === 'violated') ? 1 : 0;
  }
  expect(violated).toBeGreaterThan(10);
});

/** Most random roles have one instance only. */
const severalOf = (program: Program): Program => ({
  ...program,
  roles: program.roles.map((role) => ({ ...role, count: role.count ?? 2 })),
});

/** A counterexample is printed as a program, not as data. */
const readable = fc.tuple(randomPrograms, fc.boolean()).map(([random, isDoubled]) => {
  const program = isDoubled ? severalOf(random) : random;
  return { ...program, [fc.toStringMethod]: () => `\n${programText(program)}` };
});

test(`${RUNS} random models keep their verdicts and lengths`, {
  timeout: 30_000 + RUNS * 400,
}, () => {
  const tally = { symmetric: 0, smaller: 0, leftOut: 0, violated: 0 };
  const agrees = (program: Program): void => {
    const before = fullSearch(modelOf(specOf(program)), 2000);
    if (before === null) return;
    const { counts, verdicts } = before.result;
    const representatives = expectSameWithSymmetry(before) ?? Number.POSITIVE_INFINITY;
    if (representatives <= counts.distinct) tally.symmetric++;
    if (representatives < counts.distinct) tally.smaller++;
    if (representatives < counts.distinct && verdicts.some(({ kind }) => kind === 'violated'))
      tally.violated++;
    if (expectSameWithStubbornSets(before) > 0) tally.leftOut++;
  };
  fc.assert(fc.property(readable, agrees), {
    numRuns: RUNS,
    ...(asked === undefined ? { seed: 7 } : {}),
  });
  // Of 300: 77 are symmetric, 57 have fewer representatives than states, 53 of these violate something; of 198 something is left out.
  const share = (count: number): number => count / RUNS;
  expect(share(tally.smaller)).toBeGreaterThan(0.1);
  expect(share(tally.violated)).toBeGreaterThan(0.1);
  expect(share(tally.leftOut)).toBeGreaterThan(0.4);
});
