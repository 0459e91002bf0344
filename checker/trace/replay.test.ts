import { expect, test } from 'vitest';
import type { Model } from '../model/index.ts';
import { abbaDeadlock, modelOf, overflow, resetRace, traceIn } from '../testing/trace-models.ts';
import { behindCheck } from '../testing/trace-shapes.ts';
import { replayTrace } from './replay.ts';
import { type StoredTrace, storedTrace } from './stored.ts';
import type { Stop } from './trace.ts';

const broken = modelOf(resetRace, 'zap-before-lock');
const fixed = modelOf(resetRace);
const stored = storedTrace(traceIn(broken, 'S-REVRESET'));
const [zap, ...afterZap] = stored.steps;

const stopOf = (model: Model, changed: Partial<StoredTrace>): Stop => {
  const { ending } = replayTrace(model, { ...stored, ...changed });
  if (ending.kind !== 'stopped') throw new Error(`the replay ends with ${ending.kind}`);
  return ending.stop;
};

test('a stored trace violates its property again on its own model, and is as short as before', () => {
  expect(replayTrace(broken, stored)).toEqual(traceIn(broken, 'S-REVRESET'));
});

test('a deadlock and an error are found again', () => {
  for (const [model, property] of [
    [modelOf(abbaDeadlock()), 'deadlock'],
    [modelOf(overflow()), 'ERROR'],
  ] as const) {
    const found = traceIn(model, property);
    expect(replayTrace(model, storedTrace(found))).toEqual(found);
  }
});

test('a trace survives an edit elsewhere: another thread of the role, and it is no word about shorter ones', () => {
  const wider = modelOf(resetRace, 'zap-before-lock', { users: '3' });
  expect(wider.digest).not.toBe(stored.digest);
  expect(replayTrace(wider, stored)).toMatchObject({
    isShortest: false,
    ending: { kind: 'invariant' },
  });
});

test('on another model nothing is claimed to be shortest', () => {
  const otherDigest = replayTrace(broken, { ...stored, digest: '0' });
  expect(otherDigest).toMatchObject({ isShortest: false, ending: { kind: 'invariant' } });
});

test('a violation earlier than recorded ends the replay there', () => {
  const up = stored.steps.filter(({ label }) => label === 'up_read(&memory_lock)');
  const longer = { ...stored, property: 'S-REVRESET', steps: [...stored.steps, ...up] };
  expect(replayTrace(broken, longer).steps).toHaveLength(stored.steps.length);
});

test('where the order differs, the replay says what the thread would do instead', () => {
  const stop = stopOf(fixed, {});
  expect(stop).toMatchObject({ of: 12, thread: 0, reason: { kind: 'elsewhere', isAtEnd: false } });
  expect(stop.instead.map(({ label }) => label)).toEqual(['down_write(&memory_lock)']);
});

test('a step whose guard is false is blocked: the guard, and who has the lock', () => {
  const [read] = afterZap;
  const write = stored.steps.find(({ label }) => label === 'down_write(&memory_lock)');
  if (zap === undefined || read === undefined || write === undefined) throw new Error('steps');
  expect(stopOf(broken, { steps: [zap, read, write] }).reason).toMatchObject({
    kind: 'blocked',
    guard: 'memory_lock.writer == NULL && memory_lock.readers == {} && memory_lock.waiting == {}',
    wait: { locks: [{ name: 'memory_lock', mode: 'write', holding: { readers: [1] } }] },
  });
});

test('a blocked step is found behind a check and inside calls', () => {
  const model = modelOf(behindCheck());
  const steps = [
    { process: 'waiter', calls: [], label: 'begins', choices: [] },
    { process: 'waiter', calls: ['outer()', 'inner()'], label: 'wait_event(flag)', choices: [] },
  ];
  expect(stopOf(model, { steps, initial: {}, property: 'S-NEVER' }).reason).toMatchObject({
    kind: 'blocked',
    guard: 'flag',
    wait: { facts: [{ text: 'flag=false', since: 0 }] },
  });
});

test('a thread that has ended cannot take a step', () => {
  const steps = traceIn(modelOf(overflow()), 'ERROR').steps.map(({ name }) => name);
  const low = steps.map((step, at) => (at === 0 ? { ...step, choices: ['target=D0'] } : step));
  const skipped = low.filter(({ label }) => label !== 'count = 2');
  const reason = stopOf(modelOf(overflow()), {
    steps: [...skipped, ...skipped.slice(-1)],
    property: 'deadlock',
    initial: {},
  }).reason;
  expect(reason).toEqual({ kind: 'elsewhere', isAtEnd: true });
});

test('a value that cannot be chosen is told apart from a step that cannot be taken', () => {
  const [first] = traceIn(modelOf(overflow()), 'ERROR').steps;
  if (first === undefined) throw new Error('a step');
  const steps = [{ ...first.name, choices: ['target=D7'] }];
  expect(stopOf(modelOf(overflow()), { steps, initial: {} }).reason).toEqual({ kind: 'choice' });
});

test('a step that leaves a domain stops a replay that looks for another property', () => {
  const found = storedTrace(traceIn(modelOf(overflow()), 'ERROR'));
  const stop = stopOf(modelOf(overflow()), { ...found, property: 'deadlock' });
  expect(stop.reason).toMatchObject({ kind: 'error', message: expect.stringContaining("'count'") });
  expect(stop.step.label).toBe('count++');
});

test('a misspelt process or label is reported with the nearest valid name', () => {
  if (zap === undefined) throw new Error('a step');
  expect(stopOf(broken, { steps: [{ ...zap, process: 'amdin' }] })).toMatchObject({
    thread: null,
    reason: { kind: 'unknownProcess', help: "did you mean 'admin'?" },
  });
  const misspelt = [{ ...zap, label: 'unmap_maping_range()' }];
  expect(stopOf(broken, { steps: misspelt }).reason).toEqual({
    kind: 'unknownStep',
    help: 'unmap_mapping_range()',
  });
});

test('a trace that starts where the model cannot says so', () => {
  expect(stopOf(broken, { initial: { pm: 'D7' } }).reason).toEqual({
    kind: 'start',
    wanted: ['pm=D7'],
  });
});

test('the recorded initial values decide from where the steps are taken', () => {
  const inD3 = replayTrace(broken, { ...stored, initial: { pm: 'D3' } });
  expect(inD3.start.values).toContainEqual(expect.objectContaining({ name: 'pm', value: 'D3' }));
  expect(inD3.ending).toMatchObject({
    kind: 'stopped',
    stop: { step: { label: 'vmf_insert_pfn()' } },
  });
});

test('a replay that takes every step without a violation completes, and says if nobody looked', () => {
  const steps = stored.steps.slice(0, 3);
  expect(replayTrace(broken, { ...stored, steps }).ending).toEqual({
    kind: 'completed',
    isChecked: true,
  });
  expect(replayTrace(broken, { ...stored, steps, property: 'S-NONE' }).ending).toEqual({
    kind: 'completed',
    isChecked: false,
  });
});
