// Tables of verdicts say what the records say, and nothing of a search that has no verdict.

import { expect, test } from 'vitest';
import { cellsOf, effectTable, orderTable, variantTable } from './verdict-tables.ts';

const search = (variant: string, configuration: string, violated: Record<string, number> = {}) => {
  const of = { id: `f/s/${variant}`, configuration };
  const held = { type: 'property', ...of, property: 'deadlock', outcome: 'holds' };
  const findings = Object.entries(violated).map(([property, steps]) => ({
    type: 'property',
    ...of,
    property,
    outcome: 'expected',
    steps,
  }));
  return [{ type: 'search', ...of, outcome: 'ok' }, ...findings, held];
};

const json = (...records: readonly object[]): string =>
  `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

const cells = cellsOf(
  json(
    ...search('one', 'a'),
    ...search('one', 'b'),
    ...search('two', 'a'),
    ...search('two', 'b', { P: 3, Q: 12 }),
    ...search('one-x', 'a', { P: 3 }),
    ...search('two-x', 'a'),
    { type: 'summary' },
  ),
);

test('configurations of a variant with the same verdict share a row', () => {
  const summaries = new Map([['f/s/one', 'the first']]);
  expect(variantTable(cells, 'f/s', summaries).split('\n').slice(2, 5)).toEqual([
    '| `one`: the first | a, b | holds |',
    '| `two`: undefined | a | holds |',
    '|  | b | P (3), Q (12) |',
  ]);
});

test('orders stand side by side, with a row for each suffix', () => {
  expect(orderTable(cells, 'f/s', ['one', 'two']).split('\n').slice(2, 5)).toEqual([
    '| nothing dropped | a | holds | holds |',
    '|  | b | holds | P (3), Q (12) |',
    '| `-x` | a | P (3) | holds |',
  ]);
  expect(() => orderTable(cells, 'f/s', ['one', 'three'])).toThrow('f/s/three[a]');
});

test('a search or a property without a verdict is refused', () => {
  const [searched = {}] = search('one', 'a');
  expect(() => cellsOf(json(searched))).toThrow('f/s/one[a] has no verdict');
  const open = { type: 'property', id: 'f/s/one', configuration: 'a', property: 'P' };
  expect(() => cellsOf(json(searched, { ...open, outcome: 'INCONCLUSIVE' }))).toThrow(
    'P is INCONCLUSIVE',
  );
});

test('effects are those of one call, and one that never fired is refused', () => {
  const effect = { type: 'effect', configuration: 'a', variable: 'v', value: 'D3', call: 'f()' };
  const text = json(
    { ...effect, fired: 4, changed: 2, variables: ['x', 'y'] },
    { ...effect, value: 'D0', fired: 3, changed: 0, variables: [] },
    { ...effect, call: 'g()', fired: 9, changed: 9, variables: ['z'] },
  );
  expect(effectTable(text, 'f()').split('\n').slice(2)).toEqual([
    '| a | D3 | 4 | 2 | `x`, `y` |',
    '| a | D0 | 3 | 0 | nothing |',
    '',
  ]);
  expect(() => effectTable(text, 'h()')).toThrow("'h()'");
});
