/**
 * What sets of orders have in common, on sets that are written down.
 */
import { describe, expect, test } from 'vitest';
import {
  closureOf,
  freeGroups,
  layersOf,
  Pairs,
  reduction,
  requirementsOf,
} from './precedences.ts';
import { universeOf } from './universe.ts';

const universe = universeOf({ units: 4, optional: [], fixed: [], readings: [], jumps: [] });
const pairs = new Pairs(universe, 4);
const safeOrders = (...texts: readonly string[]) =>
  universe.where((order) => texts.includes(order.join('')));

describe('the requirements of a set of safe orders', () => {
  test('are a chain where the orders are its linear extensions', () => {
    const requirements = requirementsOf(pairs, safeOrders('0123', '0213'));
    expect(requirements).toMatchObject({ isSufficient: true, forbidden: [], free: [[1, 2]] });
    expect(layersOf(closureOf(requirements.required))).toEqual([[0], [1, 2], [3]]);
    expect(requirements.reduced).toHaveLength(4);
  });

  test('name what is forbidden where precedences do not suffice', () => {
    // 0 first or last, never in the middle; 1 < 2 < 3.
    const requirements = requirementsOf(pairs, safeOrders('0123', '1230'));
    expect(requirements.isSufficient).toBe(false);
    expect(requirements.required).toEqual([
      { before: 1, after: 2 },
      { before: 1, after: 3 },
      { before: 2, after: 3 },
    ]);
    expect(requirements.forbidden).toEqual([
      {
        precedences: [
          { before: 0, after: 3 },
          { before: 1, after: 0 },
        ],
        orders: 2,
      },
    ]);
    expect(requirements.unexplained).toBe(0);
    expect(requirements.free).toEqual([]);
  });

  test('are none where no order is safe', () => {
    const requirements = requirementsOf(pairs, universe.sets.none);
    expect(requirements).toMatchObject({ required: [], isSufficient: false, forbidden: [] });
  });

  test('do not mention what was fixed from the start', () => {
    const fixed = universeOf({
      units: 3,
      optional: [],
      fixed: [{ before: 0, after: 1 }],
      readings: [],
      jumps: [],
    });
    const { required } = requirementsOf(new Pairs(fixed, 3), fixed.sets.all);
    expect(fixed.orders).toHaveLength(3);
    expect(required).toEqual([]);
  });

  test('say which optional units are needed', () => {
    const optional = universeOf({ units: 2, optional: [0, 1], fixed: [], readings: [], jumps: [] });
    const withFirst = optional.where((order) => order.includes(0));
    expect(optional.orders).toHaveLength(5);
    expect(requirementsOf(new Pairs(optional, 2), withFirst)).toMatchObject({
      needed: [0],
      isSufficient: true,
    });
  });
});

describe('precedences', () => {
  test('are reduced to those that do not follow, and closed again', () => {
    const chain = [
      { before: 0, after: 1 },
      { before: 1, after: 2 },
    ];
    const closed = closureOf(chain);
    expect(closed).toContainEqual({ before: 0, after: 2 });
    expect(reduction(closed)).toEqual(chain);
  });

  test('that are no chain of layers have none', () => {
    expect(
      layersOf([
        { before: 0, after: 2 },
        { before: 1, after: 3 },
        { before: 0, after: 3 },
      ]),
    ).toBe(null);
  });

  test('group what is free in the largest groups', () => {
    expect(
      freeGroups([
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 3],
      ]),
    ).toEqual([
      [0, 1, 2],
      [2, 3],
    ]);
  });
});
