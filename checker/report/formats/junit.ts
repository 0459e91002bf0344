/**
 * JUnit XML, as CI servers read it: a suite per search, a test case per property. No times: the same bytes on every run.
 *
 * A bound that was hit is an error and not skipped: a case without a verdict is never green.
 */
import { type Case, casesOf, grouped } from './cases.ts';
import type { RunReport } from './run-report.ts';
import { xmlText, xmlValue } from './xml.ts';

export function junitReport(run: RunReport): string {
  const cases = casesOf(run);
  const suites = [...grouped(cases)].flatMap(([name, own]) => [
    `  <testsuite name=${xmlValue(name)} ${countsText(own)}>`,
    ...own.flatMap(caseLines),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${xmlValue(`ordeal ${run.command}`)} ${countsText(cases)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function countsText(cases: readonly Case[]): string {
  const failures = cases.filter(({ outcome }) => outcome === 'failed').length;
  const errors = cases.filter(({ outcome }) => ELEMENTS[outcome] === 'error').length;
  return `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
}

const ELEMENTS: Readonly<Record<Case['outcome'], string | null>> = {
  passed: null,
  failed: 'failure',
  timeout: 'error',
  error: 'error',
};

function caseLines(each: Case): readonly string[] {
  const { group, name, outcome, message, rule, trace } = each;
  const head = `    <testcase classname=${xmlValue(group)} name=${xmlValue(name)}`;
  const element = ELEMENTS[outcome];
  if (element === null && message === '') return [`${head}/>`];
  if (element === null)
    return [`${head}>`, `      <system-out>${xmlText(message)}</system-out>`, '    </testcase>'];
  const text = xmlText(trace?.text ?? message);
  return [
    `${head}>`,
    `      <${element} type=${xmlValue(rule)} message=${xmlValue(message)}>${text}</${element}>`,
    '    </testcase>',
  ];
}
