// When the order of two steps may matter, as a table of what they read and write.

import { describe, expect, test } from 'vitest';
import { areInConflict, Conflicts, eitherWrite, type Footprint, type Write } from './footprint.ts';

const X = 0;
const set = (value: number | null): Write => ({ kind: 'value', value });
const enter = (member: number): Write => ({ kind: 'members', added: 1 << member, removed: 0 });
const leave = (member: number): Write => ({ kind: 'members', added: 0, removed: 1 << member });

const reading = (bits = -1): Footprint => ({ reads: new Map([[X, bits]]), writes: new Map() });
const writing = (write: Write, bits = 0): Footprint => ({
  reads: new Map(bits === 0 ? [] : [[X, bits]]),
  writes: new Map([[X, write]]),
});

test.each<[string, Footprint, Footprint, boolean]>([
  ['two read', reading(), reading(), false],
  ['one reads what the other writes', reading(), writing(set(1)), true],
  ['both write the same value', writing(set(1)), writing(set(1)), false],
  ['they write different values', writing(set(1)), writing(set(0)), true],
  ['one writes any value', writing(set(null)), writing(set(1)), true],
  ['both write any value', writing(set(null)), writing(set(null)), true],
  ['different members enter', writing(enter(0)), writing(enter(1)), false],
  ['one enters and another leaves', writing(enter(0)), writing(leave(1)), false],
  ['the same member enters and leaves', writing(enter(0)), writing(leave(0)), true],
  ['one asks for a member that enters', reading(0b10), writing(enter(1)), true],
  ['one asks for another member', reading(0b01), writing(enter(1)), false],
  ['one enters a set that the other empties', writing(enter(0)), writing(set(0)), true],
  ['one leaves a set that the other empties', writing(leave(0)), writing(set(0)), false],
  ['one enters a set that the other overwrites', writing(enter(0)), writing(set(null)), true],
])('the order matters or not when %s', (_, a, b, isConflict) => {
  expect([areInConflict(a, b), areInConflict(b, a)]).toEqual([isConflict, isConflict]);
});

test('either of two writes may happen', () => {
  expect(eitherWrite(undefined, set(1))).toEqual(set(1));
  expect(eitherWrite(set(1), set(1))).toEqual(set(1));
  expect(eitherWrite(set(1), set(2))).toEqual(set(null));
  expect(eitherWrite(enter(0), leave(1))).toEqual({ kind: 'members', added: 1, removed: 2 });
  expect(eitherWrite(enter(0), set(0))).toEqual({ kind: 'members', added: 1, removed: -1 });
});

describe('who can do what', () => {
  // Process 0 writes 1, process 1 writes 2 or enters, process 2 reads.
  const conflicts = new Conflicts([
    [writing(set(1)), reading(0)],
    [writing(set(2)), writing(enter(3))],
    [reading()],
  ]);

  test('writers are those who may write at some place', () => {
    expect(conflicts.writers(X)).toBe(0b011n);
    expect(conflicts.writersOf(X, 1)).toBe(0b011n);
    expect(conflicts.writersOf(X, 2)).toBe(0b010n);
    expect(conflicts.writersBut(X, 1)).toBe(0b010n);
    expect(conflicts.writersBut(X, 2)).toBe(0b011n);
  });

  test('members are moved by those who enter or overwrite', () => {
    expect(conflicts.movers(X, 0b1000, true)).toBe(0b010n);
    expect(conflicts.movers(X, 0b0010, true)).toBe(0b010n);
    expect(conflicts.movers(X, 0b0001, true)).toBe(0b001n);
    expect(conflicts.movers(X, 0b1000, false)).toBe(0b011n);
  });

  test('a place is in conflict with others that are disturbed by it or disturb it', () => {
    expect(conflicts.of(2, 0)).toBe(0b011n);
    expect(conflicts.of(0, 1)).toBe(0n);
    expect(conflicts.of(1, 0)).toBe(0b101n);
  });
});
