/**
 * Markdown for a pull request: summary, table, the plain text to copy, a sequence diagram.
 */
import type { Trace } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { shownChanges } from './changes.ts';
import { renderColumns } from './columns.ts';
import { figures, searchName, standing, verdictWord } from './header.ts';
import { type Lane, lanesOf, laneText } from './lanes.ts';
import { renderMermaid } from './mermaid.ts';
import type { Layout } from './options.ts';
import { markOf, type Row, rowsOf, violatingStep } from './rows.ts';

export function renderMarkdown(trace: Trace, layout: Layout): readonly string[] {
  const text = renderColumns(trace, layout);
  return [
    `**${verdictWord(trace)}** ${code(`${searchName(trace)}:${trace.property}`)} ${figures(trace)}`,
    ...(trace.status === null ? [] : ['', `Status: **${standing(trace)}**`]),
    '',
    escaped(trace.sentence),
    '',
    ...table(trace, layout),
    '',
    '<details><summary>Plain text</summary>',
    '',
    ...fenced('text', text),
    '',
    '</details>',
    '',
    ...fenced('mermaid', renderMermaid(trace, layout)),
  ];
}

function table(trace: Trace, layout: Layout): readonly string[] {
  const rows = rowsOf(trace, layout.full ? 'none' : 'calls');
  const lanes = lanesOf(
    trace,
    rows.map(({ last }) => last),
  );
  const titles = [
    '#',
    ...lanes.map(({ lock }) => code(trace.locks[lock]?.name ?? '')),
    ...trace.threads.map(({ title }, thread) => escaped(`CPU${thread}: ${title}`)),
    'change',
  ];
  const rule = titles.map((_, column) => (column === 0 ? '--:' : '---'));
  const body = rows.map((row) => cells(trace, row, lanes, layout));
  return [titles, rule, ...body, ...deadlockRow(trace, lanes)].map(
    (each) => `| ${each.join(' | ')} |`,
  );
}

/** What every thread of a deadlock waits to do. */
function deadlockRow({ ending, threads }: Trace, lanes: readonly Lane[]): readonly string[][] {
  if (ending.kind !== 'deadlock') return [];
  const waiting = threads.map((_, thread) => {
    const wait = ending.waits.find((each) => each.thread === thread);
    return wait === undefined ? '' : `~ ${code(wait.labels.join(' or '))}`;
  });
  return [['', ...lanes.map(() => ''), ...waiting, '**DEADLOCK**']];
}

function cells(trace: Trace, row: Row, lanes: readonly Lane[], layout: Layout): readonly string[] {
  const { kind, thread, numbers, text, remark, decided, changes, violates, last } = row;
  const isHeading = kind === 'heading';
  const label = isHeading ? `*${code(text)}*` : code([text, remark, ...decided].join(' '));
  const blocked = isHeading ? [] : last.blocked;
  const notes = [
    ...shownChanges(changes, layout).map(code),
    ...violates.map((id) => `also violates ${escaped(id)}`),
    ...(!isHeading && last.number === violatingStep(trace) ? [`**${markOf(trace)}**`] : []),
  ];
  return [
    numbers,
    ...lanes.map(({ lock }) => (isHeading ? '' : code(laneText(trace, lock, last)))),
    ...trace.threads.map((_, each) =>
      each === thread ? label : blocked.includes(each) ? '~' : '',
    ),
    notes.join(', '),
  ];
}

/** Code that neither ends at a backtick nor splits a table cell. */
const code = (text: string): string =>
  `\`${ascii(text).trim().replace(/`/g, "'").replace(/\|/g, '\\|')}\``;

const escaped = (text: string): string =>
  ascii(text).replace(/[\\`*_<>|[\]#]/g, (sign) => `\\${sign}`);

/** A fence longer than any in the text. */
function fenced(language: string, lines: readonly string[]): readonly string[] {
  const longest = Math.max(2, ...lines.map((line) => /`+/.exec(line)?.[0].length ?? 0));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence];
}
