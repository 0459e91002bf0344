import { expect, test } from 'vitest';
import { modelOf, traceIn } from '../testing/trace-models.ts';
import { branching, failedCheck, folding } from '../testing/trace-shapes.ts';
import type { Trace } from '../trace/index.ts';
import { type Folding, rowsOf } from './rows.ts';

const trace = traceIn(modelOf(folding()), 'S-END');

const shown = (of: Trace, how: Folding): readonly string[] =>
  rowsOf(of, how).map(({ numbers, depth, text, remark }) =>
    `${numbers} ${'  '.repeat(depth)}${text} ${remark}`.trim(),
  );

test('a call folds when nobody interrupts it and nothing in it must be seen', () => {
  expect(shown(trace, 'calls')).toEqual([
    '1-2 quiet()',
    'interrupted():',
    '3   before',
    'pending():',
    '4   p',
    '5   q',
    '6   after',
    '7 deciding(): if (x == 2)  /* true */',
    'noisy():',
    '8   x = 3',
    '9   x = 0',
    'last():',
    '10   nearly',
    '11   the end',
  ]);
});

test('nothing folds when nothing is to be folded', () => {
  expect(shown(trace, 'none').slice(0, 3)).toEqual(['quiet():', '1   x = 1', '2   x = 2']);
});

test('a folded call tells the net changes of its steps', () => {
  const [quiet] = rowsOf(trace, 'calls');
  expect(quiet?.changes.map(({ name, from, to }) => `${name} ${from}->${to}`)).toEqual([
    'turn 0->2',
    'x 0->2',
  ]);
});

test('a folded call tells what it changed whether or not the property reads it: no label says it', () => {
  const unread = trace.steps.map((step) => ({
    ...step,
    changes: step.changes.map((change) => ({ ...change, isRelevant: false })),
  }));
  const [quiet, heading] = rowsOf({ ...trace, steps: unread }, 'calls');
  expect(quiet?.changes.map(({ name, isRelevant }) => [name, isRelevant])).toEqual([
    ['turn', true],
    ['x', true],
  ]);
  expect(heading?.kind).toBe('heading');
  const single = rowsOf({ ...trace, steps: unread }, 'none')[1];
  expect(single?.changes.every(({ isRelevant }) => !isRelevant)).toBe(true);
});

test('a branch that is told by a value which the call replaces is not told: the net change says what becomes of it', () => {
  const of = traceIn(modelOf(branching('reset begins')), 'S-END');
  const told = (label: string, later: boolean): readonly string[] | undefined => {
    const change = (from: string, to: string) => ({ name: 'x', from, to, isRelevant: false });
    const steps = of.steps.map((step, at) => ({
      ...step,
      ...(at === 0 ? { label, changes: [change('0', '1')] } : {}),
      ...(at === 1 ? { changes: later ? [change('1', '3')] : [] } : {}),
    }));
    return rowsOf({ ...of, steps }, 'calls')[1]?.decided;
  };
  expect(told('x = 1', true)).toEqual([]);
  expect(told('x = 1', false)).toEqual(['x = 1']);
  expect(told('reset begins', true)).toEqual(['reset begins']);
});

test('an outermost call folds only with whole operations, and then without a heading', () => {
  const of = traceIn(modelOf(failedCheck()), 'S-NEVER');
  const quiet = { ...of, steps: of.steps.map((step) => ({ ...step, violates: [] })) };
  expect(shown(quiet, 'calls')).toEqual([
    'raise():',
    '1 count = 2',
    '2 count stays',
    'repair():',
    '3 count = 0',
  ]);
  expect(shown(quiet, 'operations')).toEqual(['1-2 raise()', 'repair():', '3 count = 0']);
});

test('a folded call says which branch it took: its only step, or below it the first step of the branch', () => {
  const rows = (label: string) => rowsOf(traceIn(modelOf(branching(label)), 'S-END'), 'calls');
  expect(rows('reset fails')[1]).toMatchObject({
    kind: 'fold',
    text: 'try_reset(): reset fails',
    short: 'try_reset(): reset fails',
  });
  expect(rows('reset begins')[1]).toMatchObject({
    numbers: '1-2',
    text: 'try_reset()',
    decided: ['reset begins'],
  });
});

test('a folded call says what its own conditions came to, not those of its callees', () => {
  const [row] = rowsOf(traceIn(modelOf(branching('reset begins')), 'S-END'), 'operations');
  expect(row).toMatchObject({
    numbers: '1-4',
    decided: ['reset begins', 'if (x == 1)  /* true */'],
  });
});
