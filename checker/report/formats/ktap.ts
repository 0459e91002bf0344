/**
 * KTAP version 1, as the kernel's test tools read it: a search is a test, its properties are the subtests.
 *
 * Diagnostic lines go in front of the result that they belong to. A name holds no `#`, which would begin a directive.
 */
import { ascii } from '../ascii.ts';
import { type Case, casesOf, grouped } from './cases.ts';
import type { RunReport } from './run-report.ts';

export function ktapReport(run: RunReport): string {
  const groups = [...grouped(casesOf(run))];
  return [
    'KTAP version 1',
    `1..${groups.length}`,
    ...groups.flatMap(([name, cases], number) => [
      '  KTAP version 1',
      `  1..${cases.length}`,
      ...cases.flatMap((each, at) => caseLines(each, at + 1).map((line) => `  ${line}`)),
      `${resultOf(cases)} ${number + 1} ${plain(name)}`,
    ]),
    '',
  ].join('\n');
}

const resultOf = (cases: readonly Case[]): string =>
  cases.every(({ outcome }) => outcome === 'passed') ? 'ok' : 'not ok';

const DIRECTIVES: Readonly<Record<Case['outcome'], string>> = {
  passed: '',
  failed: '',
  timeout: ' # TIMEOUT',
  error: ' # ERROR',
};

function caseLines(each: Case, number: number): readonly string[] {
  const { name, outcome, message, trace } = each;
  const isTold = outcome !== 'passed' && trace !== null;
  const diagnostics = [
    ...(message === '' ? [] : [message]),
    ...(isTold ? trace.text.trimEnd().split('\n') : []),
  ];
  return [
    ...diagnostics.map((line) => `# ${ascii(line)}`.trimEnd()),
    `${resultOf([each])} ${number} ${plain(name)}${DIRECTIVES[outcome]}`,
  ];
}

const plain = (name: string): string => ascii(name).replace(/#/g, '.').replace(/\s+/g, ' ').trim();
