// The exit code of one search, where more than one could apply.

import { expect, test } from 'vitest';
import { assess } from '../../analyse/index.ts';
import { allHold } from '../../lang/index.ts';
import type { Finding, SearchResult, Verdict } from '../../semantics/index.ts';
import { exitCodeOf } from './cell-exit.ts';

const finding = (property: string): Finding => ({
  kind: 'check',
  property,
  condition: '',
  path: { steps: [], states: [] },
});

const violated = (property: string): Verdict => ({
  kind: 'violated',
  property,
  finding: finding(property),
});

function codeOf(...properties: readonly string[]): number {
  const result: SearchResult = {
    model: { id: 't/s', configuration: 'c', digest: '' },
    counts: { distinct: 1, generated: 1, depth: 0 },
    completion: { kind: 'complete' },
    verdicts: properties.map(violated),
    coverage: { units: [], premises: [], checks: [], goals: [] },
  };
  return exitCodeOf({ assessment: assess(result, allHold), rule: 'matrix' });
}

test('an ERROR alone is 2, and a violation beside it outweighs it', () => {
  expect(codeOf('ERROR')).toBe(2);
  expect(codeOf('ERROR', 'P')).toBe(12);
  expect(codeOf('ERROR', 'deadlock')).toBe(11);
});
