// The table of mutation scores adds up what the records say, and says nothing where something is open.

import { expect, test } from 'vitest';
import { scoreTable } from './score-table.ts';

const spec = (name: string, counts: object = {}) => ({
  type: 'mutants',
  name,
  mutants: 10,
  noticed: 3,
  unnoticed: 1,
  accepted: 2,
  equivalent: 2,
  illFormed: 1,
  absent: 1,
  undecided: 0,
  stale: [],
  ...counts,
});

const json = (...records: readonly object[]): string =>
  `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

test('a family is a row, with the sums over its specs', () => {
  const mutant = { type: 'mutant', name: 'f/one', verdict: 'noticed' };
  const table = scoreTable(json(spec('f/one/post'), mutant, spec('g/one'), spec('f/two')));
  expect(table.split('\n').slice(2)).toEqual([
    '| `f` | 2 | 20 | 6 | 8 | 4 | 2 |',
    '| `g` | 1 | 10 | 3 | 4 | 2 | 1 |',
    '',
  ]);
});

test('a mutant that is not decided and a note that is not true are refused', () => {
  expect(() => scoreTable(json(spec('f/one'), spec('f/two', { undecided: 1 })))).toThrow(
    'no score: f/two',
  );
  const stale = [{ mutant: 'm', verdict: 'noticed' }];
  expect(() => scoreTable(json(spec('f/one', { stale })))).toThrow('no score: f/one');
});
