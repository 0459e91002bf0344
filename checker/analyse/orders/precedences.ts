/**
 * What a set of safe orders has in common: required precedences, whether they suffice, what is forbidden beyond them, what is free.
 *
 * Sets and pairs only; what a unit is and why an order is unsafe is not known here.
 */
import type { OrderSet } from './order-sets.ts';
import type { Precedence, Universe } from './universe.ts';

/** Precedences that no safe order has all of at once. */
export interface ForbiddenPattern {
  readonly precedences: readonly Precedence[];
  /** Orders that it refutes beyond the required precedences, and beyond the patterns before it. */
  readonly orders: number;
}

export interface Requirements {
  readonly safe: OrderSet;
  /** In every safe order, and not in every order that was tried. */
  readonly required: readonly Precedence[];
  /** Without those that follow from others and from what every order that was tried has. */
  readonly reduced: readonly Precedence[];
  /** Units that every safe order has although they are optional. */
  readonly needed: readonly number[];
  /** The orders with these precedences and units are exactly the safe ones. */
  readonly isSufficient: boolean;
  /** What else is forbidden, where the precedences do not suffice; largest first. */
  readonly forbidden: readonly ForbiddenPattern[];
  /** Orders that none of the patterns above explains. */
  readonly unexplained: number;
  /** Pairs that may be swapped wherever they are neighbours in a safe order. */
  readonly free: readonly (readonly [number, number])[];
}

/** All pairs of units, with the orders in which the first comes before the second. */
export class Pairs {
  readonly universe: Universe;
  readonly units: number;
  readonly all: readonly Precedence[];
  readonly #having = new Map<string, OrderSet>();

  constructor(universe: Universe, units: number) {
    this.universe = universe;
    this.units = units;
    const numbers = Array.from({ length: units }, (_, unit) => unit);
    this.all = numbers.flatMap((before) =>
      numbers.flatMap((after) => (before === after ? [] : [{ before, after }])),
    );
    for (const pair of this.all) this.#having.set(keyOf(pair), universe.having(pair));
  }

  having(pair: Precedence): OrderSet {
    return this.#having.get(keyOf(pair)) ?? this.universe.sets.none;
  }

  against({ before, after }: Precedence): OrderSet {
    return this.having({ before: after, after: before });
  }

  /** In every order that was tried: what was fixed, and what a local demands. */
  get given(): readonly Precedence[] {
    const { none } = this.universe.sets;
    return this.all.filter((pair) => this.against(pair) === none && this.having(pair) !== none);
  }
}

const keyOf = ({ before, after }: Precedence): string => `${before} ${after}`;

const isSame = (a: Precedence, b: Precedence): boolean =>
  a.before === b.before && a.after === b.after;

/** Says what the safe orders have in common. */
export function requirementsOf(pairs: Pairs, safe: OrderSet): Requirements {
  const { universe } = pairs;
  const { sets } = universe;
  const required =
    safe === sets.none
      ? []
      : pairs.all.filter(
          (pair) =>
            pairs.against(pair) !== sets.none && sets.and(safe, pairs.against(pair)) === sets.none,
        );
  const needed = neededUnits(pairs, safe);
  const keeping = required.reduce((left, pair) => sets.minus(left, pairs.against(pair)), sets.all);
  const admitted = needed.reduce((left, unit) => sets.and(left, withUnit(universe, unit)), keeping);
  const unsafe = safe === sets.none ? sets.none : sets.minus(admitted, safe);
  const { forbidden, left } = patternsOf(pairs, safe, unsafe);
  const closure = [...required, ...pairs.given];
  return Object.freeze({
    safe,
    required,
    reduced: reduction(closure).filter((pair) => required.some((each) => isSame(each, pair))),
    needed,
    isSufficient: safe !== sets.none && unsafe === sets.none,
    forbidden,
    unexplained: sets.size(left),
    free: freePairs(pairs, safe),
  });
}

/** What does not follow from two others by transitivity. */
export const reduction = (pairs: readonly Precedence[]): readonly Precedence[] =>
  pairs.filter(
    ({ before, after }) =>
      !pairs.some(
        (first) =>
          first.before === before &&
          pairs.some((second) => second.before === first.after && second.after === after),
      ),
  );

const withUnit = (universe: Universe, unit: number): OrderSet =>
  universe.where((order) => order.includes(unit));

function neededUnits({ universe, units }: Pairs, safe: OrderSet): readonly number[] {
  const { sets } = universe;
  if (safe === sets.none) return [];
  return Array.from({ length: units }, (_, unit) => unit).filter((unit) => {
    const having = withUnit(universe, unit);
    return having !== sets.all && sets.isSubset(safe, having);
  });
}

/** Conjunctions of two, then three precedences that cover the orders to explain, the largest first. */
function patternsOf(
  pairs: Pairs,
  safe: OrderSet,
  unsafe: OrderSet,
): { readonly forbidden: readonly ForbiddenPattern[]; readonly left: OrderSet } {
  const { sets } = pairs.universe;
  const useful = pairs.all.filter((pair) => sets.and(unsafe, pairs.having(pair)) !== sets.none);
  const forbidden: ForbiddenPattern[] = [];
  let left = unsafe;
  for (let length = 2; length <= 3 && left !== sets.none; length++) {
    const candidates = conjunctions(pairs, useful, length).filter(
      ({ orders }) => sets.and(orders, safe) === sets.none,
    );
    while (left !== sets.none) {
      let [best, most] = [null as Conjunction | null, 0];
      for (const each of candidates) {
        const size = sets.size(sets.and(each.orders, left));
        if (size > most) [best, most] = [each, size];
      }
      if (best === null) break;
      forbidden.push({ precedences: best.precedences, orders: most });
      left = sets.minus(left, best.orders);
    }
  }
  return { forbidden, left };
}

interface Conjunction {
  readonly precedences: readonly Precedence[];
  readonly orders: OrderSet;
}

function conjunctions(
  pairs: Pairs,
  useful: readonly Precedence[],
  length: number,
): readonly Conjunction[] {
  const { sets } = pairs.universe;
  const extend = (from: number, so: Conjunction): readonly Conjunction[] => {
    if (so.precedences.length === length) return [so];
    return useful.slice(from).flatMap((pair, at) => {
      const orders = sets.and(so.orders, pairs.having(pair));
      if (orders === sets.none) return [];
      return extend(from + at + 1, { precedences: [...so.precedences, pair], orders });
    });
  };
  return extend(0, { precedences: [], orders: sets.all });
}

function freePairs(pairs: Pairs, safe: OrderSet): Requirements['free'] {
  const { universe } = pairs;
  const numbers = new Map(universe.orders.map((order, number) => [order.join(), number]));
  const verdicts = new Map<string, boolean>();
  for (const number of universe.sets.members(safe)) {
    const order = universe.orders[number] as readonly number[];
    for (let at = 0; at + 1 < order.length; at++) {
      const [a, b] = [order[at] as number, order[at + 1] as number];
      const swapped = numbers.get([...order.slice(0, at), b, a, ...order.slice(at + 2)].join());
      if (swapped === undefined) continue;
      const key = `${Math.min(a, b)} ${Math.max(a, b)}`;
      verdicts.set(key, (verdicts.get(key) ?? true) && universe.sets.has(safe, swapped));
    }
  }
  return [...verdicts]
    .filter(([, isFree]) => isFree)
    .map(([key]) => key.split(' ').map(Number) as [number, number])
    .toSorted(([a, b], [c, d]) => a - c || b - d);
}

/** Units that are free among themselves, each in the largest group it fits; a unit may be in several. */
export function freeGroups(free: Requirements['free']): readonly (readonly number[])[] {
  const isFree = (a: number, b: number): boolean =>
    free.some(([x, y]) => (x === a && y === b) || (x === b && y === a));
  const groups = free.map((pair) => {
    const group = [...pair];
    const others = [...new Set(free.flat())].toSorted((a, b) => a - b);
    for (const unit of others)
      if (!group.includes(unit) && group.every((each) => isFree(each, unit))) group.push(unit);
    return group.toSorted((a, b) => a - b);
  });
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

/**
 * The precedences as a chain of layers, every unit of one before every unit of the next; null where they are not of that form. Units without
 * any precedence are in no layer.
 */
export function layersOf(closure: readonly Precedence[]): readonly (readonly number[])[] | null {
  const units = [...new Set(closure.flatMap(({ before, after }) => [before, after]))];
  const predecessors = (unit: number): number =>
    closure.filter(({ after }) => after === unit).length;
  const byCount = new Map<number, number[]>();
  for (const unit of units.toSorted((a, b) => a - b)) {
    const count = predecessors(unit);
    byCount.set(count, [...(byCount.get(count) ?? []), unit]);
  }
  const layers = [...byCount].toSorted(([a], [b]) => a - b).map(([, layer]) => layer);
  let before = 0;
  for (const layer of layers) {
    // In a chain, exactly all units of earlier layers come before each unit.
    if (layer.some((unit) => predecessors(unit) !== before)) return null;
    before += layer.length;
  }
  return layers;
}

/** The precedences with all that follows from them. */
export function closureOf(pairs: readonly Precedence[]): readonly Precedence[] {
  const all = [...pairs];
  for (const first of all) {
    for (const second of pairs) {
      const joined = { before: first.before, after: second.after };
      if (first.after === second.before && !all.some((each) => isSame(each, joined)))
        all.push(joined);
    }
  }
  return all;
}
