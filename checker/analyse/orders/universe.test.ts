/**
 * Which orders there are, on numbers that can be counted by hand.
 */
import { describe, expect, test } from 'vitest';
import { countOrders, Universe, type UniverseWish, universeOf } from './universe.ts';

const wishFor = (wish: Partial<UniverseWish>): UniverseWish => ({
  units: 4,
  optional: [],
  fixed: [],
  readings: [],
  jumps: [],
  ...wish,
});

describe('the number of orders', () => {
  const first = { before: 0, after: 1 };
  const cases: readonly (readonly [string, Partial<UniverseWish>, number])[] = [
    ['of four units', {}, 24],
    ['with one fixed before another', { fixed: [first] }, 12],
    ['in a chain', { fixed: [first, { before: 1, after: 2 }, { before: 2, after: 3 }] }, 1],
    ['of which two may be missing', { optional: [1, 3] }, 24 + 6 + 6 + 2],
    // What is fixed says nothing of a unit that is missing.
    ['with an optional one that is fixed', { fixed: [first], optional: [0] }, 12 + 6],
    ['that cannot be', { fixed: [first, { before: 1, after: 0 }] }, 0],
  ];
  test.each(cases)('%s', (_, wish, count) => {
    expect(countOrders(wishFor(wish))).toBe(count);
    expect(universeOf(wishFor(wish)).orders).toHaveLength(count);
  });

  test('of twelve units in two chains', () => {
    const chain = (from: number) =>
      [0, 1, 2, 3, 4].map((at) => ({ before: from + at, after: from + at + 1 }));
    expect(countOrders(wishFor({ units: 12, fixed: [...chain(0), ...chain(6)] }))).toBe(924);
  });
});

test('an order in which a jump leads back is ill-formed', () => {
  const { orders, illFormed } = universeOf(wishFor({ jumps: [{ before: 2, after: 0 }] }));
  expect([orders.length, illFormed]).toEqual([12, 12]);
  expect(orders.every((order) => order.indexOf(2) < order.indexOf(0))).toBe(true);
});

test('behind a jump everything counts as begun that stands in front of its label', () => {
  const universe = new Universe([
    [0, 1, 2, 3],
    [0, 2, 1, 3],
    [0, 3, 1, 2],
  ]);
  const { sets } = universe;
  const jumps = universe.jump(0b0001, 1).map(([begun, orders]) => [begun, sets.members(orders)]);
  expect(jumps).toEqual([
    [0b0011, [0]],
    [0b0111, [1]],
    [0b1011, [2]],
  ]);
  // With unit 2 begun, the label is not directly behind the first unit.
  expect(universe.jump(0b0101, 1).map(([begun]) => begun)).toEqual([0b0111]);
});
