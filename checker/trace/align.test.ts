import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, resetRace, traceIn } from '../testing/trace-models.ts';
import { align, stopAfter } from './align.ts';

const steps = (labels: string) =>
  [...labels].map((label) => ({ process: 'p', calls: [], label, choices: [] }));
const rows = (a: string, b: string) =>
  align(steps(a), steps(b)).rows.map((row) => `${row.a ?? '-'}${row.b ?? '-'}`);

test.each([
  ['abc', 'abc', 3, ['11', '22', '33']],
  ['abc', 'axc', 1, ['11', '2-', '-2', '33']],
  ['abc', 'bc', 0, ['1-', '21', '32']],
  ['ab', '', 0, ['1-', '2-']],
  ['', '', 0, []],
])('%s and %s', (a, b, same, expected) => {
  expect(align(steps(a), steps(b)).same).toBe(same);
  expect(rows(a, b)).toEqual(expected);
});

test('every step of both stands once and in order, and shared lines hold the same step', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const { rows: aligned } = align(steps(a), steps(b));
      const numbers = (side: 'a' | 'b') => aligned.flatMap((row) => row[side] ?? []);
      expect(numbers('a')).toEqual([...a].map((_, at) => at + 1));
      expect(numbers('b')).toEqual([...b].map((_, at) => at + 1));
      for (const row of aligned)
        if (row.a !== null && row.b !== null) expect(a[row.a - 1]).toBe(b[row.b - 1]);
    }),
  );
});

describe('where two traces part', () => {
  const broken = modelOf(resetRace, 'zap-before-lock');
  const trace = traceIn(broken, 'S-REVRESET');

  test('the step that the other takes can be taken here, too', () => {
    expect(
      stopAfter(broken, trace, 3, trace.steps[3]?.name ?? (steps('x')[0] as never)),
    ).toBeNull();
  });

  test('or it is said why not, with the threads of this trace', () => {
    const write = trace.steps.find(({ label }) => label === 'down_write(&memory_lock)');
    expect(stopAfter(broken, trace, 3, write?.name as never)).toMatchObject({
      thread: 0,
      reason: { kind: 'blocked', wait: { locks: [{ holding: { readers: [1] } }] } },
    });
  });
});
