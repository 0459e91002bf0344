/**
 * An answer about orders as one JSON object: names instead of numbers, and the steps of every counterexample.
 */
import type {
  Broken,
  Dropped,
  OrdersAnswer,
  Precedence,
  QueryAnswer,
  Requirements,
} from '../../analyse/index.ts';
import { stepsOf, stepText } from '../../semantics/index.ts';
import { jsonLine } from '../result-json.ts';
import type { OrdersReport } from './text.ts';
import { Words } from './words.ts';

export function ordersJson({ name, outcome }: OrdersReport): string {
  if (outcome.kind === 'inconclusive') return jsonLine('orders', { name, ...outcome });
  const words = new Words(outcome);
  const { model, universe, overall, consequence, assertion } = outcome;
  const group = ({ properties, requirements }: typeof consequence) => ({
    properties,
    ...requirementsJson(requirements, outcome, words),
  });
  return jsonLine('orders', {
    kind: outcome.kind,
    name,
    function: outcome.fn,
    environment: outcome.processes,
    bounds: model.bounds,
    digest: model.digest,
    units: outcome.units.map(({ name: unit, text }) => ({ name: unit, text })),
    fixed: outcome.fixed.map((pair) => words.pair(pair)),
    optional: outcome.optional.map((unit) => words.unit(unit)),
    orders: universe.orders.length,
    illFormed: universe.illFormed,
    states: outcome.states,
    setAside: outcome.setAside,
    safe: universe.sets
      .members(overall.safe)
      .map((order) => words.order(universe.orders[order] ?? [])),
    consequence: group(consequence),
    assertion: group(assertion),
    properties: outcome.properties.map(({ property, violated, isExact, requirements }) => ({
      property,
      violated,
      isExact,
      ...requirementsJson(requirements, outcome, words),
    })),
    whyFree: outcome.free.map(({ pair, why, orders }) => ({
      pair: pair.map((unit) => words.unit(unit)),
      why: words.why(why),
      orders: orders.map((order) => words.order(order)),
    })),
    census: censusJson(outcome),
    broken: outcome.broken.map((each) => brokenJson(each, words)),
    neverTaken: outcome.neverTaken,
    query: outcome.query === null ? null : queryJson(outcome.query, words),
  });
}

function requirementsJson(
  requirements: Requirements,
  { universe }: OrdersAnswer,
  words: Words,
): Readonly<Record<string, unknown>> {
  const pairs = (all: readonly Precedence[]) => all.map((pair) => words.pair(pair));
  return {
    safeOrders: universe.sets.size(requirements.safe),
    required: pairs(requirements.required),
    reduced: pairs(requirements.reduced),
    needed: requirements.needed.map((unit) => words.unit(unit)),
    isSufficient: requirements.isSufficient,
    forbidden: requirements.forbidden.map(({ precedences, orders }) => ({
      precedences: pairs(precedences),
      orders,
    })),
    unexplained: requirements.unexplained,
    free: requirements.free.map((pair) => pair.map((unit) => words.unit(unit))),
  };
}

const censusJson = ({ census, units }: OrdersAnswer) =>
  census?.map(({ fired, changed, variables, lasting }, unit) => ({
    unit: units[unit]?.name,
    fired,
    changed,
    variables,
    lasting,
  })) ?? null;

const brokenJson = (broken: Broken, words: Words) => ({
  precedences: broken.precedences.map((pair) => words.pair(pair)),
  order: words.order(broken.order),
  property: broken.property,
  steps: broken.steps,
  trace: stepsOf(broken.finding).map(stepText),
});

function queryJson(query: QueryAnswer, words: Words) {
  const dropped = ({ settings, setAside, required, property, broken }: Dropped) => ({
    settings,
    setAside,
    required: words.pair(required),
    property,
    broken: brokenJson(broken, words),
  });
  return {
    asked: words.pair(query.asked),
    verdict: query.verdict,
    having: query.having,
    against: query.against,
    why: query.why === null ? null : words.why(query.why),
    broken: query.broken === null ? null : brokenJson(query.broken, words),
    dropped: query.dropped.map(dropped),
    tried: query.tried,
    idle: query.idle,
  };
}
