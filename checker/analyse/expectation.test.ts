// A search against its expectation, in both directions.

import { describe, expect, test } from 'vitest';
import { allHold, also, type Expectation, openQuestion, violates } from '../lang/index.ts';
import type { Completion, Finding, SearchResult, Verdict } from '../semantics/index.ts';
import { assess } from './expectation.ts';

const finding = (property: string): Finding => ({
  kind: 'check',
  property,
  condition: '',
  path: { steps: [], states: [] },
});

const CUT: Completion = { kind: 'limitReached', bound: 'max-states', unexpanded: 1 };

/** The verdicts on P, Q and deadlock; ERROR comes first if it is among the violated. */
function resultOf(
  violated: readonly string[],
  completion: Completion = { kind: 'complete' },
): SearchResult {
  const names = [...violated.filter((name) => name === 'ERROR'), 'P', 'Q', 'deadlock'];
  const others = completion.kind === 'complete' ? 'holds' : 'inconclusive';
  const verdicts = names.map(
    (property): Verdict =>
      violated.includes(property)
        ? { kind: 'violated', property, finding: finding(property) }
        : { kind: others, property },
  );
  return {
    model: { id: 't/s', configuration: 'c', digest: '' },
    counts: { distinct: 1, generated: 1, depth: 0 },
    completion,
    verdicts,
    coverage: { units: [], premises: [], checks: [], goals: [] },
  };
}

function told(
  violated: readonly string[],
  expectation: Expectation | null,
  completion?: Completion,
): string {
  const { kind, judgements } = assess(resultOf(violated, completion), expectation);
  return [kind, ...judgements.map((each) => `${each.property}:${each.kind}`)].join(' ');
}

describe('a complete search', () => {
  test.each([
    [[], allHold, 'ok P:holds Q:holds deadlock:holds'],
    [['P'], allHold, 'violated P:violated Q:holds deadlock:holds'],
    [['P'], violates('P'), 'expected P:expected Q:holds deadlock:holds'],
    [['P', 'Q'], violates('P'), 'violated P:expected Q:violated deadlock:holds'],
    [['P', 'Q'], violates('P', also('Q', 'why')), 'expected P:expected Q:expected deadlock:holds'],
    [['P'], violates('P', also('Q', 'why')), 'missed P:expected Q:missed deadlock:holds'],
    [[], violates('deadlock'), 'missed P:holds Q:holds deadlock:missed'],
    [['Q'], violates('P'), 'violated P:missed Q:violated deadlock:holds'],
    [['P'], openQuestion('?'), 'open P:open Q:holds deadlock:holds'],
    [[], openQuestion('?'), 'open P:holds Q:holds deadlock:holds'],
    [['P'], null, 'violated P:violated Q:holds deadlock:holds'],
    [[], null, 'ok P:holds Q:holds deadlock:holds'],
    [['ERROR'], openQuestion('?'), 'error ERROR:violated P:holds Q:holds deadlock:holds'],
    [['ERROR', 'P'], violates('P'), 'error ERROR:violated P:expected Q:holds deadlock:holds'],
  ] as const)('with %j violated and the expectation %j', (violated, expectation, expected) => {
    expect(told(violated, expectation)).toBe(expected);
  });
});

describe('a search that did not finish', () => {
  test.each([
    [[], allHold, 'inconclusive'],
    [['P'], violates('P'), 'inconclusive'],
    [[], openQuestion('?'), 'inconclusive'],
    [['P'], allHold, 'violated'],
    [['P'], null, 'violated'],
  ] as const)('with %j violated and the expectation %j is %s', (violated, expectation, kind) => {
    expect(told(violated, expectation, CUT).split(' ')[0]).toBe(kind);
  });
});

test('one property asked for is judged alone, but an ERROR is never left out', () => {
  const judged = (violated: readonly string[]) => {
    const { kind, judgements } = assess(resultOf(violated), allHold, 'Q');
    return [kind, ...judgements.map(({ property }) => property)];
  };
  expect(judged(['P'])).toEqual(['ok', 'Q']);
  expect(judged(['ERROR', 'P'])).toEqual(['error', 'ERROR', 'Q']);
});

test('a property that says nothing of this model is missed when a violation of it is expected', () => {
  expect(told(['P'], violates('P', 'R'))).toContain('missed');
  expect(told([], violates(also('R', 'because')))).toContain('missed');
});
