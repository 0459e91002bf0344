/**
 * The run as Markdown, for the summary of a job or a comment on a pull request: what is not as expected, then its traces.
 */
import { explanationMarkdown } from '../analyses/index.ts';
import { ascii } from '../ascii.ts';
import { summaryLine } from '../summary.ts';
import { type Case, casesOf } from './cases.ts';
import type { RunReport } from './run-report.ts';

const MOST_TRACES = 20;

export function markdownReport(run: RunReport): string {
  const open = casesOf(run).filter(({ outcome }) => outcome !== 'passed');
  const traced = open.filter(({ trace }) => trace !== null);
  const left = traced.length - MOST_TRACES;
  return [
    `### ordeal ${run.command}: ${open.length === 0 ? 'as expected' : `${open.length} not as expected`}`,
    '',
    escaped(summaryLine(run.tally)),
    ...(open.length === 0 ? [] : ['', ...table(open)]),
    ...traced.slice(0, MOST_TRACES).flatMap(details),
    ...(left > 0 ? ['', `${left} more traces are not shown.`] : []),
    ...run.explanations.flatMap((each) => ['', ...explanationMarkdown(each)]),
    '',
  ].join('\n');
}

const table = (cases: readonly Case[]): readonly string[] => [
  '| search | property | | where |',
  '| --- | --- | --- | --- |',
  ...cases.map(({ group, name, message, outcome, place }) => {
    const where = place === null ? '' : code(`${place.file}:${place.line}`);
    const cells = [code(group), escaped(name), escaped(`${WORDS[outcome]}: ${message}`), where];
    return `| ${cells.join(' | ')} |`;
  }),
];

const WORDS: Readonly<Record<Case['outcome'], string>> = {
  passed: 'ok',
  failed: 'FAILED',
  timeout: 'INCONCLUSIVE',
  error: 'ERROR',
};

function details({ group, name, trace }: Case): readonly string[] {
  const lines = (trace?.text ?? '').trimEnd().split('\n');
  const longest = Math.max(2, ...lines.map((line) => /`+/.exec(line)?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  const title = ascii(`${group}:${name}`).replace(/[&<>]/g, '');
  return [
    '',
    `<details><summary><code>${title}</code></summary>`,
    ...['', `${fence}text`, ...lines, fence, '', '</details>'],
  ];
}

/** Code that neither ends at a backtick nor splits a table cell. */
const code = (text: string): string =>
  `\`${ascii(text).trim().replace(/`/g, "'").replace(/\|/g, '\\|')}\``;

const escaped = (text: string): string =>
  ascii(text).replace(/[\\`*_<>|[\]#]/g, (sign) => `\\${sign}`);
