/**
 * Sets of orders, as numbers: equal sets are one number, so that a set of thousands of orders is compared and combined in no time.
 *
 * A search carries one set per state; most states have a set that others have too. What an order is, is not known here.
 */

/** A set of orders of one `OrderSets`. */
export type OrderSet = number;

/** Results that are remembered, at most: a Map holds no more than 2^24 entries. */
const MOST_REMEMBERED = 4_000_000;
const FACTOR = 2 ** 26;

type Combine = (a: number, b: number) => number;

export class OrderSets {
  readonly none: OrderSet = 0;
  readonly all: OrderSet = 1;
  /** How many orders there are. */
  readonly count: number;
  readonly #sets: Uint32Array[] = [];
  readonly #sizes: number[] = [];
  readonly #byHash = new Map<number, number[]>();
  readonly #and = new Map<number, OrderSet>();
  readonly #or = new Map<number, OrderSet>();
  readonly #minus = new Map<number, OrderSet>();

  constructor(count: number) {
    this.count = count;
    this.of([]);
    this.of(Array.from({ length: count }, (_, order) => order));
  }

  /** The set of these orders, by number. */
  of(orders: Iterable<number>): OrderSet {
    const words = new Uint32Array(Math.ceil(this.count / 32));
    for (const order of orders)
      words[order >>> 5] = (words[order >>> 5] as number) | (1 << (order & 31));
    return this.#intern(words);
  }

  and(a: OrderSet, b: OrderSet): OrderSet {
    if (a === b || b === this.all) return a;
    if (a === this.all) return b;
    if (a === this.none || b === this.none) return this.none;
    return a < b ? this.#combined(this.#and, a, b, AND) : this.#combined(this.#and, b, a, AND);
  }

  or(a: OrderSet, b: OrderSet): OrderSet {
    if (a === b || b === this.none) return a;
    if (a === this.none) return b;
    if (a === this.all || b === this.all) return this.all;
    return a < b ? this.#combined(this.#or, a, b, OR) : this.#combined(this.#or, b, a, OR);
  }

  minus(a: OrderSet, b: OrderSet): OrderSet {
    if (a === b || a === this.none || b === this.all) return this.none;
    if (b === this.none) return a;
    return this.#combined(this.#minus, a, b, MINUS);
  }

  isSubset(a: OrderSet, b: OrderSet): boolean {
    return this.minus(a, b) === this.none;
  }

  has(a: OrderSet, order: number): boolean {
    const words = this.#sets[a] as Uint32Array;
    return (((words[order >>> 5] as number) >>> (order & 31)) & 1) === 1;
  }

  size(a: OrderSet): number {
    return this.#sizes[a] as number;
  }

  /** In ascending order. */
  members(a: OrderSet): readonly number[] {
    const found: number[] = [];
    for (let order = 0; order < this.count; order++) if (this.has(a, order)) found.push(order);
    return found;
  }

  #combined(memory: Map<number, OrderSet>, a: OrderSet, b: OrderSet, combine: Combine): OrderSet {
    const key = a * FACTOR + b;
    const known = memory.get(key);
    if (known !== undefined) return known;
    const [left, right] = [this.#sets[a] as Uint32Array, this.#sets[b] as Uint32Array];
    const result = this.#intern(left.map((word, at) => combine(word, right[at] as number)));
    if (memory.size >= MOST_REMEMBERED) memory.clear();
    memory.set(key, result);
    return result;
  }

  #intern(words: Uint32Array): OrderSet {
    let hash = 0;
    for (const word of words) hash = (Math.imul(hash ^ word, 0x9e3779b1) >>> 0) ^ (hash >>> 15);
    const candidates = this.#byHash.get(hash) ?? [];
    const known = candidates.find((set) => areEqual(this.#sets[set] as Uint32Array, words));
    if (known !== undefined) return known;
    const set = this.#sets.push(words) - 1;
    this.#sizes.push(words.reduce((sum, word) => sum + bitsIn(word), 0));
    candidates.push(set);
    this.#byHash.set(hash, candidates);
    return set;
  }
}

const AND: Combine = (a, b) => a & b;
const OR: Combine = (a, b) => a | b;
const MINUS: Combine = (a, b) => a & ~b;

const areEqual = (a: Uint32Array, b: Uint32Array): boolean => {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
};

function bitsIn(word: number): number {
  let left = word;
  let bits = 0;
  for (; left !== 0; bits++) left &= left - 1;
  return bits;
}
