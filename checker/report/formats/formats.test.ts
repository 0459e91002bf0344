// Every machine format of one run that has everything in it, hostile names included, read back by strict readers.

import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { assess } from '../../analyse/index.ts';
import { allHold, type Expectation } from '../../lang/index.ts';
import type { SearchResult, StepName, Verdict } from '../../semantics/index.ts';
import { readKtap } from '../../testing/ktap-reader.ts';
import { GitlabReport, readWorkflowCommands, SarifLog } from '../../testing/report-shapes.ts';
import { readXml, type XmlElement } from '../../testing/xml-reader.ts';
import { REPORT_FORMATS, type ReportedSearch, type RunReport } from './index.ts';

const HOSTILE = '</failure> ]]> "x" \'y\' & %0A::error::no | `#` \u0007\u{1f512}\nnext line';
const PLACE = { file: 'specs/a b/own.ts', line: 7, column: 3 };
const STEP: StepName = { process: 'cpu', calls: ['f(1)'], label: HOSTILE, choices: [] };

const violated = (property: string): Verdict => ({
  kind: 'violated',
  property,
  finding: { kind: 'check', property, condition: '', path: { steps: [STEP, STEP], states: [] } },
});

const EXPECTS_Q = {
  kind: 'violates',
  properties: ['Q', 'R'],
  also: [],
} as unknown as Expectation;

function search(
  name: string,
  more: Partial<SearchResult>,
  expectation: Expectation,
): ReportedSearch {
  const result: SearchResult = {
    model: { id: 'f/s', configuration: 'c', digest: 'ab' },
    counts: { distinct: 3, generated: 4, depth: 2 },
    completion: { kind: 'complete' },
    verdicts: [],
    coverage: { units: [], premises: [], checks: [], goals: [] },
    ...more,
  };
  const steps = [
    { number: 1, process: 'cpu', text: `f(1) > ${HOSTILE}`, place: PLACE },
    { number: 2, process: 'irq', text: 'g()', place: null },
  ];
  const violations = result.verdicts.filter(({ kind }) => kind === 'violated');
  return {
    report: {
      id: name.replace(/\[.*/, ''),
      configuration: 'c',
      overrides: {},
      name,
      status: null,
      bounds: '1 cpu',
      rule: 'matrix',
      idle: [],
      specs: null,
      assessment: assess(result, expectation),
    },
    traces: violations.map(({ property }) => ({
      property,
      sentence: HOSTILE,
      steps,
      text: `VIOLATED  ${name}\n${HOSTILE}\n`,
    })),
    place: { ...PLACE, line: 1 },
  };
}

const RUN: RunReport = {
  command: 'gate',
  version: '1.2.3',
  searches: [
    search('f/s/good[c]', { verdicts: [{ kind: 'holds', property: 'P' }, violated('Q')] }, allHold),
    search(
      'f/s/bad[c]',
      { verdicts: [violated('Q'), { kind: 'holds', property: 'R' }] },
      EXPECTS_Q,
    ),
    search(
      'f/s/cut[c]',
      {
        verdicts: [{ kind: 'inconclusive', property: 'P' }],
        completion: { kind: 'limitReached', bound: 'max-states', unexpanded: 5 },
      },
      allHold,
    ),
  ],
  explanations: [],
  gaps: [
    { name: 'f/s/dead[c]', id: 'f/s/dead', configuration: 'c', reason: 'failed', message: HOSTILE },
    { name: 'f/s/late[c]', id: 'f/s/late', configuration: 'c', reason: null, message: '' },
  ],
  vacuous: [
    {
      ...{ name: 'f/s/good', id: 'f/s/good', configuration: null, place: PLACE },
      vacuity: { kind: 'goal', subject: `goal '${HOSTILE}'`, reason: 'in none', source: null },
    },
  ],
  differences: [
    { kind: 'changed', name: 'f/s/good[c]:Q', text: 'ok -> VIOLATED steps=2' },
    { kind: 'gone', name: 'f/s/old[c]', text: 'the search with 2 verdicts' },
  ],
  tally: { searches: [], vacuous: 1, notSearched: 1, isComplete: false },
  exit: 12,
  part: null,
};

const GOOD: RunReport = {
  ...RUN,
  searches: [search('f/s[c]', { verdicts: [{ kind: 'holds', property: 'P' }] }, allHold)],
  ...{ gaps: [], vacuous: [], explanations: [], differences: [] },
  tally: { searches: [], vacuous: 0, notSearched: 0, isComplete: true },
  exit: 0,
};

const FORMATS = Object.keys(REPORT_FORMATS) as readonly (keyof typeof REPORT_FORMATS)[];

test.each(FORMATS)(
  '%s is the same text every time, ends with a line, and names no place twice over',
  (format) => {
    const text = REPORT_FORMATS[format](RUN);
    expect(REPORT_FORMATS[format](RUN)).toBe(text);
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toMatch(/\d\d:\d\d:\d\d|20\d\d-\d\d/);
  },
);

describe('junit', () => {
  const names = (element: XmlElement): readonly string[] =>
    element.children.map(({ attributes, children }) => {
      const [child] = children;
      return `${attributes['name']}: ${child?.name ?? 'passed'}`;
    });

  test('has a suite per search and a case per property, and counts them', () => {
    const root = readXml(REPORT_FORMATS.junit(RUN));
    expect(root).toMatchObject({
      name: 'testsuites',
      attributes: { name: 'ordeal gate', tests: '10', failures: '5', errors: '3' },
    });
    expect(root.children.map(({ attributes }) => attributes['name'])).toEqual([
      'f/s/good[c]',
      'f/s/bad[c]',
      'f/s/cut[c]',
      'f/s/dead[c]',
      'f/s/late[c]',
      'f/s/good',
      'f/s/old[c]',
    ]);
    expect(names(root.children[0] as XmlElement)).toEqual([
      'P: passed',
      'Q: failure',
      'Q (changed): failure',
    ]);
    expect(names(root.children[1] as XmlElement)).toEqual(['Q: system-out', 'R: failure']);
    expect(names(root.children[2] as XmlElement)).toEqual(['P: error']);
  });

  test('carries the trace as it is, but for characters that XML does not have', () => {
    const [suite] = readXml(REPORT_FORMATS.junit(RUN)).children;
    const text = suite?.children[1]?.children[0]?.text;
    expect(text).toBe(`VIOLATED  f/s/good[c]\n${HOSTILE.replace('\u0007', '?')}\n`);
  });
});

describe('ktap', () => {
  test('has a test per search and a subtest per property', () => {
    const tests = readKtap(REPORT_FORMATS.ktap(RUN));
    const told = tests.map(
      ({ name, isOk, subtests }) =>
        `${name} ${isOk} ${subtests.map((each) => `${each.isOk}${each.directive}`).join(' ')}`,
    );
    expect(told).toEqual([
      'f/s/good[c] false true false false',
      'f/s/bad[c] false true false',
      'f/s/cut[c] false falseTIMEOUT',
      'f/s/dead[c] false falseERROR',
      'f/s/late[c] false falseERROR',
      'f/s/good false false',
      'f/s/old[c] false false',
    ]);
  });

  test('says of an expected violation, which is ok, that it happened', () => {
    const [, bad] = readKtap(REPORT_FORMATS.ktap(RUN));
    expect(bad?.subtests[0]).toMatchObject({
      name: 'Q',
      isOk: true,
      diagnostics: ['violated in 2 steps, as expected'],
    });
  });

  test('is ok as a whole if everything is as expected', () => {
    expect(readKtap(REPORT_FORMATS.ktap(GOOD))).toMatchObject([{ name: 'f/s[c]', isOk: true }]);
  });
});

describe('sarif', () => {
  const log = v.parse(SarifLog, JSON.parse(REPORT_FORMATS.sarif(RUN)));
  const [run] = log.runs;

  test('has a result for each case that is not as expected, of the rule that it names', () => {
    expect(run.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'violated error',
      'missed error',
      'bound warning',
      'error error',
      'error error',
      'vacuous error',
      'differs error',
      'differs error',
    ]);
    for (const { ruleId, ruleIndex } of run.results)
      expect(run.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('places a violation at its last step in a spec, and has a thread flow per thread', () => {
    const [first] = run.results;
    expect(first?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'specs/a%20b/own.ts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 7, startColumn: 3 },
    });
    const flows = first?.codeFlows?.[0]?.threadFlows ?? [];
    expect(
      flows.map(({ id, locations }) => [id, locations.map((at) => at.executionOrder)]),
    ).toEqual([
      ['cpu', [1]],
      ['irq', [2]],
    ]);
  });

  test('has no result if everything is as expected', () => {
    const good = v.parse(SarifLog, JSON.parse(REPORT_FORMATS.sarif(GOOD)));
    expect(good.runs[0]).toMatchObject({
      results: [],
      invocations: [{ executionSuccessful: true, exitCode: 0 }],
    });
  });
});

describe('github', () => {
  test('is one command per case, and no text ends it or begins another', () => {
    const commands = readWorkflowCommands(REPORT_FORMATS.github(RUN));
    expect(commands.map(({ command }) => command)).toEqual([
      ...['error', 'error', 'warning', 'error', 'error', 'error', 'error', 'error'],
    ]);
    expect(commands[0]).toEqual({
      command: 'error',
      properties: { file: PLACE.file, line: '7', col: '3', title: 'f/s/good[c]:Q' },
      message: `violated in 2 steps\n\nVIOLATED  f/s/good[c]\n${HOSTILE}`,
    });
  });

  test('is empty if everything is as expected', () => {
    expect(REPORT_FORMATS.github(GOOD)).toBe('');
  });
});

test('gitlab is a list of issues with fingerprints of their own', () => {
  const issues = v.parse(GitlabReport, JSON.parse(REPORT_FORMATS.gitlab(RUN)));
  expect(issues).toHaveLength(8);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(8);
  expect(JSON.parse(REPORT_FORMATS.gitlab(GOOD))).toEqual([]);
});

test('markdown has a table whose rows have its columns, and fences that nothing in them ends', () => {
  const lines = REPORT_FORMATS.markdown(RUN).split('\n');
  expect(lines[0]).toBe('### ordeal gate: 8 not as expected');
  const rows = lines.filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(10);
  for (const row of rows) expect(row.replace(/\\\|/g, '').split('|'), row).toHaveLength(6);
  expect(lines.filter((line) => line.startsWith('```'))).toHaveLength(2);
  expect(REPORT_FORMATS.markdown(GOOD)).toContain('### ordeal gate: as expected\n');
});

test('json is a document of the objects that --json prints line by line', () => {
  const { results, ...head } = JSON.parse(REPORT_FORMATS.json(RUN));
  expect(head).toEqual({
    ...{ v: 1, type: 'report', command: 'gate', version: '1.2.3' },
    ...{ exit: 12, part: null },
  });
  const types = (results as readonly { type: string; v: number }[]).map(({ type }) => type);
  expect(new Set(types)).toEqual(
    new Set(['search', 'property', 'vacuous', 'difference', 'summary']),
  );
  const difference = { v: 1, type: 'difference', ...RUN.differences[0] };
  expect(results.some((each: unknown) => isDeepStrictEqual(each, difference))).toBe(true);
});
