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
}

/** As next unit: the function returns. */
export const LEAVE = -1;

/** Makes the universe of all orders that are to be tried. */
export function universeOf(wish: UniverseWish): Universe {
  const all = ordersOf(wish);
  const orders = all.filter((order) => isWellFormed(order, wish.readings));
  return new Universe(orders, all.length - orders.length);
}

export class Universe {
  readonly orders: readonly Order[];
  readonly sets: OrderSets;
  /** Orders left out because something is read before it is written. */
  readonly illFormed: number;
  readonly #next = new Map<string, OrderSet>();

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

  where(holds: (order: Order) => boolean): OrderSet {
    return this.sets.of(this.orders.flatMap((order, number) => (holds(order) ? [number] : [])));
  }

  numberOf(order: Order): number {
    const text = order.join();
    return this.orders.findIndex((each) => each.join() === text);
  }
}

/** How many orders there would be, without making them: fixed ones are not counted off. */
export function ordersWithout(units: number, optional: number): number {
  let sum = 0;
  let chosen = 1;
  for (let missing = 0; missing <= optional; missing++) {
    sum += chosen * factorial(units - missing);
    chosen = (chosen * (optional - missing)) / (missing + 1);
  }
  return sum;
}

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

function ordersOf({ units, optional, fixed }: UniverseWish): readonly Order[] {
  const found: Order[] = [];
  const all = Array.from({ length: units }, (_, unit) => unit);
  for (let missing = 0; missing < 2 ** optional.length; missing++) {
    const isPresent = (unit: number): boolean => {
      const at = optional.indexOf(unit);
      return at < 0 || ((missing >> at) & 1) === 0;
    };
    permute(all.filter(isPresent), fixed, [], found);
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

/** What a unit reads was written by somebody before it. */
const isWellFormed = (order: Order, readings: readonly Reading[]): boolean =>
  readings.every(({ reader, writers }) => {
    const at = order.indexOf(reader);
    return at < 0 || writers.some((writer) => order.slice(0, at).includes(writer));
  });
