import { describe, expect, test } from 'vitest';
import { System } from '../semantics/index.ts';
import { abbaDeadlock, modelOf, overflow, resetRace, traceIn } from '../testing/trace-models.ts';
import { prefix } from './follow.ts';
import { storedTrace } from './stored.ts';
import { choicesAfter, extended, recordedRun, walkAlong } from './walk.ts';

const system = new System(modelOf(resetRace, 'zap-before-lock', { users: '2' }));
const zap = traceIn(system.model, 'S-REVRESET', { users: '2' });
const recorded = recordedRun(system, storedTrace(zap));

const choicesAt = (step: number) => choicesAfter(system, prefix(recorded, step));
const walkAt = (step: number, ...picks: readonly number[]) => {
  let run = prefix(recorded, step);
  for (const pick of picks) {
    const choice = choicesAfter(system, run)[pick];
    if (choice === undefined) throw new Error(`no choice ${pick}`);
    run = extended(run, choice.transition);
  }
  return walkAlong(system, run, zap);
};

describe('leaving a trace', () => {
  test('the recorded step is one of those that can be taken, at every step', () => {
    for (const [at, { name }] of zap.steps.entries())
      expect(choicesAt(at).map((choice) => choice.name)).toContainEqual(name);
  });

  test('a choice says what it would violate', () => {
    const last = choicesAt(zap.steps.length - 1);
    const violating = last.find(({ name }) => name.label === 'reset begins');
    expect(violating?.breaks).toEqual(['S-REVRESET']);
    expect(
      last.filter(({ name }) => name.process !== 'admin').flatMap((each) => each.breaks),
    ).toEqual([]);
  });

  test('a walk along the recorded steps is the trace, and violates what it violates', () => {
    const { trace, broken } = walkAlong(system, recorded, zap);
    expect(trace.steps.map(({ label, thread }) => [label, thread])).toEqual(
      zap.steps.map(({ label, thread }) => [label, thread]),
    );
    expect(broken).toEqual([
      { property: 'S-REVRESET', sentence: zap.sentence, ending: zap.ending },
    ]);
    expect(trace.steps.at(-1)?.violates).toEqual(['S-REVRESET']);
  });

  test('threads keep their numbers; a newcomer gets the next one', () => {
    const newcomer = choicesAt(3).findIndex(({ name }) => name.process === 'user[1]');
    const { trace, broken } = walkAt(3, newcomer);
    expect(trace.threads.map(({ process }) => process)).toEqual(['admin', 'user[0]', 'user[1]']);
    expect(broken).toEqual([]);
  });

  test('who waits is told, and for what', () => {
    const queues = choicesAt(3).findIndex(({ name }) => name.label.endsWith('#queue'));
    const { waits } = walkAt(3, queues);
    expect(waits).toMatchObject([{ thread: 0, locks: [{ name: 'memory_lock', mode: 'write' }] }]);
  });
});

test('a walk into a deadlock says so, and nothing can be taken there', () => {
  const abba = new System(modelOf(abbaDeadlock()));
  const trace = traceIn(abba.model, 'deadlock');
  const run = recordedRun(abba, storedTrace(trace));
  expect(choicesAfter(abba, prefix(run, 2)).map(({ breaks }) => breaks)).toContainEqual([
    'deadlock',
  ]);
  expect(choicesAfter(abba, run)).toEqual([]);
  expect(walkAlong(abba, run, trace).broken).toMatchObject([
    { property: 'deadlock', ending: trace.ending },
  ]);
});

test('a step that leaves a domain is a choice that leads nowhere', () => {
  const model = new System(modelOf(overflow()));
  const trace = traceIn(model.model, 'ERROR');
  const run = recordedRun(model, storedTrace(trace));
  const before = prefix(run, trace.steps.length - 1);
  expect(choicesAfter(model, before).map(({ breaks }) => breaks)).toEqual([['ERROR']]);
  expect(choicesAfter(model, run)).toEqual([]);
  expect(walkAlong(model, run, trace).broken).toMatchObject([{ property: 'ERROR' }]);
});
