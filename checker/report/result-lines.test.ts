// Result lines, word by word.

import { describe, expect, test } from 'vitest';
import { assess } from '../analyse/index.ts';
import { allHold, type Expectation, openQuestion, violates } from '../lang/index.ts';
import type { Completion, Finding, SearchResult, StepName, Verdict } from '../semantics/index.ts';
import { searchJson } from './result-json.ts';
import { noFiguresLine, type SearchReport, searchLines, vacuousLine } from './result-lines.ts';

const plain = { paint: (word: string) => word, isVerbose: false };

const stepBy = (process: string): StepName => ({ process, calls: [], label: 'a', choices: [] });

const FINDING: Finding = {
  kind: 'check',
  property: 'S-X',
  condition: 'x',
  path: { steps: ['a', 'b', 'b', 'a'].map(stepBy), states: [] },
};
const LEAVING: Finding = {
  kind: 'error',
  property: 'ERROR',
  message: 'too large',
  failing: stepBy('b'),
  path: { steps: [stepBy('a')], states: [] },
};

const COMPLETE: Completion = { kind: 'complete' };
const cut = (bound: 'max-states' | 'max-time' | 'first'): Completion => ({
  kind: 'limitReached',
  bound,
  unexpanded: 7,
});

function resultOf(violated: readonly Finding[], completion: Completion): SearchResult {
  const names = [
    ...violated.filter(({ kind }) => kind === 'error').map(() => 'ERROR'),
    'S-X',
    'deadlock',
  ];
  const verdicts = names.map((property): Verdict => {
    const finding = violated.find((each) => each.property === property);
    if (finding !== undefined) return { kind: 'violated', property, finding };
    return { kind: completion.kind === 'complete' ? 'holds' : 'inconclusive', property };
  });
  return {
    model: { id: 'f/s/v', configuration: 'c', digest: 'abc' },
    counts: { distinct: 10, generated: 20, depth: 5 },
    completion,
    verdicts,
    coverage: { units: [], premises: [], checks: [], goals: [] },
  };
}

interface Situation {
  readonly violated?: readonly Finding[];
  readonly expectation?: Expectation | null;
  readonly completion?: Completion;
  readonly rule?: SearchReport['rule'];
}

function reportOf(situation: Situation): SearchReport {
  const { violated = [], expectation = allHold, completion = COMPLETE } = situation;
  return {
    id: 'f/s/v',
    configuration: 'c',
    overrides: {},
    name: 'f/s/v[c]',
    status: null,
    bounds: '1 device',
    idle: [],
    specs: null,
    rule: situation.rule ?? 'matrix',
    assessment: assess(resultOf(violated, completion), expectation),
  };
}

const lines = (situation: Situation, isVerbose = false): readonly string[] =>
  searchLines(reportOf(situation), { ...plain, isVerbose });

describe('a candidate', () => {
  const STATUS = '  candidate, not confirmed by a maintainer';
  const candidate = (violated: readonly Finding[]): SearchReport => ({
    ...reportOf({ violated, expectation: violates('S-X') }),
    status: 'candidate',
  });

  test('is told to be one where something is violated, and not a second time', () => {
    const told = (isStatusTold: boolean) =>
      searchLines(candidate([FINDING]), { ...plain, isVerbose: false, isStatusTold });
    expect(told(false)).toEqual([...told(true), STATUS]);
  });

  test('of which nothing is violated has nothing to be told', () => {
    expect(searchLines(candidate([]), { ...plain, isVerbose: false })).not.toContain(STATUS);
  });

  test('is one in the object of the search and of every property', () => {
    const objects = searchJson(candidate([FINDING])).map((line) => JSON.parse(line));
    expect(objects.map(({ status }) => status)).toEqual(['candidate', 'candidate', 'candidate']);
    const [other] = searchJson(reportOf({}));
    expect(other).not.toContain('status');
  });
});

describe('in the matrix', () => {
  test('a search in which all holds is one line', () => {
    expect(lines({})).toEqual(['ok        f/s/v[c]  properties=2 states=10 generated=20 depth=5']);
  });

  test('an expected violation is expected', () => {
    expect(lines({ violated: [FINDING], expectation: violates('S-X') })).toEqual([
      'expected  f/s/v[c]  properties=2 violated=1 states=10 generated=20 depth=5',
      'expected    S-X  steps=4 switches=2 shortest',
    ]);
  });

  test('a violation nobody expected says how to see its trace', () => {
    expect(lines({ violated: [FINDING] })).toEqual([
      'VIOLATED  f/s/v[c]  properties=2 violated=1 states=10 generated=20 depth=5',
      'VIOLATED    S-X  steps=4 switches=2 shortest',
      '  trace: ordeal trace show f/s/v:S-X --config c',
    ]);
  });

  test('an expected violation that does not happen is unexpected', () => {
    expect(lines({ expectation: violates('S-X') })).toEqual([
      'UNEXPECTED f/s/v[c]  properties=2 states=10 generated=20 depth=5',
      'UNEXPECTED   S-X  holds, although a violation is expected',
    ]);
  });

  test('an open question stays open', () => {
    expect(lines({ violated: [FINDING], expectation: openQuestion('?') })).toEqual([
      'open      f/s/v[c]  properties=2 violated=1 states=10 generated=20 depth=5',
      'open        S-X  steps=4 switches=2 shortest',
    ]);
  });

  test('an ERROR counts the step that fails', () => {
    expect(lines({ violated: [LEAVING] })).toEqual([
      'ERROR     f/s/v[c]  properties=3 violated=1 states=10 generated=20 depth=5',
      'ERROR       ERROR  steps=2 switches=1 shortest',
    ]);
  });
});

describe('in a verdict', () => {
  test('what holds carries its bounds', () => {
    expect(lines({ rule: 'verdict' })).toEqual([
      'ok        f/s/v[c]  properties=2 states=10 generated=20 depth=5',
      '  bounds: 1 device; sequential consistency',
    ]);
  });

  test('an expected violation is a violation, as expected', () => {
    const situation = {
      violated: [FINDING],
      expectation: violates('S-X'),
      rule: 'verdict',
    } as const;
    expect(lines(situation)).toEqual([
      'VIOLATED  f/s/v[c]  properties=2 violated=1 states=10 generated=20 depth=5',
      'VIOLATED    S-X  steps=4 switches=2 shortest (as expected)',
      '  asked: is this safe? (with --expect: is it as recorded?)',
    ]);
  });
});

describe('an incomplete search', () => {
  test('says how far it came: a deadlock shows one step later than other violations', () => {
    expect(lines({ completion: cut('max-states') })).toEqual([
      'INCONCLUSIVE f/s/v[c]  properties=2 states=10 generated=20 depth=5 bound=max-states',
      '  no violation in any run of up to 4 steps; 7 states not expanded',
    ]);
  });

  test('that depends on the clock says that it is not reproducible', () => {
    expect(lines({ completion: cut('max-time') })[1]).toMatch(/; not reproducible$/);
  });

  test('with a violation does not claim that there is none', () => {
    const situation = {
      violated: [FINDING],
      expectation: violates('S-X'),
      completion: cut('max-states'),
    };
    expect(lines(situation).slice(1)).toEqual([
      'expected    S-X  steps=4 switches=2 shortest',
      '  7 states not expanded',
    ]);
  });

  test('that stopped at the first violation has no counts', () => {
    expect(lines({ violated: [FINDING], completion: cut('first') })[0]).toBe(
      'VIOLATED  f/s/v[c]  properties=2 violated=1 bound=first',
    );
  });

  test('without figures names its bound', () => {
    expect(noFiguresLine('f/s/v[c]', 'max-mem', plain.paint)).toBe(
      'INCONCLUSIVE f/s/v[c]  bound=max-mem',
    );
  });
});

test('verbose lists what holds too', () => {
  expect(lines({}, true).slice(1)).toEqual(['ok          S-X', 'ok          deadlock']);
});

test('something vacuous is a line of its own', () => {
  const vacuity = {
    kind: 'premise',
    subject: 'S-PTE',
    reason: 'its premise held in none of 355 states',
    source: null,
  } as const;
  expect(vacuousLine('f/s/v', vacuity, plain.paint)).toBe(
    'VACUOUS   f/s/v:S-PTE  its premise held in none of 355 states',
  );
});

test('JSON has the same figures, a line for the search and one for each property', () => {
  const report = reportOf({ violated: [FINDING], expectation: violates('S-X') });
  const [search, property, deadlock] = searchJson(report).map((line) => JSON.parse(line) as object);
  expect(search).toEqual({
    v: 1,
    type: 'search',
    id: 'f/s/v',
    configuration: 'c',
    overrides: {},
    rule: 'matrix',
    outcome: 'expected',
    properties: 2,
    violated: 1,
    states: 10,
    generated: 20,
    depth: 5,
    bounds: '1 device',
    digest: 'abc',
  });
  expect(property).toMatchObject({
    type: 'property',
    property: 'S-X',
    outcome: 'expected',
    steps: 4,
    switches: 2,
  });
  expect(deadlock).toMatchObject({ type: 'property', property: 'deadlock', outcome: 'holds' });
});
