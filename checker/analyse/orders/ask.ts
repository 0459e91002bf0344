/**
 * A question about the orders of a function, from the place where it is asked to the answer.
 *
 * Everything that is claimed was found by the search of all orders and is confirmed by searches of single ones.
 */
import type { Bound } from '../../semantics/index.ts';
import type { Broken, FreePair, OrdersAnswer, OrdersOutcome } from './answer.ts';
import { settlePrecedences } from './by-property.ts';
import { Census, type UnitCensus, whyFree } from './census.ts';
import { searchFamily } from './family-search.ts';
import {
  CutJudgement,
  groupOf,
  isAssertion,
  type Judged,
  judge,
  propertyAnswers,
  requirementsFor,
  shortestWith,
} from './judgement.ts';
import { markedModel, type Place, readingsIn } from './order-model.ts';
import { Cut, confirmed, confirmSafe, type Running } from './plain.ts';
import type { Requirements } from './precedences.ts';
import { answerQuery } from './query.ts';
import { jumpsBetween } from './units.ts';
import { type Order, type Precedence, Universe, universeOf } from './universe.ts';

export interface OrdersWish {
  readonly place: Place;
  readonly fixed: readonly Precedence[];
  /** Units that may be missing. */
  readonly optional: readonly number[];
  /** The one property that counts; null: all. */
  readonly property: string | null;
  readonly query: Precedence | null;
}

/** Tries every order. Throws `OrdersError` for what the user has to change. */
export async function askOrders(wish: OrdersWish, running: Running): Promise<OrdersOutcome> {
  const { place, fixed, optional, property: only } = wish;
  const model = markedModel(place);
  const universe = universeOf({
    units: place.units.length,
    fixed,
    optional,
    readings: readingsIn(model),
    jumps: jumpsBetween(place.units),
  });
  try {
    const judged = await judge(place, { universe, only }, running);
    return await answer(wish, judged, running);
  } catch (error) {
    if (!(error instanceof Cut)) throw error;
    return cut(universe, error.bound, error instanceof CutJudgement ? error : null);
  }
}

function cut(universe: Universe, bound: Bound, judgement: CutJudgement | null): OrdersOutcome {
  const { sets } = universe;
  const falls = judgement?.searched.falls ?? [];
  return Object.freeze({
    kind: 'inconclusive',
    bound,
    orders: universe.orders.length,
    states: judgement?.searched.states ?? 0,
    depth: judgement?.searched.depth ?? 0,
    refuted: sets.size(falls.reduce((all, { orders }) => sets.or(all, orders), sets.none)),
  });
}

async function answer(wish: OrdersWish, judged: Judged, running: Running): Promise<OrdersAnswer> {
  const { place, fixed, optional, query } = wish;
  const { model, universe, setAside, searched } = judged;
  const overall = requirementsFor(judged, judged.properties);
  const consequence = groupOf(judged, (property) => !isAssertion(property));
  const assertion = groupOf(judged, isAssertion);
  const effects = await countEffects(judged, overall, running);
  const census = effects?.units() ?? null;
  const free = await freePairs(judged, { overall, census }, running);
  return Object.freeze({
    kind: 'answered',
    model,
    overrides: place.overrides,
    fn: place.fn,
    processes: model.processes.map(({ name }) => name),
    units: place.units,
    fixed,
    optional,
    universe,
    states: searched.states,
    setAside,
    properties: propertyAnswers(judged, await settlePrecedences(judged, running)),
    overall,
    consequence,
    assertion,
    broken: await counterexamples(judged, { consequence, assertion, overall }, running),
    free,
    census,
    neverTaken: effects?.neverTaken(place.fn) ?? [],
    query:
      query === null
        ? null
        : await answerQuery(query, { judged, overall, free, census, only: wish.property }, running),
  });
}

/** One for each precedence that is required, and one for each pattern that is forbidden beyond them. */
async function counterexamples(
  judged: Judged,
  { consequence, assertion, overall }: Pick<OrdersAnswer, 'consequence' | 'assertion' | 'overall'>,
  running: Running,
): Promise<readonly Broken[]> {
  const known = new Set(consequence.requirements.required.map(keyOf));
  const byAssertion = assertion.requirements.reduced.filter((pair) => !known.has(keyOf(pair)));
  const swapped = ({ before, after }: Precedence) => [{ before: after, after: before }];
  const questions = [
    ...consequence.requirements.reduced.map((pair) => ({ has: swapped(pair), by: consequence })),
    ...byAssertion.map((pair) => ({ has: swapped(pair), by: assertion })),
    ...consequence.requirements.forbidden.map(({ precedences: has }) => ({ has, by: consequence })),
    ...assertion.requirements.forbidden.map(({ precedences: has }) => ({ has, by: assertion })),
  ];
  const claims = questions.flatMap(({ has, by }) => {
    const { properties } = by;
    const required = [...by.requirements.required, ...overall.required];
    return shortestWith(judged, has, { properties, required }) ?? [];
  });
  return Promise.all(claims.map((claim) => confirmed(judged.place, claim, running)));
}

const keyOf = ({ before, after }: Precedence): string => `${before} ${after}`;

/** What every unit changes in the safe orders; null when there is none. */
async function countEffects(
  { place, model, universe }: Judged,
  { safe }: Requirements,
  running: Running,
): Promise<Census | null> {
  const orders = universe.sets.members(safe).map((number) => universe.orders[number] as Order);
  if (orders.length === 0) return null;
  const census = new Census(model, place.units.length);
  const wish = { ...running, model, fn: place.fn, units: place.units.length };
  const searched = await searchFamily(
    { ...wish, universe: new Universe(orders) },
    { pause: running.pause, onFired: census.count },
  );
  if (searched.bound !== null) throw new Cut(searched.bound);
  return census;
}

async function freePairs(
  judged: Judged,
  { overall, census }: { overall: Requirements; census: readonly UnitCensus[] | null },
  running: Running,
): Promise<readonly FreePair[]> {
  const { place, universe, properties } = judged;
  if (census === null) return [];
  const pairs = overall.free.flatMap((pair) => {
    const orders = neighbours(universe, overall, pair);
    return orders === null ? [] : [{ pair, why: whyFree(census, pair), orders }];
  });
  const swapped = pairs.flatMap(({ orders }) => orders);
  await Promise.all(
    swapped.map((order) => confirmSafe(place, { order, judged: properties }, running)),
  );
  return pairs;
}

/** A safe order in which the two are neighbours, and the same with them swapped. */
function neighbours(
  universe: Universe,
  { safe }: Requirements,
  [a, b]: readonly [number, number],
): readonly [Order, Order] | null {
  for (const number of universe.sets.members(safe)) {
    const order = universe.orders[number] as Order;
    const at = order.indexOf(a);
    if (at < 0 || order[at + 1] !== b) continue;
    return [order, [...order.slice(0, at), b, a, ...order.slice(at + 2)]];
  }
  return null;
}
