/**
 * All orders of one function in one place judged: which properties fall without it, which orders each property refutes, and what that requires.
 */
import { S_ASSERT, S_LOCKBAL } from '../../lang/index.ts';
import { DEADLOCK, type Model } from '../../model/index.ts';
import { ERROR } from '../../semantics/index.ts';
import type { GroupAnswer, PropertyAnswer } from './answer.ts';
import { environmentModel } from './family.ts';
import { type FamilySearched, searchFamily } from './family-search.ts';
import { markedModel, type Place } from './order-model.ts';
import type { OrderSet } from './order-sets.ts';
import { type Claim, Cut, type Running, searchPlain, violatedIn } from './plain.ts';
import { Pairs, type Requirements, requirementsOf } from './precedences.ts';
import type { Precedence, Universe } from './universe.ts';

/** Asserted in the code itself: half of all orders fall there, and what would go wrong stays unseen. */
const ASSERTIONS: ReadonlySet<string> = new Set([S_ASSERT.id, S_LOCKBAL.id]);

export interface Judged {
  readonly place: Place;
  readonly model: Model;
  readonly universe: Universe;
  readonly pairs: Pairs;
  readonly searched: FamilySearched;
  readonly setAside: readonly string[];
  /** In the order of the model. */
  readonly properties: readonly string[];
  readonly violated: ReadonlyMap<string, OrderSet>;
}

/** What is known of a property: orders that violate it, and orders that were searched to their end and do not. */
export interface Known {
  readonly property: string;
  readonly violating: OrderSet;
  readonly keeping: OrderSet;
}

/** The search was cut; what was known until then. */
export class CutJudgement extends Cut {
  readonly searched: FamilySearched;
  constructor(searched: FamilySearched) {
    super(searched.bound ?? 'interrupted');
    this.searched = searched;
  }
}

/** So many states of all orders are visited before orders are dropped that have nothing more to say of any group: some seconds. */
const FOLLOWED_STATES = 1_000_000;

export interface JudgeWish {
  readonly universe: Universe;
  /** The one property that counts; null: all. */
  readonly only: string | null;
  /** Distinct states from which on an order is followed no further than to its first violation in each group. */
  readonly followedStates?: number;
}

/** Judges all orders of a universe. Throws `Cut`. */
export async function judge(place: Place, wish: JudgeWish, running: Running): Promise<Judged> {
  const { universe, only, followedStates: fromStates = FOLLOWED_STATES } = wish;
  const model = markedModel(place);
  const { fn, units } = place;
  const alone = await searchPlain(environmentModel(model, fn), running);
  const setAside = violatedIn(alone).filter((property) => property !== DEADLOCK);
  const properties = [...model.properties.map(({ id }) => id), DEADLOCK, ERROR].filter(
    (id) => !setAside.includes(id) && (only === null || id === only),
  );
  const groups = [true, false].map((asserted) =>
    properties.filter((property) => isAssertion(property) === asserted),
  );
  const dropping = { fromStates, groups: groups.filter(({ length }) => length > 0) };
  const searched = await searchFamily(
    { ...running, model, fn, units: units.length, universe, dropping },
    running,
  );
  if (searched.bound !== null) throw new CutJudgement(searched);
  const { sets } = universe;
  const violated = new Map(
    properties.map((property) => {
      const falls = searched.falls.filter((fall) => fall.property === property);
      return [property, falls.reduce((all, { orders }) => sets.or(all, orders), sets.none)];
    }),
  );
  const pairs = new Pairs(universe, units.length);
  return { place, model, universe, pairs, searched, setAside, properties, violated };
}

/** What the properties together require. */
export function requirementsFor(judged: Judged, properties: readonly string[]): Requirements {
  const { sets } = judged.universe;
  const safe = properties.reduce(
    (left, property) => sets.minus(left, judged.violated.get(property) ?? sets.none),
    sets.all,
  );
  return requirementsOf(judged.pairs, safe);
}

export const isAssertion = (property: string): boolean => ASSERTIONS.has(property);

export function groupOf(judged: Judged, isIn: (property: string) => boolean): GroupAnswer {
  const properties = judged.properties.filter(isIn);
  // An error in the spec is no property: it counts only where it happens.
  const named = properties.filter(
    (id) => id !== ERROR || judged.violated.get(id) !== judged.universe.sets.none,
  );
  return { properties: named, requirements: requirementsFor(judged, properties) };
}

/** What the search of all orders leaves: of orders that were dropped only violations are known. */
export function knownIn({ universe, properties, violated, searched }: Judged): readonly Known[] {
  const { sets } = universe;
  return properties.map((property) => {
    const violating = violated.get(property) ?? sets.none;
    const keeping = sets.minus(sets.minus(sets.all, searched.dropped), violating);
    return { property, violating, keeping };
  });
}

export function propertyAnswers(
  { universe, pairs }: Judged,
  known: readonly Known[],
): readonly PropertyAnswer[] {
  const { sets } = universe;
  return known.flatMap(({ property, violating, keeping }) => {
    if (violating === sets.none) return [];
    const isExact = sets.or(violating, keeping) === sets.all;
    const requirements = requirementsOf(pairs, sets.minus(sets.all, violating));
    return [{ property, violated: sets.size(violating), isExact, requirements }];
  });
}

/** The shortest trace of an order that has all of `precedences`, if possible nothing else of what is forbidden. */
export function shortestWith(
  judged: Judged,
  precedences: readonly Precedence[],
  { properties, required }: { properties: readonly string[]; required: readonly Precedence[] },
): Claim | null {
  const { universe, pairs, searched } = judged;
  const { sets } = universe;
  const having = precedences.reduce((left, pair) => sets.and(left, pairs.having(pair)), sets.all);
  const isBroken = ({ before, after }: Precedence): boolean =>
    precedences.some((each) => each.before === after && each.after === before);
  const alone = required
    .filter((pair) => !isBroken(pair))
    .reduce((left, pair) => sets.minus(left, pairs.against(pair)), having);
  for (const candidates of [alone, having]) {
    const fall = searched.falls.find(
      (each) =>
        properties.includes(each.property) && sets.and(each.orders, candidates) !== sets.none,
    );
    if (fall === undefined) continue;
    const [first] = sets.members(sets.and(fall.orders, candidates));
    const order = universe.orders[first as number];
    if (order !== undefined)
      return { precedences, order, property: fall.property, steps: fall.steps };
  }
  return null;
}
