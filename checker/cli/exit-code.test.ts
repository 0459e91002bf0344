// Which code wins when several apply.

import { expect, test } from 'vitest';
import { combine } from './exit-code.ts';

test.each([
  [[], 0],
  [[0, 0], 0],
  [[0, 3], 3],
  [[3, 2], 2],
  [[3, 2, 5], 5],
  [[5, 4], 4],
  [[4, 5, 11], 11],
  [[11, 12, 4], 12],
  [[12, 70, 2], 70],
])('%j -> %i', (codes, expected) => {
  expect(combine(codes, null)).toBe(expected);
});

test('an interruption gives way to a violation only', () => {
  expect([[0], [3], [4], [5], [11], [12], [70]].map((codes) => combine(codes, 130))).toEqual([
    130, 130, 130, 130, 11, 12, 70,
  ]);
});
