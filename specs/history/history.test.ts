// Every historical entry that needs neither liveness nor weak memory has a spec that finds the bug and passes the fix, and where the
// entry tells an interleaving with its length, the shortest trace has that length. HB-19 and the reference table have tests of their own.

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Expectation, Spec } from '../../checker/lang/index.ts';
import { outcomeOf } from '../../checker/testing/outcome.ts';

/** 33 asks whether interrupts are delivered again and again, which is liveness. Of 28 and 34 the safety half is here. */
const ENTRIES = Array.from({ length: 34 }, (_, index) => index + 1).filter((entry) => entry !== 33);

const names = readdirSync(new URL('.', import.meta.url))
  .filter((name) => /^hb-\d+[a-z]?\.ts$/.test(name))
  .map((name) => name.replace(/^hb-|\.ts$/g, ''))
  .sort();

const specs = await Promise.all(
  names.map(
    async (name) => ((await import(`./hb-${name}.ts`)) as { readonly default: Spec }).default,
  ),
);

const isHolds = ({ kind }: Expectation): boolean => kind === 'holds';

test('every entry has a spec, under its own number', () => {
  const entries = names.map((name) => Number.parseInt(name, 10));
  expect([...new Set(entries)]).toEqual(ENTRIES);
  expect(specs.map(({ id }) => id)).toEqual(names.map((name) => `history/hb-${name}`));
});

test.each(specs.map((spec) => ({ id: spec.id, spec })))(
  '$id has a variant in which the bug is found, one in which all holds, and goals',
  ({ spec }) => {
    const expectations = spec.variants.map(({ expect: all }) => Object.values(all));
    expect(expectations.some((all) => all.every(isHolds))).toBe(true);
    expect(expectations.some((all) => all.some(({ kind }) => kind === 'violates'))).toBe(true);
    expect(spec.configurations.some(({ goals }) => goals.length > 0)).toBe(true);
  },
);

/** The steps that the entries themselves count. */
const LENGTHS: readonly (readonly [string, string, Readonly<Record<string, number>>])[] = [
  ['history/hb-12', 'pre', { deadlock: 3 }],
  ['history/hb-23', 'pre', { NoUseAfterFree: 3 }],
];

describe('the shortest trace is as long as the entry says', () => {
  test.each(LENGTHS)('%s/%s', (id, variant, violated) => {
    const spec = specs.find((each) => each.id === id);
    expect(spec === undefined ? null : outcomeOf(spec, { variant }).violated).toEqual(violated);
  });
});
