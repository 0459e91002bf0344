import { expect, test } from 'vitest';
import type { LockOrder } from '../../analyse/index.ts';
import { lockLines, lockMarkdown } from './locks.ts';

const found: LockOrder = {
  locks: ['a', 'b', 'g'],
  edges: [],
  cycles: [{ locks: ['a', 'b'], witnesses: [], gate: 'g' }],
  order: { isDeclared: true, contradicts: [['b', 'g']], undeclared: [], unseen: [], nested: [] },
  calls: [],
};
const counts = { distinct: 1, generated: 1, depth: 1 } as LockOrderCounts;
type LockOrderCounts = Parameters<typeof lockLines>[0]['extent']['counts'];
const report = {
  ...{ name: 'f/s/v[c]', bounds: '1', found },
  extent: { counts, completion: { kind: 'complete' as const } },
};

test('every finding is told in text and in Markdown, with the gate of a circle', () => {
  const findings = ['circle a -> b -> a  gate=g', 'b -> g contradicts the declared order'];
  const text = lockLines(report, { paint: (word) => word, isVerbose: false });
  expect(text).toEqual(expect.arrayContaining(findings.map((each) => `VIOLATED    ${each}`)));
  expect(lockMarkdown(report)).toEqual(
    expect.arrayContaining(findings.map((each) => `- **VIOLATED** \`${each}\``)),
  );
  const clean = { ...found, cycles: [], order: { ...found.order, contradicts: [] } };
  expect(lockMarkdown({ ...report, found: clean }).join('\n')).not.toContain('VIOLATED');
});
