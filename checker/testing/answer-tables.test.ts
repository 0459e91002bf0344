// An answer shows what was found, and none is given that the searches do not bear out.

import { expect, test } from 'vitest';
import { answerTable } from './answer-tables.ts';
import type { Cell } from './verdict-tables.ts';

const cell = (id: string, configuration: string, violated: readonly string[] = []): Cell => ({
  id,
  configuration,
  verdict: violated.map((property) => `${property} (3)`).join(', ') || 'holds',
  properties: ['P', 'Q', 'deadlock'],
  violated,
});

const cells = [
  cell('f/s/good', 'a'),
  cell('f/s/good', 'b'),
  cell('f/s/bad', 'a', ['Q', 'P']),
  cell('f/s/bad', 'b'),
];
const summaries = new Map([
  ['f/s/good', 'the good one'],
  ['f/s/bad', 'its twin'],
]);
const answer = (claims: string): readonly string[] =>
  answerTable(cells, claims, summaries).split('\n').slice(2, -1);

test('an answer names the variant, what was asked, the verdict and the command', () => {
  expect(answer('f/s/good holds P; f/s/bad violates P')).toEqual([
    '| `f/s/good`: the good one | P | a, b | holds | `npx ordeal check f/s/good` |',
    '| `f/s/bad`: its twin | P | a | Q (3), P (3) | `npx ordeal trace show f/s/bad:P` |',
    '|  |  | b | holds | `npx ordeal check f/s/bad` |',
  ]);
});

test('an answer can be about one configuration, and say that a question is open', () => {
  expect(answer('f/s/bad[b] holds')).toEqual([
    '| `f/s/bad`: its twin |  | b | holds | `npx ordeal check f/s/bad` |',
  ]);
  expect(answer('f/s/good open P')[0]).toContain('open question: holds');
});

test('a variant may keep what was asked for and violate something else', () => {
  const [row = ''] = answer('f/s/bad keeps deadlock');
  expect(row).toContain('| deadlock | a | Q (3), P (3) | `npx ordeal check f/s/bad` |');
});

test.each([
  ['f/s/bad keeps P', 'f/s/bad does not keep P'],
  ['f/s/bad holds', 'f/s/bad does not hold'],
  ['f/s/good violates P', 'f/s/good does not violate P'],
  ['f/s/bad violates', 'name a property'],
  ['f/s/good holds R', 'says nothing of R'],
  ['f/s/none holds', 'f/s/none was not searched'],
  ['f/s/good[c] holds', 'was not searched'],
  ['f/s/good works', "no claim: 'f/s/good works'"],
])('the claim %j is refused', (claim, reason) => {
  expect(() => answer(claim)).toThrow(reason);
});
