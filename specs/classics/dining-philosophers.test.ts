// Counts by hand, for philosophers that are at rest (0), hold the first fork (1), eat (2), have eaten (3), or hold the left fork again (4).
//
// Naive, any N. The right fork of one is the left fork of the next. So the only condition is: after one in {2,3} comes one in {0}. The number of
// such rings is the trace of the N-th power of the matrix of the classes {0}, {1,4}, {2,3}:
//     1 2 2
//     1 2 2      whose characteristic polynomial is x (x^2 - 3 x - 2),
//     1 0 0
// so rings(N) = 3 rings(N-1) + 2 rings(N-2) with rings(1) = 3, rings(2) = 13: 45, 161, 573. One ring is never reached: everybody in 4, since whoever ate
// last found the left fork of the next one free. All others are, each in as many steps as its places add up to; the farthest is 1,4,4,...: 4 N - 3.
// A philosopher cannot move in 0 when the one before is in {2,3} (as many rings as have a given philosopher in {2,3}: eating(N)), and in 1 when the next is not in 0:
// (holding(N) - holding(N-1)) / 2, with holding(N) rings that have a given one in {1,4}. Both numbers follow the same recurrence. The ring left out has N moves.
//
// Ordered, N = 3. Philosophers 0 and 1 take left first, 2 takes fork 0 first. With 2 in 0: 1*5 + 2*5 + 2*1 = 17 places for 0 and 1;
// 2 in 1: 0 rests, 5; 2 in 4: 1 not in {2,3}, 1*3 + 2*3 + 2*1 = 11; 2 in {2,3}: 2 * 3 = 6. Less the ring 4,4,4: 38. Blocked are 0 in 0 (11 states) and in 1 (6),
// 1 in 0 (4) and in 1 (5), 2 in 0 (12) and in 1 (2): 40 of 3 * 38 moves, so 74 transitions. Farthest: 4,1,4 in 9 steps.

import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import philosophers from './dining-philosophers.ts';

/** The sequence that begins with `first`, `second` and goes on as the characteristic polynomial says; numbered from 1. */
function recurrence(first: number, second: number, n: number): number {
  return n === 1 ? first : recurrence(second, 3 * second + 2 * first, n - 1);
}
const rings = (n: number): number => recurrence(3, 13, n);
const holding = (n: number): number => recurrence(2, 6, n);
const eating = (n: number): number => recurrence(0, 2, n);

describe('naive philosophers deadlock when everybody has taken the left fork', () => {
  test.each([
    [2, 12],
    [3, 44],
    [4, 160],
    [5, 572],
    [6, 2_040],
  ])('N=%i has %i states and the counts found by hand', (N, distinct) => {
    const blocked = eating(N) + (holding(N) - holding(N - 1)) / 2;
    expect(distinct).toBe(rings(N) - 1);
    expect(outcomeOf(philosophers, { set: { N } })).toEqual({
      distinct,
      generated: 1 + N * (rings(N) - blocked) - N,
      depth: 4 * N - 3,
      violated: { deadlock: N },
    });
  });

  test('with three of them 44, 91 and 9', () => {
    const { distinct, generated, depth } = outcomeOf(philosophers);
    expect([distinct, generated, depth]).toEqual([44, 91, 9]);
  });
});

describe('philosophers who take the fork with the smaller number first', () => {
  const variant = 'ordered-forks';

  test('have the counts found by hand', () => {
    const outcome = outcomeOf(philosophers, { variant });
    expect(outcome).toEqual({ distinct: 38, generated: 75, depth: 9, violated: {} });
  });

  test.each([2, 4, 5, 6])('never deadlock with %i of them', (N) => {
    expect(outcomeOf(philosophers, { variant, set: { N } }).violated).toEqual({});
  });
});

test('philosophers who eat with one fork do not meet: three places for each, every move always possible', () => {
  expect(outcomeOf(philosophers, { variant: 'one-fork' })).toEqual({
    distinct: 3 ** 3,
    generated: 1 + 3 * 3 ** 3,
    depth: 2 * 3,
    violated: { NeighboursApart: 2, BothForks: 1 },
  });
});
