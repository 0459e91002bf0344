import { expect, test } from 'vitest';
import { modelOf, resetRace, traceIn } from '../testing/trace-models.ts';
import type { Holding, Trace } from '../trace/index.ts';
import { lanesOf, laneText } from './lanes.ts';

const trace = traceIn(modelOf(resetRace, 'zap-before-lock'), 'S-REVRESET');
const FREE: Holding = { writer: null, readers: [], waiting: [] };
const held = (writer: number): Holding => ({ ...FREE, writer });

/** The trace with other locks; `holdings` has one row per step. */
function withLocks(names: readonly string[], holdings: readonly (readonly Holding[])[]): Trace {
  const [step] = trace.steps;
  if (step === undefined) throw new Error('a step');
  return {
    ...trace,
    locks: names.map((name) => ({ name, kind: 'rwsem' })),
    steps: holdings.map((row, at) => ({ ...step, number: at + 1, holdings: row })),
  };
}

const FOUR = ['a', 'b', 'c', 'd'];
const often = withLocks(FOUR, [
  [FREE, held(0), held(0), held(0)],
  [FREE, held(0), held(0), held(0)],
  [held(1), FREE, held(0), held(0)],
]);

test('of four locks the three that are taken most often get a lane, in the order of the model', () => {
  expect(lanesOf(often).map(({ lock, title }) => [lock, title])).toEqual([
    [1, 'L1'],
    [2, 'L2'],
    [3, 'L3'],
  ]);
});

test('a lock that a deadlock is about gets a lane before all others', () => {
  const wait = { name: 'a', kind: 'rwsem', mode: 'write', holding: held(1) } as const;
  const waits = [{ thread: 0, labels: ['down_write(&a)'], locks: [wait], facts: [] }];
  const stuck: Trace = { ...often, ending: { kind: 'deadlock', waits } };
  expect(lanesOf(stuck).map(({ lock }) => lock)).toEqual([0, 2, 3]);
});

test('a lane tells mode and holder, and widens for several readers', () => {
  const readers = (...threads: readonly number[]): Holding => ({ ...FREE, readers: threads });
  const many = withLocks(
    ['a'],
    [[held(2)], [readers(0)], [readers(0, 2)], [readers(0, 1, 2, 3)], [FREE]],
  );
  expect(many.steps.map((step) => laneText(many, 0, step))).toEqual([
    'W2',
    'r0',
    'r02',
    'r*',
    '--',
  ]);
  expect(lanesOf(many)).toMatchObject([{ lock: 0, title: 'L', width: 3 }]);
});

test('the legend explains what the lane shows, mutexes in their own words', () => {
  expect(lanesOf(trace).map(({ legend }) => legend)).toEqual([
    'holder of memory_lock  (r1 = read by CPU1, W0 = write by CPU0)',
    'holder of resv  (M0 = held by CPU0)',
  ]);
});

test('a lock that nobody holds after any of the shown steps has no lane', () => {
  const withoutMove = trace.steps.filter(({ number }) => number < 8 || number > 10);
  expect(lanesOf(trace, withoutMove).map(({ title, legend }) => `${title} ${legend}`)).toEqual([
    'L holder of memory_lock  (r1 = read by CPU1, W0 = write by CPU0)',
  ]);
});
