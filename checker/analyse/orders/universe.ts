/**
 * Which orders there are: every sequence of the units that keeps what is fixed and reads nothing before it is written.
 *
 * An order is a list of unit numbers. Optional units may be missing. What a unit does is not known here.
 */
import { type OrderSet, OrderSets } from './order-sets.ts';

/** Units by number, in the order in which they run. */
export type Order = readonly number[];

/** `before` runs before `after`, when both run. */
export interface Precedence {
  readonly before: number;
  readonly after: number;
}

/** A unit that must not run before all who write what it reads. */
export interface Reading {
  readonly reader: number;
  readonly writers: readonly number[];
}

export interface UniverseWish {
  readonly units: number;
  readonly optional: readonly number[];
  readonly fixed: readonly Precedence[];
  readonly readings: readonly Reading[];
  /** Who jumps to which unit: never back. */
  readonly jumps: readonly Precedence[];
}

/** As next unit: the function returns. */
export const LEAVE = -1;

/** Makes the universe of all orders that are to be tried. */
export function universeOf(wish: UniverseWish): Universe {
  const all = ordersOf(wish);
  const orders = all.filter((order) => isWellFormed(order, wish));
  return new Universe(orders, all.length - orders.length);
}

export class Universe {
  readonly orders: readonly Order[];
  readonly sets: OrderSets;
  /** Orders left out because something is read before it is written, or a jump leads back. */
  readonly illFormed: number;
  readonly #next = new Map<string, OrderSet>();
  /** By unit, the units that have run when it has, in which orders. */
  readonly #upTo = new Map<number, Map<number, OrderSet>>();

  constructor(orders: readonly Order[], illFormed = 0) {
    this.orders = Object.freeze([...orders]);
    this.illFormed = illFormed;
    this.sets = new OrderSets(orders.length);
    const members = new Map<string, number[]>();
    for (const [number, order] of orders.entries()) {
      let done = 0;
      for (const unit of [...order, LEAVE]) {
        const key = `${done} ${unit}`;
        const known = members.get(key);
        if (known === undefined) members.set(key, [number]);
        else known.push(number);
        done |= 1 << unit;
      }
    }
    for (const [key, numbers] of members) this.#next.set(key, this.sets.of(numbers));
  }

  /** The orders in which `unit` comes next once exactly the units of the mask `done` have run. */
  next(done: number, unit: number): OrderSet {
    return this.#next.get(`${done} ${unit}`) ?? this.sets.none;
  }

  /** The orders in which both run, `before` first. */
  having({ before, after }: Precedence): OrderSet {
    return this.where((order) => {
      const [first, second] = [order.indexOf(before), order.indexOf(after)];
      return first >= 0 && second > first;
    });
  }

  /** What counts as begun behind a jump to `unit`, and in which orders. */
  jump(done: number, unit: number): readonly (readonly [begun: number, orders: OrderSet])[] {
    const known = this.#upTo.get(unit) ?? this.#masksUpTo(unit);
    this.#upTo.set(unit, known);
    return [...known].filter(([begun]) => (begun & done) === done);
  }

  #masksUpTo(unit: number): Map<number, OrderSet> {
    const members = new Map<number, number[]>();
    for (const [number, order] of this.orders.entries()) {
      const at = order.indexOf(unit);
      if (at < 0) continue;
      const mask = order.slice(0, at + 1).reduce((begun, each) => begun | (1 << each), 0);
      members.set(mask, [...(members.get(mask) ?? []), number]);
    }
    return new Map([...members].map(([mask, numbers]) => [mask, this.sets.of(numbers)]));
  }

  where(holds: (order: Order) => boolean): OrderSet {
    return this.sets.of(this.orders.flatMap((order, number) => (holds(order) ? [number] : [])));
  }

  numberOf(order: Order): number {
    const text = order.join();
    return this.orders.findIndex((each) => each.join() === text);
  }
}

/** How many orders keep what is fixed, without making them. Cost: a number for each set of units. */
export function countOrders({
  units,
  optional,
  fixed,
}: Pick<UniverseWish, 'units' | 'optional' | 'fixed'>): number {
  return presences(units, optional).reduce((sum, present) => sum + countOf(present, fixed), 0);
}

/** Orders of the units of a mask. */
function countOf(present: number, fixed: readonly Precedence[]): number {
  const counts = new Float64Array(present + 1);
  counts[0] = 1;
  for (let done = 0; done < present; done++) {
    if ((done & present) !== done || counts[done] === 0) continue;
    for (let left = present & ~done; left !== 0; left &= left - 1) {
      const unit = 31 - Math.clz32(left & -left);
      const isBlocked = fixed.some(
        ({ before, after }) => after === unit && ((present & ~done) >> before) & 1,
      );
      if (isBlocked) continue;
      const next = done | (1 << unit);
      counts[next] = (counts[next] as number) + (counts[done] as number);
    }
  }
  return counts[present] as number;
}

/** Which units may be there, as masks. */
function presences(units: number, optional: readonly number[]): readonly number[] {
  const all = 2 ** units - 1;
  return Array.from({ length: 2 ** optional.length }, (_, missing) =>
    optional.reduce((left, unit, at) => ((missing >> at) & 1 ? left & ~(1 << unit) : left), all),
  );
}

function ordersOf({ units, optional, fixed }: UniverseWish): readonly Order[] {
  const found: Order[] = [];
  const all = Array.from({ length: units }, (_, unit) => unit);
  for (const present of presences(units, optional)) {
    const running = all.filter((unit) => ((present >> unit) & 1) === 1);
    permute(running, fixed, [], found);
  }
  return found;
}

function permute(
  left: readonly number[],
  fixed: readonly Precedence[],
  order: Order,
  found: Order[],
): void {
  if (left.length === 0) found.push(Object.freeze([...order]));
  for (const unit of left) {
    const isBlocked = fixed.some(({ before, after }) => after === unit && left.includes(before));
    if (isBlocked) continue;
    const others = left.filter((each) => each !== unit);
    permute(others, fixed, [...order, unit], found);
  }
}

/** What a unit reads was written by somebody before it, and jumps lead down. */
function isWellFormed(order: Order, { readings, jumps }: UniverseWish): boolean {
  const isRead = readings.every(({ reader, writers }) => {
    const at = order.indexOf(reader);
    return at < 0 || writers.some((writer) => order.slice(0, at).includes(writer));
  });
  const leadsDown = jumps.every(
    ({ before, after }) => !order.includes(before) || order.indexOf(before) < order.indexOf(after),
  );
  return isRead && leadsDown;
}
