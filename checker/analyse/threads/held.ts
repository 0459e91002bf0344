/**
 * Which locks a process holds in a state, and in which mode. A set of held locks is one number, so that millions of states can be
 * compared quickly: its digits are the locks, or, where they are too many for an exact number, it is the number of a list of such
 * numbers.
 */
import type { Model } from '../../model/index.ts';

export type Mode = 'read' | 'write';

export interface HeldLock {
  /** Number of the lock in the model. */
  readonly lock: number;
  readonly mode: Mode;
}

/** Some lock is held by both, and not by both for read. */
export const exclude = (some: readonly HeldLock[], others: readonly HeldLock[]): boolean =>
  some.some(({ lock, mode }) =>
    others.some((other) => other.lock === lock && (mode === 'write' || other.mode === 'write')),
  );

/** Each lock is a digit: 0 free, 1 read, 2 write. */
const BASE = 3;
/** More digits do not fit an exact number. */
const MOST_DIGITS = 33;

export class HeldLocks {
  readonly #locks: Model['locks'];
  readonly #decoded = new Map<number, readonly HeldLock[]>();
  /** Numbers of the sets, by their parts of `MOST_DIGITS` locks each; used if there are several parts. */
  readonly #numbers = new Map<string, number>();

  constructor({ locks }: Pick<Model, 'locks'>) {
    this.#locks = locks;
  }

  /** What a process holds, as a number; 0: nothing. `field` reads a cell of the state. */
  key(process: number, field: (cell: number) => number): number {
    const most = this.#locks.length;
    if (most <= MOST_DIGITS) return this.#part(0, most, process, field);
    const parts: number[] = [];
    for (let first = 0; first < most; first += MOST_DIGITS)
      parts.push(this.#part(first, Math.min(first + MOST_DIGITS, most), process, field));
    return parts.some((part) => part !== 0) ? this.#numbered(parts) : 0;
  }

  /** The locks behind a number, in the order of the model. */
  of(key: number): readonly HeldLock[] {
    const known = this.#decoded.get(key);
    if (known !== undefined) return known;
    const held = locksIn(key, 0);
    this.#decoded.set(key, held);
    return held;
  }

  /** The lock that a cell belongs to; -1: none. */
  withCell(cell: number): number {
    return this.#locks.findIndex(
      ({ writer, readers, waiting }) => cell === writer || cell === readers || cell === waiting,
    );
  }

  /** The digits of the locks from `first` up to `end`. */
  #part(first: number, end: number, process: number, field: (cell: number) => number): number {
    let part = 0;
    for (let lock = end - 1; lock >= first; lock--)
      part = part * BASE + this.#digit(lock, process, field);
    return part;
  }

  #numbered(parts: readonly number[]): number {
    const text = parts.join();
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    if (this.#numbers.has(text)) return number;
    this.#numbers.set(text, number);
    this.#decoded.set(
      number,
      parts.flatMap((part, at) => locksIn(part, at * MOST_DIGITS)),
    );
    return number;
  }

  #digit(lock: number, process: number, field: (cell: number) => number): number {
    const { writer, readers } = this.#locks[lock] as Model['locks'][number];
    if (field(writer) === process) return 2;
    return readers !== null && ((field(readers) >>> process) & 1) === 1 ? 1 : 0;
  }
}

/** The locks behind the digits of a number; `first`: the lock of the lowest digit. */
function locksIn(digits: number, first: number): readonly HeldLock[] {
  const held: HeldLock[] = [];
  for (let lock = first, rest = digits; rest > 0; lock++, rest = Math.floor(rest / BASE)) {
    const digit = rest % BASE;
    if (digit > 0) held.push(Object.freeze({ lock, mode: digit === 2 ? 'write' : 'read' }));
  }
  return held;
}
