/**
 * The search of all orders at once against plain enumeration: every order on its own, state by state and step by step.
 */
import { describe, expect, test } from 'vitest';
import hb19 from '../../../specs/history/hb-19.ts';
import { searchModel } from '../../explore/index.ts';
import { stepsOf } from '../../semantics/index.ts';
import { checksSpec } from '../../testing/orders-checks-spec.ts';
import { jumpsSpec } from '../../testing/orders-jumps-spec.ts';
import { placeIn } from '../../testing/orders-place.ts';
import { ordersSpec, WORK_STEPS } from '../../testing/orders-spec.ts';
import { searchFamily } from './family-search.ts';
import { markedModel, orderModel, type Place, readingsIn } from './order-model.ts';
import { jumpsBetween } from './units.ts';
import { type Order, type UniverseWish, universeOf } from './universe.ts';

const pause = async (): Promise<boolean> => true;

/** What every order violates in how many steps, and how many states it has: all at once. */
async function together(place: Place, wish: Partial<UniverseWish> = {}) {
  const model = markedModel(place);
  const units = place.units.length;
  const universe = universeOf({ units, optional: [], fixed: [], readings: [], jumps: [], ...wish });
  const searched = await searchFamily(
    { model, fn: place.fn, units, universe, limits: {} },
    { pause },
  );
  const of = (number: number): string => {
    const mine = searched.falls.filter(({ orders }) => universe.sets.has(orders, number));
    const violated = mine.map(({ property, steps }) => `${property}:${steps}`).toSorted();
    return [searched.statesOf(number), ...violated].join(' ');
  };
  return { universe, of, searched };
}

/** The same from a search of one order. */
function alone(place: Place, order: Order): string {
  const model = orderModel(place, order);
  const { counts, verdicts } = searchModel({ model, limits: {}, engine: 'compiled', hooks: {} });
  const violated = verdicts.flatMap((verdict) =>
    verdict.kind === 'violated' ? [`${verdict.property}:${stepsOf(verdict.finding).length}`] : [],
  );
  return [counts.distinct, ...violated.toSorted()].join(' ');
}

const DOOR = placeIn(ordersSpec, 'work', WORK_STEPS);

describe('the search of all orders', () => {
  test('finds the states, violations and lengths that a plain search of each order finds', async () => {
    const { universe, of } = await together(DOOR);
    expect(universe.orders).toHaveLength(720);
    // Every seventh, for the time that a plain search of each takes.
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 7 === 0);
    const expected = sample.map((number) => alone(DOOR, universe.orders[number] as Order));
    expect(sample.map(of)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(20);
  }, 120_000);

  test('agrees where steps may be missing', async () => {
    const { universe, of } = await together(DOOR, {
      optional: [2, 4],
      fixed: [
        { before: 0, after: 5 },
        { before: 1, after: 3 },
      ],
    });
    expect(new Set(universe.orders.map(({ length }) => length))).toEqual(new Set([4, 5, 6]));
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 5 === 0);
    expect(sample.map(of)).toEqual(
      sample.map((number) => alone(DOOR, universe.orders[number] as Order)),
    );
  }, 120_000);

  test('agrees on a reset with faults, importers and power writes', async () => {
    const place = placeIn(hb19, 'vfio_pci_ioctl_reset', null);
    const { universe, of } = await together(place, {
      fixed: [
        { before: 0, after: 6 },
        { before: 4, after: 5 },
        { before: 1, after: 3 },
      ],
    });
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 23 === 0);
    expect(sample.length).toBeGreaterThan(20);
    expect(sample.map(of)).toEqual(
      sample.map((number) => alone(place, universe.orders[number] as Order)),
    );
  }, 120_000);

  test('agrees where steps jump over others', async () => {
    const place = placeIn(jumpsSpec, 'climb', null);
    const jumps = jumpsBetween(place.units);
    expect(jumps).toEqual([
      { before: 1, after: 6 },
      { before: 1, after: 4 },
    ]);
    const { universe, of } = await together(place, { jumps });
    expect([universe.orders.length, universe.illFormed]).toEqual([1680, 3360]);
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 41 === 0);
    const expected = sample.map((number) => alone(place, universe.orders[number] as Order));
    expect(sample.map(of)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(20);
  }, 120_000);

  test('agrees where steps return', async () => {
    const place = placeIn(jumpsSpec, 'look', null);
    const { universe, of } = await together(place);
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 23 === 0);
    const expected = sample.map((number) => alone(place, universe.orders[number] as Order));
    expect(sample.map(of)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(10);
  }, 120_000);

  test('agrees on the statements of a branch in a loop', async () => {
    const place = placeIn(jumpsSpec, 'sweep', null, 'level = 2');
    expect(place.units.map(({ text }) => text)).toHaveLength(6);
    const { universe, of } = await together(place);
    const sample = universe.orders.map((_, number) => number).filter((number) => number % 7 === 0);
    const expected = sample.map((number) => alone(place, universe.orders[number] as Order));
    expect(sample.map(of)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(20);
  }, 120_000);

  test('agrees where checks wait for the step behind a unit, a call or the function', async () => {
    const place = placeIn(checksSpec, 'ends', null);
    expect(place.units).toHaveLength(5);
    const { universe, of } = await together(place);
    const numbers = universe.orders.map((_, number) => number);
    const expected = numbers.map((number) => alone(place, universe.orders[number] as Order));
    expect(numbers.map(of)).toEqual(expected);
    for (const property of ['S-CALLER', 'S-CALLEE', 'S-END', 'S-IDLE'])
      expect(expected.some((each) => each.includes(property))).toBe(true);
    expect(new Set(expected).size).toBeGreaterThan(10);
  }, 120_000);

  test('stops when it is asked to, and says so', async () => {
    const model = markedModel(DOOR);
    const universe = universeOf({ units: 6, optional: [], fixed: [], readings: [], jumps: [] });
    const wish = { model, fn: 'work', units: 6, universe };
    const interrupted = await searchFamily({ ...wish, limits: {} }, { pause: async () => false });
    expect(interrupted.bound).toBe('interrupted');
    const limited = await searchFamily({ ...wish, limits: { maxDepth: 3 } }, { pause });
    expect(limited).toMatchObject({ bound: 'max-depth', depth: 3 });
    const startedMs = performance.now() - 3_600_000;
    const late = await searchFamily(
      { ...wish, limits: { maxTimeMs: 60_000 }, startedMs },
      { pause },
    );
    expect(late.bound).toBe('max-time');
  });
});

describe('an order that reads a local before it is written', () => {
  test('is ill-formed', () => {
    const readings = readingsIn(markedModel(DOOR));
    expect(readings).toEqual([{ reader: 3, writers: [1] }]);
    const universe = universeOf({ units: 6, optional: [], fixed: [], readings, jumps: [] });
    expect(universe.illFormed).toBe(360);
    expect(universe.orders.every((order) => order.indexOf(1) < order.indexOf(3))).toBe(true);
  });
});
