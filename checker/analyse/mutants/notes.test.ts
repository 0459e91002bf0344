// What specs say of survivors: the mutants exist, each has one reason, and what is not true is told.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Spec, unnoticed } from '../../lang/index.ts';
import { isTest, ROOT, typescriptBelow } from '../../testing/files.ts';
import { mutantsOf, mutatedVariant } from './mutants.ts';
import type { Judged } from './outcome.ts';
import { mutantsFound } from './score.ts';

/** Every spec of the repository that says anything of survivors. */
async function specsWithNotes(): Promise<readonly Spec[]> {
  const files = typescriptBelow('specs').filter((path) => !isTest(path));
  const modules = await Promise.all(files.map((path) => import(join(ROOT, path))));
  return modules
    .map((each: { default?: Spec }) => each.default)
    .filter((each): each is Spec => each !== undefined && 'variants' in each)
    .filter(({ survivors }) => survivors.length > 0);
}

test('a note is about mutants that exist, and each has one reason', async () => {
  const specs = await specsWithNotes();
  expect(specs.length).toBeGreaterThan(0);
  for (const spec of specs) {
    const known = new Set(mutantsOf(spec, mutatedVariant(spec)).map(({ name }) => name));
    const noted = spec.survivors.flatMap(({ mutants }) => mutants);
    expect(
      noted.filter((name) => !known.has(name)),
      spec.id,
    ).toEqual([]);
    expect(noted.length, spec.id).toBe(new Set(noted).size);
  }
});

const difference = { only: 'mutant', configuration: 'c', steps: [], changes: [] } as const;
const judgedAs = (name: string, judged: Judged) => ({
  mutant: { name, fn: 'f', step: name, operator: 'drop', detail: '' } as const,
  judged,
});
const all = [
  judgedAs('a', { kind: 'unnoticed', difference }),
  judgedAs('b', { kind: 'unnoticed', difference }),
  judgedAs('c', {
    kind: 'noticed',
    by: [{ kind: 'property', subject: 'P', configuration: 'c', steps: 3 }],
    trace: [],
  }),
  judgedAs('d', { kind: 'undecided', bound: 'max-states' }),
  judgedAs('e', { kind: 'equivalent' }),
];

test('a survivor with a reason is accepted and does not count; undecided ones count as not noticed', () => {
  const { score, survivors, stale } = mutantsFound(all, [unnoticed('why', 'a')], true);
  expect(survivors.map(({ name, reason }) => [name, reason])).toEqual([
    ['a', 'why'],
    ['b', null],
  ]);
  expect(score).toMatchObject({ mutants: 5, noticed: 1, unnoticed: 1, accepted: 1, undecided: 1 });
  expect(score.percent).toBeCloseTo(100 / 3);
  expect(stale).toEqual([]);
});

test('a note on what is noticed, equivalent or not there is stale; where less was asked nobody can tell', () => {
  const notes = [unnoticed('why', 'a', 'c', 'd'), unnoticed('because', 'e', 'x')];
  expect(mutantsFound(all, notes, true).stale).toEqual([
    { mutant: 'c', verdict: 'noticed' },
    { mutant: 'e', verdict: 'equivalent' },
    { mutant: 'x', verdict: 'unknown' },
  ]);
  expect(mutantsFound(all, notes, false).stale).toEqual([]);
});
