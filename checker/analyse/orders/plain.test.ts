/**
 * What a search of all orders claims is confirmed by searches of single ones: a wrong claim is noticed.
 */
import { expect, test } from 'vitest';
import { stepsOf } from '../../semantics/index.ts';
import { placeIn } from '../../testing/orders-place.ts';
import { RUNNING } from '../../testing/orders-running.ts';
import { ordersSpec, WORK_STEPS } from '../../testing/orders-spec.ts';
import { confirmed, confirmSafe, OrdersDisagreement, searchOrder } from './plain.ts';

const DOOR = placeIn(ordersSpec, 'work', WORK_STEPS);

/** lock, unlock, read, close, write, open: the lock is given up before anything is done. */
const order = [0, 5, 1, 2, 3, 4];
const { verdicts } = searchOrder(DOOR, order);
const [violated] = verdicts.flatMap((verdict) =>
  verdict.kind === 'violated'
    ? [{ property: verdict.property, steps: stepsOf(verdict.finding).length }]
    : [],
);
const kept = verdicts.flatMap(({ kind, property }) => (kind === 'holds' ? [property] : []));

test('a counterexample of the right length is confirmed, any other is not', async () => {
  const claim = { precedences: [], order, ...(violated as NonNullable<typeof violated>) };
  const broken = await confirmed(DOOR, claim, RUNNING);
  expect(stepsOf(broken.finding)).toHaveLength(claim.steps);
  const longer = { ...claim, steps: claim.steps + 1 };
  await expect(confirmed(DOOR, longer, RUNNING)).rejects.toThrow(OrdersDisagreement);
  const other = { ...claim, property: kept[0] as string };
  await expect(confirmed(DOOR, other, RUNNING)).rejects.toThrow(OrdersDisagreement);
});

test('an order is safe only if it keeps every property that is judged', async () => {
  await confirmSafe(DOOR, { order, judged: kept }, RUNNING);
  const judged = [...kept, (violated as NonNullable<typeof violated>).property];
  await expect(confirmSafe(DOOR, { order, judged }, RUNNING)).rejects.toThrow(/is said to be safe/);
});
