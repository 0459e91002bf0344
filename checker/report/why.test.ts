import { expect, test } from 'vitest';
import { modelOf, resetRace, traceIn } from '../testing/trace-models.ts';
import { align, replayTrace, stopAfter, storedTrace, whyTrace } from '../trace/index.ts';
import { isSameTrace, layoutOf, renderDiff, renderWhy } from './index.ts';

const broken = modelOf(resetRace, 'zap-before-lock');
const unlocked = modelOf(resetRace, 'unlocked-revoke');
const trace = traceIn(broken, 'S-REVRESET');

test('why a trace is as it is', async () => {
  const lines = renderWhy(whyTrace(broken, storedTrace(trace)), layoutOf({}));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/why-zap-before-lock.txt');
});

test('why a race of another order is as it is, with the condition that would have stopped it', async () => {
  const race = traceIn(unlocked, 'S-REVRESET');
  const lines = renderWhy(whyTrace(unlocked, storedTrace(race)), layoutOf({}));
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/why-unlocked-revoke.txt');
});

const difference = (other: typeof trace, model: typeof broken) => {
  const [a, b] = [trace, other].map(({ steps }) => steps.map(({ name }) => name));
  const alignment = align(a ?? [], b ?? []);
  const [left, right] = [a?.[alignment.same], b?.[alignment.same]];
  return {
    a: trace,
    b: other,
    alignment,
    stopOfA: right === undefined ? null : stopAfter(broken, trace, alignment.same, right),
    stopOfB: left === undefined ? null : stopAfter(model, other, alignment.same, left),
  };
};

test('where two traces part', async () => {
  const race = difference(traceIn(unlocked, 'S-REVRESET'), unlocked);
  const text = `${renderDiff(race, layoutOf({})).join('\n')}\n`;
  await expect(text).toMatchFileSnapshot('golden/diff.txt');
  expect(isSameTrace(race)).toBe(false);
});

test('a trace is the same as itself, and not as its replay that ends otherwise', () => {
  expect(isSameTrace(difference(trace, broken))).toBe(true);
  const stopped = replayTrace(modelOf(resetRace), storedTrace(trace));
  expect(isSameTrace(difference(stopped, modelOf(resetRace)))).toBe(false);
});

test('no line is wider than a mail may be', () => {
  const lines = [
    ...renderWhy(whyTrace(unlocked, storedTrace(traceIn(unlocked, 'S-REVRESET'))), layoutOf({})),
    ...renderDiff(difference(traceIn(unlocked, 'S-REVRESET'), unlocked), layoutOf({ full: true })),
  ];
  expect(lines.filter((line) => !/^[ -~]{0,72}$/.test(line))).toEqual([]);
});
