/**
 * What the reports of all analyses share: the first line, paths as numbered steps, tables.
 */
import type { Extent, Mode } from '../../analyse/index.ts';
import type { Path, StepName } from '../../semantics/index.ts';
import { splitNote } from '../../trace/index.ts';
import { ascii } from '../ascii.ts';
import { MOST_COLUMNS } from '../options.ts';
import type { Painter, Word } from '../result-lines.ts';
import { wrapLabel } from '../wrap.ts';

/** An analysis of one model and what it is called. */
export interface Analysed<T> {
  /** `family/spec/variant[configuration]`. */
  readonly name: string;
  readonly bounds: string;
  readonly extent: Extent;
  readonly found: T;
}

const WORD_WIDTH = 10;

export const padded = (word: Word, paint: Painter): string =>
  `${paint(word)}${' '.repeat(Math.max(1, WORD_WIDTH - word.length))}`;

/** `states=12 generated=20 depth=7`, and the bound that cut the search. */
export function extentText({ counts, completion }: Extent): string {
  const { distinct, generated, depth } = counts;
  const bound = completion.kind === 'complete' ? '' : ` bound=${completion.bound}`;
  return `states=${distinct} generated=${generated} depth=${depth}${bound}`;
}

export const extentJson = ({ counts, completion }: Extent) => ({
  states: counts.distinct,
  generated: counts.generated,
  depth: counts.depth,
  complete: completion.kind === 'complete',
  ...(completion.kind === 'complete' ? {} : { bound: completion.bound }),
});

/** The word of an analysis: what was found counts, whether or not the search was complete. */
export function wordOf({ completion }: Extent, hasFindings: boolean): Word {
  if (hasFindings) return 'VIOLATED';
  return completion.kind === 'complete' ? 'ok' : 'INCONCLUSIVE';
}

/** What an analysis without findings rests on. */
export const boundsLine = (bounds: string): string => `  bounds: ${bounds}; sequential consistency`;

export const modeText = (mode: Mode): string => (mode === 'write' ? 'W' : 'r');

/** Threads of a report by process, in the order in which they are named. */
export class Threads {
  readonly #processes: string[] = [];

  constructor(processes: readonly string[]) {
    for (const each of processes) this.name(each);
  }

  /** `CPU0`. */
  name(process: string): string {
    const known = this.#processes.indexOf(process);
    return `CPU${known < 0 ? this.#processes.push(process) - 1 : known}`;
  }

  /** `CPU0 = admin, CPU1 = user[0]`. */
  legend(): string {
    return this.#processes.map((process, at) => `CPU${at} = ${process}`).join(', ');
  }
}

/** One line per step, the thread and the innermost call in front. */
export function pathLines({ steps }: Path, threads: Threads): readonly string[] {
  return steps.flatMap((step, at) => {
    const front = `${String(at + 1).padStart(3)}  ${threads.name(step.process)}  `;
    const lines = wrapLabel(ascii(stepText(step)), MOST_COLUMNS - front.length);
    return lines.map((line, number) =>
      number === 0 ? `${front}${line}` : `${' '.repeat(front.length)}${line}`,
    );
  });
}

/** `vfio_pci_core_disable(): down_write(&memory_lock)  /* queue *\/`. */
export function stepText({ calls, label, choices }: Omit<StepName, 'process'>): string {
  const { label: text, note } = splitNote(label);
  const innermost = calls.findLast((each) => each.endsWith(')'));
  const remarks = [...(note === null ? [] : [note]), ...choices];
  const remark = remarks.length === 0 ? '' : `  /* ${remarks.join(', ')} */`;
  return `${innermost === undefined || innermost.startsWith(text) ? '' : `${innermost}: `}${text}${remark}`;
}

/** Columns as wide as their widest cell. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, at) => cell.padEnd(widths[at] as number)).join('  ')}`.trimEnd(),
  );
}

/** A Markdown table; no cell ends another. */
export function markdownTable(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...body] = rows.map((row) =>
    row.map((cell) => ascii(cell).replace(/[\\`*_<>|[\]#]/g, (sign) => `\\${sign}`)),
  );
  return [head, head.map(() => '---'), ...body].map((row) => `| ${row.join(' | ')} |`);
}
