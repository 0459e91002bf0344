import { describe, expect, test } from 'vitest';
import { modelOf, resetRace, traceIn } from '../testing/trace-models.ts';
import { convoy } from '../testing/trace-pages.ts';
import { replayTrace } from './replay.ts';
import { storedTrace } from './stored.ts';
import { whyTrace } from './why.ts';

const model = modelOf(resetRace, 'zap-before-lock');
const trace = traceIn(model, 'S-REVRESET');
const stored = storedTrace(trace);
const why = whyTrace(model, stored);

describe('of a shortest trace', () => {
  test('every step is needed for something, and none can be removed', () => {
    expect(why.needs.flatMap(({ first, last }) => [first, last])).toContain(trace.steps.length);
    expect(why.needs.map(({ need }) => need.kind)).not.toContain('nothing');
    expect(why.removable).toEqual([]);
  });

  test('those that wrote last what the false clause reads are named with the value', () => {
    const values = why.needs.flatMap(({ first, need }) =>
      need.kind === 'value' ? [[first, need.values]] : [],
    );
    expect(values).toEqual([
      [4, ['pte[0]=true']],
      [12, ['in_reset=true']],
    ]);
  });

  test('without the unlock of the fault the reset waits for the lock', () => {
    const unlock = why.needs.find(({ first, last }) => first <= 5 && 5 <= last);
    expect(unlock?.need).toMatchObject({
      kind: 'step',
      number: 6,
      stop: { reason: { kind: 'blocked', wait: { thread: 0, locks: [{ name: 'memory_lock' }] } } },
    });
  });
});

describe('guards that would have stopped it', () => {
  test('the lock makes the fault wait once the reset has it', () => {
    expect(why.guards).toContainEqual({
      step: 2,
      other: 0,
      after: 6,
      kind: 'waits',
      values: ['memory_lock held for write by CPU0'],
    });
  });

  test('a condition is named with the value that decides it otherwise', () => {
    const unlocked = modelOf(resetRace, 'unlocked-revoke');
    const race = traceIn(unlocked, 'S-REVRESET');
    const { guards } = whyTrace(unlocked, storedTrace(race));
    const test = race.steps.find(({ outcome }) => outcome !== null);
    expect(guards.filter(({ kind }) => kind === 'decides')).toEqual([
      expect.objectContaining({ step: test?.number, values: ['priv->revoked=true'] }),
    ]);
  });
});

test('steps that add nothing are found, and without them the rest violates the property', () => {
  const wide = modelOf(resetRace, 'zap-before-lock', { users: '2' });
  const found = storedTrace(traceIn(wide, 'S-REVRESET', { users: '2' }));
  const [zap, ...rest] = found.steps;
  const other = rest.slice(0, 4).map((step) => ({ ...step, process: 'user[1]' }));
  if (zap === undefined) throw new Error('a step');
  const longer = { ...found, shortest: false, steps: [zap, ...other, ...rest] };
  const { removable, trace: run } = whyTrace(wide, longer);
  expect(run.steps).toHaveLength(longer.steps.length);
  expect(removable).toHaveLength(4);
  const kept = longer.steps.filter((_, at) => !removable.includes(at + 1));
  expect(replayTrace(wide, { ...longer, steps: kept }).ending.kind).toBe('invariant');
});

test('a trace that violates nothing on this model is not explained', () => {
  const fixed = modelOf(resetRace);
  expect(whyTrace(fixed, stored)).toMatchObject({
    trace: { ending: { kind: 'stopped' } },
    needs: [],
    guards: [],
  });
});

test('a trace of sixty steps is explained in seconds', () => {
  const long = modelOf(convoy(5, 7));
  const found = traceIn(long, 'S-PAGES');
  expect(found.steps.length).toBeGreaterThan(60);
  const { removable } = whyTrace(long, { ...storedTrace(found), shortest: false });
  expect(removable).toEqual([]);
}, 20_000);
