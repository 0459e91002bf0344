/**
 * The default rendering: one column per thread, a lane per lock, what each step changed below it.
 *
 * Two threads get columns of 31, three of 20; with more there is one column and the thread stands in front. A thread that waits in
 * the middle of an operation shows `~`. Runs inside one call fold, and whole operations too if the text would pass 40 lines.
 */
import { splitNote, type Trace } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { shownChanges } from './changes.ts';
import { epilogueLines } from './epilogue.ts';
import { startLines, verdictLines } from './header.ts';
import { type Lane, lanesOf, laneText } from './lanes.ts';
import type { Layout } from './options.ts';
import { type Folding, markOf, type Row, rowsOf, violatingStep } from './rows.ts';
import { wrapLabel, wrapList, wrapRemarked } from './wrap.ts';

const MOST_LINES = 40;
const MOST_THREAD_COLUMNS = 3;
/** Columns narrower than this indent by less. */
const NARROW = 24;
const CHANGE_INDENT = 3;
const NARROW_INDENT = 1;

export function renderColumns(trace: Trace, layout: Layout): readonly string[] {
  if (layout.full) return columnsText(trace, layout, 'none');
  const folded = columnsText(trace, layout, 'calls');
  return folded.length <= MOST_LINES ? folded : columnsText(trace, layout, 'operations');
}

function columnsText(trace: Trace, layout: Layout, folding: Folding): readonly string[] {
  const rows = rowsOf(trace, folding);
  const grid = new Grid(trace, layout, rows);
  return [
    ...verdictLines(trace, layout),
    ...startLines(trace, layout),
    '',
    ...grid.heading(),
    ...rows.flatMap((row) => grid.row(row)),
    ...grid.ending(),
    '',
    ...epilogueLines(trace, [...grid.lanes, ...waitingLegend(grid.showsWaiting(rows))], layout),
  ];
}

const waitingLegend = (isShown: boolean) =>
  isShown ? [{ title: '~', legend: 'waits, in the middle of what it does' }] : [];

interface Below {
  readonly decided: readonly string[];
  readonly shown: readonly string[];
  readonly violates: readonly string[];
}

/** What stands below the label: what was decided, changes, and other properties that the step violates. */
function below({ decided, shown, violates }: Below, room: number, most: number): readonly string[] {
  const indent = room < NARROW ? NARROW_INDENT : CHANGE_INDENT;
  const list = (parts: readonly string[]) => wrapList(parts, room - indent, most - indent);
  const notes = violates.map((id) => `(also violates ${ascii(id)})`);
  const lines = [
    ...decided.flatMap((each) => list([each])),
    ...list(shown),
    ...notes.flatMap((note) => list([note])),
  ];
  return lines.map((line) => `${' '.repeat(indent)}${line}`);
}

/** Where the columns begin and how wide they are. */
class Grid {
  readonly lanes: readonly Lane[];
  readonly #trace: Trace;
  readonly #layout: Layout;
  readonly #numberWidth: number;
  readonly #starts: readonly number[];
  readonly #widths: readonly number[];
  readonly #isShared: boolean;

  constructor(trace: Trace, layout: Layout, rows: readonly Row[]) {
    this.#trace = trace;
    this.#layout = layout;
    const shown = rows.filter(({ kind }) => kind !== 'heading').map(({ last }) => last);
    this.lanes = lanesOf(trace, shown);
    this.#numberWidth = Math.max(3, ...rows.map(({ numbers }) => numbers.length));
    this.#isShared = trace.threads.length > MOST_THREAD_COLUMNS;
    const columns = this.#isShared ? 1 : Math.max(1, trace.threads.length);
    const first = this.#numberWidth + 2 + this.lanes.reduce((sum, { width }) => sum + width + 1, 0);
    const slot = Math.min(
      [layout.width, 31, 20][columns - 1] as number,
      Math.floor((layout.width - first) / columns),
    );
    this.#starts = Array.from({ length: columns }, (_, column) => first + column * slot);
    this.#widths = this.#starts.map((start, column) =>
      column < columns - 1 ? slot - 1 : Math.min(slot + 1, layout.width - start),
    );
  }

  heading(): readonly string[] {
    const titles = this.#trace.threads.map(({ title }, thread) => ascii(`CPU${thread}: ${title}`));
    const rule = this.#line(
      '-'.repeat(this.#numberWidth - 1).slice(-2),
      this.lanes.map(({ width }) => '-'.repeat(width)),
    );
    const legend = this.lanes.map(({ title }) => title);
    if (this.#isShared) {
      return [
        ...titles.flatMap((title) =>
          wrapLabel(title, this.#layout.width - 2).map((line) => `  ${line}`),
        ),
        '',
        this.#line('#', legend),
        this.#withRules(rule),
      ];
    }
    const wrapped = titles.map((title, thread) => wrapLabel(title, this.#widths[thread] as number));
    const height = Math.max(1, ...wrapped.map((lines) => lines.length));
    const lines = Array.from({ length: height }, (_, at) =>
      wrapped.reduce(
        (line, texts, thread) => this.#put(line, thread, texts[at] ?? ''),
        at === 0 ? this.#line('#', legend) : '',
      ),
    );
    return [...lines.map((line) => line.trimEnd()), this.#withRules(rule)];
  }

  row(row: Row): readonly string[] {
    const { thread, last } = row;
    if (row.kind === 'heading') return this.#texts(row).map((text) => this.#put('', thread, text));
    const holders = this.lanes.map(({ lock }) => laneText(this.#trace, lock, last));
    const [first = '', ...others] = this.#texts(row).map((text, at) =>
      this.#put(at === 0 ? this.#line(row.numbers, holders) : '', thread, text),
    );
    const blocked = this.#isShared ? [] : last.blocked.filter((each) => each !== thread);
    const lines = [blocked.reduce((line, each) => this.#put(line, each, '~'), first), ...others];
    if (last.number !== violatingStep(this.#trace)) return lines;
    const isRoomRight = others.length > 0 || blocked.every((each) => each < thread);
    return this.#withMark(lines, thread, `<== ${markOf(this.#trace)}`, isRoomRight);
  }

  /** Whether some thread is shown to wait. */
  showsWaiting(rows: readonly Row[]): boolean {
    const isBlocked = rows.some(
      ({ kind, thread, last }) =>
        kind !== 'heading' && last.blocked.some((each) => each !== thread),
    );
    return this.#trace.ending.kind === 'deadlock' || (isBlocked && !this.#isShared);
  }

  /** What stands below the last step: the threads of a deadlock, or the step at which a replay stopped. */
  ending(): readonly string[] {
    const { ending, steps } = this.#trace;
    if (ending.kind === 'deadlock') {
      const waiting = ending.waits.flatMap(({ thread, labels }) =>
        this.#cell(thread, `~ ${ascii(labels.join(' or '))}`),
      );
      return [...waiting, `${' '.repeat(this.#starts[0] as number)}*** DEADLOCK ***`];
    }
    if (ending.kind !== 'stopped' || ending.stop.thread === null) return [];
    const { thread, step } = ending.stop;
    const text = ascii([...step.calls.slice(1), splitNote(step.label).label].join(' > '));
    return this.#withMark(
      this.#cell(thread, text, String(steps.length + 1)),
      thread,
      '<== STOPPED',
    );
  }

  #cell(thread: number, text: string, number = ''): readonly string[] {
    const own = this.#isShared ? `CPU${thread} ${text}` : text;
    const first = number === '' ? '' : this.#line(number, []);
    return wrapLabel(own, this.#width(thread)).map((line, at) =>
      this.#put(at === 0 ? first : '', thread, line),
    );
  }

  /** The lines of a row, from the start of its column. */
  #texts(row: Row): readonly string[] {
    const { kind, thread, depth, changes, violates } = row;
    const width = this.#width(thread);
    const actor = this.#isShared ? `CPU${thread} ` : '';
    const margin = ' '.repeat(depth * (width < NARROW ? 1 : 2)).slice(0, Math.floor(width / 3));
    const room = width - margin.length - actor.length;
    const shown = shownChanges(changes, this.#layout);
    const [remark, decided] = [ascii(row.remark), row.decided.map(ascii)];
    const isPlain = kind === 'fold' && remark === '' && decided.length === 0 && shown.length > 0;
    const change = isPlain ? `  ${shown.join(', ')}` : '';
    const fits = (of: string): boolean => `${of}${change}`.length <= room;
    const text = ascii(fits(row.text) ? row.text : row.short);
    // Below the first line nothing stands to the right, so what is one word may pass the column.
    const most = this.#layout.width - this.#start(thread) - margin.length - actor.length;
    const lines =
      isPlain && fits(text)
        ? [`${text}${change}`]
        : [...wrapRemarked(text, remark, room), ...below({ decided, shown, violates }, room, most)];
    return lines.map(
      (line, at) => `${at === 0 ? actor : ' '.repeat(actor.length)}${margin}${line}`,
    );
  }

  /** At the end of the last line if there is room, else on a line of its own. */
  #withMark(
    lines: readonly string[],
    thread: number,
    mark: string,
    isRoomRight = true,
  ): readonly string[] {
    const marked = `${lines.at(-1) ?? ''}    ${mark}`;
    if (isRoomRight && marked.length <= this.#layout.width) return [...lines.slice(0, -1), marked];
    const start = Math.min(this.#start(thread) + NARROW_INDENT, this.#layout.width - mark.length);
    return [...lines, `${' '.repeat(start)}${mark}`];
  }

  #start(thread: number): number {
    return this.#starts[this.#isShared ? 0 : thread] as number;
  }

  #width(thread: number): number {
    return this.#widths[this.#isShared ? 0 : thread] as number;
  }

  #line(number: string, lanes: readonly string[]): string {
    const shown = this.lanes.map(({ width }, at) => (lanes[at] ?? '').padEnd(width)).join(' ');
    return `${number.padStart(this.#numberWidth)}  ${shown}`.trimEnd();
  }

  #withRules(line: string): string {
    return this.#widths.reduce(
      (done, width, column) => this.#put(done, column, '-'.repeat(width)),
      line,
    );
  }

  /** Writes into the column of a thread; what stands left of it stays, what stands right of it too. */
  #put(line: string, thread: number, text: string): string {
    if (text === '') return line;
    const start = this.#start(thread);
    const padded = line.padEnd(start);
    return `${padded.slice(0, start)}${text}${padded.slice(start + text.length)}`.trimEnd();
  }
}
