/**
 * A Mermaid sequence diagram: a participant per thread, a message to itself per row.
 *
 * Mermaid 11 takes `;` for the end of a line, `#` for an entity or a comment and `%%` for a comment, and a participant must not be
 * called `end`: so participants are T0, T1... and these signs are replaced.
 */
import { splitNote, type Trace } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { shownChanges } from './changes.ts';
import { standing } from './header.ts';
import type { Layout } from './options.ts';
import { markOf, type Row, rowsOf, violatingStep } from './rows.ts';

export function renderMermaid(trace: Trace, layout: Layout): readonly string[] {
  const rows = rowsOf(trace, layout.full ? 'none' : 'calls').filter(
    ({ kind }) => kind !== 'heading',
  );
  return [
    'sequenceDiagram',
    ...trace.threads.map(
      ({ title }, thread) => `  participant T${thread} as ${plain(`CPU${thread}: ${title}`)}`,
    ),
    ...(trace.status === null ? [] : [`  Note over T0: ${plain(standing(trace))}`]),
    ...rows.flatMap((row) => messages(trace, row, layout)),
    ...endingNotes(trace),
  ];
}

function messages(trace: Trace, row: Row, layout: Layout): readonly string[] {
  const { thread, numbers, text, remark, decided, changes, violates, last } = row;
  const shown = shownChanges(changes, layout);
  const label = `${[numbers, text, remark, ...decided].join(' ')}${shown.length === 0 ? '' : ` [${shown.join(', ')}]`}`;
  const notes = violates.map((id) => `  Note over T${thread}: also violates ${plain(id)}`);
  const isViolating = last.number === violatingStep(trace);
  const verdict = isViolating
    ? [`  Note over T${thread}: ${markOf(trace)} of ${plain(trace.property)}`]
    : [];
  return [`  T${thread}->>T${thread}: ${plain(label)}`, ...notes, ...verdict];
}

function endingNotes({ ending }: Trace): readonly string[] {
  if (ending.kind === 'deadlock') {
    return ending.waits.map(
      ({ thread, labels }) => `  Note over T${thread}: blocked at ${plain(labels.join(' or '))}`,
    );
  }
  if (ending.kind !== 'stopped' || ending.stop.thread === null) return [];
  return [
    `  Note over T${ending.stop.thread}: cannot take ${plain(splitNote(ending.stop.step.label).label)}`,
  ];
}

/** Text that ends neither the message nor the diagram. */
const plain = (text: string): string =>
  ascii(text).replace(/;/g, ',').replace(/#/g, '').replace(/%%+/g, '%').replace(/\s+/g, ' ').trim();
