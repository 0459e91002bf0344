/**
 * Which locks a process holds in a state, and in which mode. A set of held locks is one number, so that millions of states can be
 * compared quickly.
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
/** More do not fit an exact number. */
export const MOST_LOCKS = 33;

export class HeldLocks {
  readonly #locks: Model['locks'];
  readonly #decoded = new Map<number, readonly HeldLock[]>();

  constructor({ locks }: Pick<Model, 'locks'>) {
    this.#locks = locks;
  }

  /** What a process holds, as a number; 0: nothing. `field` reads a cell of the state. */
  key(process: number, field: (cell: number) => number): number {
    let key = 0;
    for (let lock = this.#locks.length - 1; lock >= 0; lock--)
      key = key * BASE + this.#digit(lock, process, field);
    return key;
  }

  /** The locks behind a number, in the order of the model. */
  of(key: number): readonly HeldLock[] {
    const known = this.#decoded.get(key);
    if (known !== undefined) return known;
    const held: HeldLock[] = [];
    for (let lock = 0, rest = key; rest > 0; lock++, rest = Math.floor(rest / BASE)) {
      const digit = rest % BASE;
      if (digit > 0) held.push(Object.freeze({ lock, mode: digit === 2 ? 'write' : 'read' }));
    }
    this.#decoded.set(key, held);
    return held;
  }

  /** The lock that a cell belongs to; -1: none. */
  withCell(cell: number): number {
    return this.#locks.findIndex(
      ({ writer, readers, waiting }) => cell === writer || cell === readers || cell === waiting,
    );
  }

  #digit(lock: number, process: number, field: (cell: number) => number): number {
    const { writer, readers } = this.#locks[lock] as Model['locks'][number];
    if (field(writer) === process) return 2;
    return readers !== null && ((field(readers) >>> process) & 1) === 1 ? 1 : 0;
  }
}
