// The last line of a run.

import { expect, test } from 'vitest';
import { summaryLine, type Tally } from './summary.ts';

const tally = (searches: Tally['searches'], more: Partial<Tally> = {}): string =>
  summaryLine({ searches, vacuous: 0, notSearched: 0, isComplete: true, ...more });

const matrix = (...words: Tally['searches'][number]['word'][]): Tally['searches'] =>
  words.map((word) => ({ word, rule: 'matrix' }));

test('a matrix always says how many were unexpected', () => {
  expect(tally(matrix('ok', 'ok', 'expected'))).toBe(
    'summary: 3 searches, 2 ok, 1 as expected, 0 unexpected; complete, exact store',
  );
});

test('violations and expected violations that did not happen are unexpected', () => {
  expect(tally(matrix('VIOLATED', 'UNEXPECTED', 'ok'))).toContain(
    '1 ok, 0 as expected, 2 unexpected;',
  );
});

test('everything else is told when there is some', () => {
  const searches = matrix('open', 'INCONCLUSIVE', 'ERROR');
  expect(tally(searches, { vacuous: 4, notSearched: 5, isComplete: false })).toBe(
    'summary: 3 searches, 0 ok, 0 as expected, 0 unexpected, 1 open, 1 inconclusive, 1 in error, 4 vacuous, 5 not searched; not complete',
  );
});

test('in a verdict a violation is a violation, expected or not', () => {
  const searches: Tally['searches'] = [
    { word: 'VIOLATED', rule: 'verdict' },
    { word: 'ok', rule: 'verdict' },
  ];
  expect(tally(searches)).toBe('summary: 2 searches, 1 ok, 1 violated; complete, exact store');
});
