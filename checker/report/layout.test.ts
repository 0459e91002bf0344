// The report on the bits of a state says what the search stores.

import { expect, test } from 'vitest';
import barzap from '../../specs/classics/barzap.ts';
import { instantiate } from '../model/index.ts';
import { layoutLines, layoutReport } from './layout.ts';

function reportOn(overrides: Record<string, string>) {
  const [variant] = barzap.variants;
  const [configuration] = barzap.configurations;
  if (variant === undefined || configuration === undefined) throw new Error('no variant');
  const built = instantiate({ spec: barzap, variant, configuration, overrides });
  if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
  const report = layoutReport(built.model);
  if (typeof report === 'string') throw new Error(report);
  return report;
}

test('every field has its own bits, inside of one word', () => {
  const { words, bits, reserved, fields } = reportOn({ F: '9', B: '9' });
  const taken = new Set<number>();
  for (const { word, shift, bits: own, values } of fields) {
    expect(2 ** own).toBeGreaterThanOrEqual(values);
    if (word === null) continue;
    expect([word < words, shift + own <= 64]).toEqual([true, true]);
    for (let bit = 0; bit < own; bit++) taken.add(word * 64 + shift + bit);
  }
  expect(taken.size + reserved).toBe(bits);
  expect(taken.has(0)).toBe(false);
});

test('seven faults and three BARs fit into one word, because a queue that nobody joins takes no room', () => {
  const lines = layoutLines(reportOn({ F: '7', B: '3' }));
  expect(lines[0]).toBe('1 word of 64 bits per state, 64 bits in use, 1 of them reserved');
  expect(lines.at(-1)).toBe('  without room, always the same: memory_lock.waiting');
});

test('a value that another variable is never given takes no code', () => {
  const writer = reportOn({ F: '6' }).fields.find(({ name }) => name === 'memory_lock.writer');
  // Nobody, or one of the three threads behind the faults.
  expect(writer).toMatchObject({ bits: 2, values: 4 });
});
