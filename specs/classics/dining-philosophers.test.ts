// Counts by hand. A philosopher rests (0), holds the first fork (1), eats (2), has eaten (3), or holds the left fork alone again (4).
//
// Naive, any N. The right fork of one is the left fork of the next, so the only condition is: after one in {2,3} comes one in {0}.
// The number of such rings is the trace of the N-th power of the matrix of the classes {0}, {1,4}, {2,3}, weighted by their sizes:
//     1 2 2
//     1 2 2      characteristic polynomial x (x^2 - 3 x - 2),
//     1 0 0
// so rings(N) = 3 rings(N-1) + 2 rings(N-2), from rings(1) = 3 and rings(2) = 13: 45, 161, 573. One ring is never reached, everybody
// in 4: whoever ate last found the left fork of the next one free. All others are, each in as many steps as its places add up
// to; the farthest is 1,4,4,...: 4 N - 3.
//
// A philosopher cannot move in 0 when the one before is in {2,3}, and in 1 when the next one is not in 0. The rings with a given philosopher
// in {2,3} are eating(N), those with a given one in {1,4} holding(N), of which half are in 1, and holding(N-1) / 2 of these have a next one in 0.
// Both follow the same recurrence. The ring left out has N moves.
//
// Ordered, N = 3: philosophers 0 and 1 take left first, 2 takes fork 0 first. With 2 in 0: 1*5 + 2*5 + 2*1 = 17 places of 0 and 1;
// with 2 in 1: 0 rests, 5; with 2 in 4: 1 not in {2,3}, 1*3 + 2*3 + 2*1 = 11; with 2 in {2,3}: 2 * 3 = 6. Less the ring 4,4,4: 38.
// Blocked are 0 in 0 (11 states) and in 1 (6), 1 in 0 (4) and in 1 (5), 2 in 0 (12) and in 1 (2), so 3 * 38 - 40 = 74 transitions.
// Farthest: 4,1,4 in 9 steps.

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
