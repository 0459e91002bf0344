import { expect, test } from 'vitest';
import type { ModelLock } from '../../model/index.ts';
import { HeldLocks } from './held.ts';

/** Cells of lock number n: 2n the writer, 2n + 1 the set of readers. */
const locks = (count: number): readonly ModelLock[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ name: `l${at}`, kind: 'rwsem' as const },
    ...{ writer: 2 * at, readers: 2 * at + 1, waiting: null },
  }));

const NOBODY = -1;

/** What process 1 holds where these locks have it as their writer, and those as one of two readers. */
function heldBy(held: HeldLocks, writing: readonly number[], reading: readonly number[]): number {
  return held.key(1, (cell) => {
    const lock = cell >> 1;
    if (cell % 2 === 0) return writing.includes(lock) ? 1 : NOBODY;
    return reading.includes(lock) ? 0b11 : 0b01;
  });
}

test.each([1, 33, 34, 100])(
  'of %d locks, a set that is held is one number, and nothing is 0',
  (count) => {
    const held = new HeldLocks({ locks: locks(count) });
    const last = count - 1;
    const all = Array.from({ length: count }, (_, at) => at);
    const write = { lock: last, mode: 'write' };
    const read = { lock: last, mode: 'read' };
    expect(heldBy(held, [], [])).toBe(0);
    expect(held.of(0)).toEqual([]);
    const keys = [heldBy(held, [last], []), heldBy(held, [], [last]), heldBy(held, all, [])];
    expect(keys.map((key) => held.of(key))).toEqual([
      [write],
      [read],
      all.map((lock) => ({ lock, mode: 'write' })),
    ]);
    expect([heldBy(held, [last], []), heldBy(held, [], [last]), heldBy(held, all, [])]).toEqual(
      keys,
    );
  },
);
