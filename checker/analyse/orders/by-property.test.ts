/**
 * The search that drops decided orders, and what is learned of them afterwards, against the search that follows every order to its end.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import hb19 from '../../../specs/history/hb-19.ts';
import { placeIn } from '../../testing/orders-place.ts';
import { RUNNING } from '../../testing/orders-running.ts';
import { ordersSpec, WORK_STEPS } from '../../testing/orders-spec.ts';
import { settlePrecedences } from './by-property.ts';
import {
  groupOf,
  isAssertion,
  type Judged,
  judge,
  type Known,
  knownIn,
  propertyAnswers,
  requirementsFor,
} from './judgement.ts';
import type { Place } from './order-model.ts';
import type { OrderSet } from './order-sets.ts';
import { Cut } from './plain.ts';
import { type Precedence, universeOf } from './universe.ts';

/** Judged twice: every order to its end, and none further than to its first violation in each group. */
async function twice(place: Place, fixed: readonly Precedence[]) {
  const units = place.units.length;
  const universe = universeOf({ units, optional: [], fixed, readings: [], jumps: [] });
  const judgedFrom = (followedStates: number): Promise<Judged> =>
    judge(place, { universe, only: null, followedStates }, RUNNING);
  const [exact, dropped] = [await judgedFrom(Number.POSITIVE_INFINITY), await judgedFrom(0)];
  return { exact, dropped, learned: await settlePrecedences(dropped, RUNNING) };
}

const RESET = placeIn(hb19, 'vfio_pci_ioctl_reset', null);
const CASES: readonly (readonly [string, Place, readonly Precedence[]])[] = [
  ['the door', placeIn(ordersSpec, 'work', WORK_STEPS), []],
  ['a reset with faults, importers and power writes', RESET, [{ before: 4, after: 5 }]],
];

describe.each(CASES)('orders that are dropped: %s', (_, place, fixed) => {
  let exact: Judged;
  let dropped: Judged;
  let learned: readonly Known[];
  beforeAll(async () => {
    ({ exact, dropped, learned } = await twice(place, fixed));
  }, 120_000);

  test('are many, and save states', () => {
    const { sets } = dropped.universe;
    expect(exact.searched.dropped).toBe(sets.none);
    expect(sets.size(dropped.searched.dropped)).toBeGreaterThan(sets.count / 4);
    expect(dropped.searched.states).toBeLessThan(exact.searched.states);
  });

  test('leave the answer of each group as it is, with the first violation of every order', () => {
    for (const isIn of [isAssertion, (id: string) => !isAssertion(id)]) {
      expect(groupOf(dropped, isIn)).toEqual(groupOf(exact, isIn));
      const { properties } = groupOf(exact, isIn);
      expect(firstSteps(dropped, properties)).toEqual(firstSteps(exact, properties));
    }
  });

  test('are known well enough to say what each property requires', () => {
    for (const { property, requirements } of propertyAnswers(dropped, learned)) {
      const { required } = requirementsFor(exact, [property]);
      expect([property, requirements.required]).toEqual([property, required]);
    }
  });

  test('violate what is said to be violated, and keep what is said to be kept', () => {
    const { sets } = exact.universe;
    const isWithin = (a: OrderSet, b: OrderSet): boolean => sets.isSubset(a, b);
    for (const truth of knownIn(exact)) {
      const said = learned.find(({ property }) => property === truth.property) as Known;
      expect(isWithin(said.violating, truth.violating)).toBe(true);
      expect(isWithin(said.keeping, truth.keeping)).toBe(true);
    }
  });
});

/** By order, the length of its shortest violation of any of the properties. */
function firstSteps(
  { universe, searched }: Judged,
  properties: readonly string[],
): readonly (number | undefined)[] {
  const falls = searched.falls.filter(({ property }) => properties.includes(property));
  return universe.orders.map(
    (_, order) => falls.find(({ orders }) => universe.sets.has(orders, order))?.steps,
  );
}

test('learning stops when it is asked to', async () => {
  const [[, place, fixed]] = CASES as unknown as [(typeof CASES)[number]];
  const { dropped } = await twice(place, fixed);
  const stopped = settlePrecedences(dropped, { ...RUNNING, pause: async () => false });
  await expect(stopped).rejects.toThrow(new Cut('interrupted'));
  const late = settlePrecedences(dropped, { ...RUNNING, limits: { maxTimeMs: 0 } });
  await expect(late).rejects.toThrow(new Cut('max-time'));
});
