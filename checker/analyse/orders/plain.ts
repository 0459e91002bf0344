/**
 * Plain searches of one order each: what every claim about orders is confirmed by before anybody reads it.
 */
import { searchModel } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import {
  type Bound,
  type Finding,
  type Limits,
  type SearchResult,
  stepsOf,
} from '../../semantics/index.ts';
import type { Broken } from './answer.ts';
import type { Figures } from './family-search.ts';
import { orderModel, orderText, type Place } from './order-model.ts';
import type { OrderRequest, OrderSearched } from './order-searches.ts';
import type { Order, Precedence } from './universe.ts';

/** The search of all orders and that of one do not agree: a bug. */
export class OrdersDisagreement extends Error {}

/** A limit was hit, or somebody interrupted. */
export class Cut extends Error {
  readonly bound: Bound;
  constructor(bound: Bound) {
    super(bound);
    this.bound = bound;
  }
}

/** How searches are run: with which limits, and who hears of them. */
export interface Running {
  readonly limits: Limits;
  /** When the question was asked, in milliseconds of `performance.now()`: the limit of time is for all of it. */
  readonly startedMs: number;
  /** Called every few milliseconds, with the figures of what is searched in this thread, if that has any; false stops. */
  readonly pause: (figures: Figures | null) => Promise<boolean>;
  /** Searches a model somewhere. Never throws. */
  readonly search: (request: OrderRequest) => Promise<OrderSearched>;
}

/** Gives others their turn, between two pieces of work. Throws `Cut`. */
export async function goOn(
  { limits: { maxTimeMs }, startedMs, pause }: Running,
  figures: Figures | null,
): Promise<void> {
  if (!(await pause(figures))) throw new Cut('interrupted');
  if (performance.now() - startedMs > (maxTimeMs ?? Number.POSITIVE_INFINITY))
    throw new Cut('max-time');
}

/** The whole space of one order. */
export const searchOrder = (place: Place, order: Order): SearchResult =>
  searchModel({ model: orderModel(place, order), limits: {}, engine: 'compiled', hooks: {} });

/** Searches a model to its end. Throws `Cut`. */
export async function searchPlain(model: Model, running: Running): Promise<SearchResult> {
  await goOn(running, null);
  const searched = await running.search({ model, limits: limitsLeft(running) });
  if (searched.kind === 'failed') throw new OrdersDisagreement(searched.message);
  if (searched.kind === 'gone') throw new Cut(searched.bound);
  const { completion } = searched.result;
  if (completion.kind === 'limitReached') throw new Cut(completion.bound);
  return searched.result;
}

/** The limit of time is for the whole question. */
const limitsLeft = ({ limits, startedMs }: Running): Limits =>
  limits.maxTimeMs === undefined
    ? limits
    : { ...limits, maxTimeMs: Math.max(0, limits.maxTimeMs - (performance.now() - startedMs)) };

export const violatedIn = ({ verdicts }: SearchResult): readonly string[] =>
  verdicts.flatMap(({ kind, property }) => (kind === 'violated' ? [property] : []));

/** What the search of all orders says of one. */
export interface Claim {
  readonly precedences: readonly Precedence[];
  readonly order: Order;
  readonly property: string;
  readonly steps: number;
}

/** The counterexample of a claim, from a search of that one order. */
export async function confirmed(place: Place, claim: Claim, running: Running): Promise<Broken> {
  const model = orderModel(place, claim.order);
  const result = await searchPlain(model, running);
  const finding = findingOf(result, claim.property);
  if (finding === null || stepsOf(finding).length !== claim.steps)
    throw new OrdersDisagreement(
      `${claim.property} after ${claim.steps} steps is not what a search of the order '${orderText(place.units, claim.order)}' finds`,
    );
  return Object.freeze({ ...claim, finding, model, overrides: place.overrides });
}

function findingOf({ verdicts }: SearchResult, property: string): Finding | null {
  const verdict = verdicts.find((each) => each.property === property);
  return verdict?.kind === 'violated' ? verdict.finding : null;
}

/** Throws if one of the properties falls in an order that is said to be safe. */
export async function confirmSafe(
  place: Place,
  { order, judged }: { readonly order: Order; readonly judged: readonly string[] },
  running: Running,
): Promise<void> {
  const violated = violatedIn(await searchPlain(orderModel(place, order), running));
  const wrong = violated.find((property) => judged.includes(property));
  if (wrong !== undefined)
    throw new OrdersDisagreement(
      `the order '${orderText(place.units, order)}' is said to be safe and violates ${wrong}`,
    );
}
