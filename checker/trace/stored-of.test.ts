// Two ways to the stored form of a finding: through the trace that is read, and directly.

import { expect, test } from 'vitest';
import { type Finding, search } from '../semantics/index.ts';
import { abbaDeadlock, modelOf, overflow, resetRace } from '../testing/trace-models.ts';
import { failedCheck, manyOperations } from '../testing/trace-shapes.ts';
import { storedTrace, traceToJson } from './stored.ts';
import { storedOf } from './stored-of.ts';
import { Disagreement, traceOf } from './trace-of.ts';

const PROVENANCE = { constants: {}, isShortest: true };

const MODELS = [
  modelOf(resetRace, 'zap-before-lock'),
  modelOf(abbaDeadlock()),
  modelOf(overflow()),
  modelOf(failedCheck()),
  modelOf(manyOperations()),
];

const findings = MODELS.flatMap((model) =>
  search(model, {}, {}).verdicts.flatMap((verdict) =>
    verdict.kind === 'violated' ? [{ model, finding: verdict.finding }] : [],
  ),
);

test('every kind of finding is among them', () => {
  expect(new Set(findings.map(({ finding }) => finding.kind))).toEqual(
    new Set(['invariant', 'check', 'deadlock', 'error']),
  );
});

test.each(findings)(
  '$model.id:$finding.property has the same bytes either way',
  ({ model, finding }) => {
    const direct = storedOf(model, finding, PROVENANCE);
    expect(traceToJson(direct)).toBe(traceToJson(storedTrace(traceOf(model, finding, PROVENANCE))));
  },
);

test('a path that leads elsewhere is a disagreement', () => {
  const { model, finding } = findings[0] as (typeof findings)[number];
  const { steps, states } = finding.path;
  const shorter = { ...finding, path: { steps: steps.slice(0, -1), states: states.slice(0, -1) } };
  const other = { ...finding, path: { steps: [...steps].reverse(), states } };
  for (const wrong of [shorter, other] as readonly Finding[])
    expect(() => storedOf(model, wrong, PROVENANCE)).toThrow(Disagreement);
});
