// Where the steps of a trace stand in the spec: each at the line that says it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import barzap from '../../../specs/classics/barzap.ts';
import { modelOf } from '../../explore/index.ts';
import { search } from '../../semantics/index.ts';
import { ROOT } from '../../testing/files.ts';
import { placeOf, sourceOfStep } from './step-places.ts';

const built = modelOf(barzap, { variant: 'bad', configuration: 'small', overrides: {} });
if (built.kind !== 'model') throw new Error('classics/barzap has problems');
const { model } = built;

test('every step of a trace has its line, relative to where the command was started', () => {
  const verdict = search(model, {}, {}).verdicts.find(({ property }) => property === 'Safe');
  if (verdict?.kind !== 'violated') throw new Error('Safe is not violated');
  for (const step of verdict.finding.path.steps) {
    const place = placeOf(sourceOfStep(model, step), ROOT);
    expect(place?.file).toBe('specs/classics/barzap.ts');
    const lines = readFileSync(join(ROOT, place?.file ?? ''), 'utf8').split('\n');
    const around = lines.slice((place?.line ?? 0) - 1, (place?.line ?? 0) + 6).join(' ');
    expect(around, step.label).toMatch(/step\(|when\(|choose\(|down_read|atomically/);
  }
});

test('a step that is not there, or of no process, has none', () => {
  const step = { process: 'fault[0]', calls: [], label: 'nonsense', choices: [] };
  expect(sourceOfStep(model, step)).toBeNull();
  expect(sourceOfStep(model, { ...step, process: 'nobody' })).toBeNull();
  expect(sourceOfStep(model, { ...step, calls: ['nowhere()'] })).toBeNull();
  expect(placeOf(null, ROOT)).toBeNull();
});
