// Counts of the benchmark model: TLC, SPIN (depth-first and breadth-first), rumur and an independent C program agree on them.

import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import barzap from './barzap.ts';

describe('barzap(F, B) is safe and has the published counts', () => {
  test.each([
    [1, 1, 119, 145, 15],
    [2, 2, 355, 690, 16],
    [3, 2, 1_409, 4_658, 18],
    [3, 3, 6_288, 22_920, 18],
    [4, 3, 51_768, 255_309, 20],
  ])('F=%i B=%i', { timeout: 120_000 }, (F, B, distinct, generated, depth) => {
    const outcome = outcomeOf(barzap, { set: { F, B } });
    expect(outcome).toEqual({ distinct, generated, depth, violated: {} });
  });
});

describe('barzap/bad is unsafe', () => {
  // A fault takes the lock, tests for D0 and maps; the power thread chooses D3 and writes it after the test. Less does not
  // violate Safe, whatever the number of threads and BARs.
  test.each([
    [1, 1],
    [2, 1],
    [1, 2],
    [2, 2],
    [3, 2],
  ])('in 5 steps with F=%i B=%i', (F, B) => {
    expect(outcomeOf(barzap, { variant: 'bad', set: { F, B } }).violated).toEqual({ Safe: 5 });
  });
});

test('the two configurations are (2,2) and (3,3)', () => {
  expect(outcomeOf(barzap, { configuration: 'small' }).distinct).toBe(355);
  expect(outcomeOf(barzap, { configuration: 'medium' }).distinct).toBe(6_288);
});
