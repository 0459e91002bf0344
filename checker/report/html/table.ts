/**
 * The trace as a table: number, arrows, a lane per lock, a column per thread.
 *
 * The page shows it without scripts. Where calls fold, both ways stand in the table and a check box, in plain CSS, says which is seen. The
 * same function draws a walk that leaves the trace, so there is one picture of a run and not two.
 */
import type { Change, Trace } from '../../trace/index.ts';
import { holdingText, splitNote } from '../../trace/index.ts';
import { isShown } from '../changes.ts';
import { laneText } from '../lanes.ts';
import type { Layout } from '../options.ts';
import { markOf, type Row, rowsOf, violatingStep } from '../rows.ts';
import {
  type Arrow,
  arrowsOf,
  type LetteredFact,
  letteredFacts,
  lettersFor,
  segmentOf,
} from './arrows.ts';
import { code, html, type Markup } from './markup.ts';

export interface TableOptions extends Pick<Layout, 'vars'> {
  /** Steps of a walk begin behind this one; null: the trace as it was recorded. */
  readonly leftAfter: number | null;
}

/** Everything that the rows need. */
interface Drawing {
  readonly trace: Trace;
  readonly options: TableOptions;
  readonly arrows: readonly Arrow[];
  readonly facts: readonly LetteredFact[];
  /** First and last step of each thread. */
  readonly spans: readonly (readonly [first: number, last: number])[];
}

/** Which of the two ways to show a run of steps a row belongs to. */
type When = 'always' | 'folded' | 'unfolded';

interface ShownRow {
  readonly row: Row;
  readonly when: When;
}

export function traceTable(trace: Trace, options: TableOptions): Markup {
  const drawing: Drawing = {
    trace,
    options,
    arrows: arrowsOf(trace),
    facts: letteredFacts(trace),
    spans: trace.threads.map((_, thread) => spanOf(trace, thread)),
  };
  return html`<table class="trace">
<caption class="sr">${captionOf(trace)}</caption>
${columnsOf(drawing)}
<thead><tr><th scope="col" class="number">step</th>${
    drawing.arrows.length > 0 &&
    html`<th class="arrows"><span class="sr">what the verdict rests on</span></th>`
  }${trace.locks.map(
    ({ name, kind }) =>
      html`<th scope="col" class="lock"><span class="upright"><code>${name}</code></span><span class="sr"> (${kind})</span></th>`,
  )}${trace.threads.map(
    ({ process, title }, thread) =>
      html`<th scope="col" class="thread t${thread % 8}"><span class="cpu">CPU${thread}</span> ${code(title)}${
        process !== title && html` <span class="process">${process}</span>`
      }</th>`,
  )}</tr></thead>
<tbody>
${rowsWithFolding(drawing).map(({ row, when }) => rowMarkup(drawing, row, when))}${endingRow(drawing)}</tbody>
</table>`;
}

const captionOf = ({ threads, steps, locks }: Trace): string =>
  `${steps.length} steps of ${threads.length} threads, one column per thread; ${
    locks.length === 0 ? 'no locks' : `who holds ${locks.map(({ name }) => name).join(', ')}`
  }`;

function columnsOf({ trace, arrows }: Drawing): Markup {
  return html`<colgroup><col class="number">${
    arrows.length > 0 && html`<col class="arrows" style="width:${arrows.length * 1.1 + 0.6}rem">`
  }${trace.locks.map(() => html`<col class="lock">`)}${trace.threads.map(() => html`<col class="thread">`)}</colgroup>`;
}

function spanOf({ steps }: Trace, thread: number): readonly [number, number] {
  const own = steps.filter((step) => step.thread === thread).map(({ number }) => number);
  return [own[0] ?? 0, own.at(-1) ?? -1];
}

/** All rows; where folding changes something, the rows of both ways. */
function rowsWithFolding({ trace }: Drawing): readonly ShownRow[] {
  const [folded, unfolded] = [rowsOf(trace, 'calls'), rowsOf(trace, 'none')];
  const groups = folded.filter(({ kind }) => kind !== 'heading');
  return groups.flatMap((group) => {
    const [first, last] = [firstOf(group), group.last.number];
    const short = folded.filter((row) => first <= row.last.number && row.last.number <= last);
    const long = unfolded.filter((row) => first <= row.last.number && row.last.number <= last);
    if (JSON.stringify(short) === JSON.stringify(long)) return shown(short, 'always');
    return [...shown(short, 'folded'), ...shown(long, 'unfolded')];
  });
}

const shown = (rows: readonly Row[], when: When): readonly ShownRow[] =>
  rows.map((row) => ({ row, when }));

const firstOf = ({ numbers, last }: Row): number =>
  numbers === '' ? last.number : Number(numbers.split('-')[0]);

function rowMarkup(drawing: Drawing, row: Row, when: When): Markup {
  const { trace, options } = drawing;
  const { last, kind } = row;
  const first = firstOf(row);
  const isHeading = kind === 'heading';
  const isWalk = options.leftAfter !== null && last.number > options.leftAfter;
  const isViolating = !isHeading && last.number === violatingStep(trace);
  const classes = [kind, when, ...(isWalk ? ['walk'] : []), ...(isViolating ? ['violating'] : [])];
  const name = first === last.number ? `step-${first}` : `steps-${first}-${last.number}`;
  const id = isHeading || (when === 'folded' && first === last.number) ? null : html` id="${name}"`;
  const steps = !isHeading && html` data-first="${first}" data-last="${last.number}"`;
  return html`<tr class="${classes.join(' ')}"${id}${steps}>${numberCell(row, last.number)}${
    drawing.arrows.length > 0 &&
    arrowCell(drawing, isHeading ? [0, 0] : [first, last.number], last.number)
  }${trace.locks.map((_, lock) => lockCell(drawing, lock, row))}${trace.threads.map((_, thread) =>
    thread === row.thread
      ? actingCell(drawing, row, [first, last.number])
      : otherCell(drawing, row, thread),
  )}</tr>
`;
}

const numberCell = ({ kind, numbers }: Row, last: number): Markup =>
  kind === 'heading'
    ? html`<td class="number"></td>`
    : html`<th scope="row" class="number"><a href="#step-${last}">${numbers}</a></th>`;

/** In a heading the arrows that are under way go on. */
function arrowCell(
  { arrows }: Drawing,
  [first, last]: readonly [number, number],
  next: number,
): Markup {
  const tracks = arrows.map((arrow, track) => {
    const isHeading = first === 0;
    const isUnderway = arrow.from < next && next <= arrow.to;
    const segment = isHeading ? (isUnderway ? 'through' : 'none') : segmentOf(arrow, first, last);
    const name = segment === 'start' && html`<span class="letter">${arrow.letter}</span>`;
    return html`<span class="track ${segment}" style="--track:${track}">${name}</span>`;
  });
  return html`<td class="arrows" aria-hidden="true"><span class="tracks">${tracks}</span></td>`;
}

function lockCell({ trace }: Drawing, lock: number, { kind, last }: Row): Markup {
  const step = kind === 'heading' ? trace.steps[last.number - 2] : last;
  const holding = step?.holdings[lock];
  if (step === undefined || holding === undefined) return html`<td class="lock"></td>`;
  const { writer, readers, waiting } = holding;
  const owner = writer ?? readers[0];
  const mode = writer !== null ? 'write' : readers.length > 0 ? 'read' : 'free';
  const text = mode === 'free' ? '' : laneText(trace, lock, step);
  const queue = waiting.length > 0 && html`<span class="queue">q${waiting.join('')}</span>`;
  const isHeading = kind === 'heading';
  const said = holdingText(holding, trace.locks[lock]?.kind ?? 'rwsem');
  return html`<td class="lock ${mode} t${(owner ?? 0) % 8}">${
    !isHeading &&
    html`<span class="holder" aria-hidden="true">${text}${queue}</span><span class="sr">${said}</span>`
  }</td>`;
}

function actingCell(drawing: Drawing, row: Row, [first, last]: readonly [number, number]): Markup {
  const { trace, options } = drawing;
  const { kind, thread, depth, text, remark, decided, changes, violates } = row;
  const isViolating = kind !== 'heading' && last === violatingStep(trace);
  return html`<td class="own t${thread % 8}" style="--depth:${depth}"><div class="line">${code(text)}${
    remark !== '' && html` <span class="remark">${remark}</span>`
  }</div>${decided.map((each) => html`<div class="decided">${code(each)}</div>`)}${
    changes.length > 0 &&
    html`<ul class="changes">${changes.map((change) => changeItem(drawing, change, first, last, options))}</ul>`
  }${violates.map((id) => html`<div class="also"><span aria-hidden="true">&#9888;</span> ${options.leftAfter === null ? 'also violates' : 'violates'} <b>${id}</b></div>`)}${
    isViolating &&
    html`<div class="verdict"><span aria-hidden="true">&#10007;</span> ${markOf(trace)} of <b>${trace.property}</b></div>`
  }</td>`;
}

function changeItem(
  { facts }: Drawing,
  change: Change,
  first: number,
  last: number,
  { vars }: TableOptions,
): Markup {
  const { name, from, to } = change;
  const isMain = isShown(change, { full: false, vars });
  const letters = facts.filter(
    (fact) =>
      first <= fact.since && lettersFor([fact], name, fact.since).length > 0 && fact.since <= last,
  );
  return html`<li class="${isMain ? 'main' : 'minor'}">${code(name)} <span class="from">${from}</span><span class="to-sign"> &#8594;<span class="sr"> becomes</span> </span><b class="to">${to}</b>${letters.map(
    ({ letter }) =>
      html` <span class="letter">${letter}</span><span class="sr"> the verdict rests on this</span>`,
  )}</li>`;
}

function otherCell({ trace, spans }: Drawing, { kind, last }: Row, thread: number): Markup {
  const [first, end] = spans[thread] ?? [0, -1];
  const isInside = first < last.number && last.number < end;
  const isBlocked = kind !== 'heading' && last.blocked.includes(thread);
  const before = trace.steps[last.number - 2];
  const isToldAbove = before?.blocked.includes(thread) === true && before.thread !== thread;
  const state = isBlocked ? 'blocked' : isInside ? 'between' : 'idle';
  const said =
    isBlocked &&
    (isToldAbove ? html`<span class="sr">waits</span>` : html`<span class="wait">waits</span>`);
  return html`<td class="other ${state} t${thread % 8}">${said}</td>`;
}

/** What stands below the last step: the threads of a deadlock, or the step at which a replay stopped. */
function endingRow(drawing: Drawing): Markup | null {
  const { ending, steps } = drawing.trace;
  if (ending.kind === 'deadlock') {
    const texts = new Map(
      ending.waits.map(({ thread, labels }) => [
        thread,
        html`<div class="stuck"><span class="wait">waits at</span> ${code(labels.join(' or '))}</div>`,
      ]),
    );
    return html`${lastRow(drawing, '', texts)}${wideRow(drawing, 'DEADLOCK')}`;
  }
  if (ending.kind !== 'stopped' || ending.stop.thread === null) return null;
  const { thread, step } = ending.stop;
  const text = html`<div class="line">${code(splitNote(step.label).label)}</div><div class="also">cannot be taken</div>`;
  return html`${lastRow(drawing, String(steps.length + 1), new Map([[thread, text]]))}`;
}

function lastRow(
  { trace, arrows }: Drawing,
  number: string,
  texts: ReadonlyMap<number, Markup>,
): Markup {
  return html`<tr class="ending"><td class="number">${number}</td>${
    arrows.length > 0 && html`<td class="arrows"></td>`
  }${trace.locks.map(() => html`<td class="lock"></td>`)}${trace.threads.map(
    (_, thread) =>
      html`<td class="${texts.has(thread) ? 'own' : 'other idle'} t${thread % 8}">${texts.get(thread) ?? null}</td>`,
  )}</tr>
`;
}

function wideRow({ trace, arrows }: Drawing, word: string): Markup {
  const before = 1 + (arrows.length > 0 ? 1 : 0) + trace.locks.length;
  return html`<tr class="word"><td colspan="${before}"></td><td class="verdict" colspan="${trace.threads.length}"><span aria-hidden="true">&#10007;</span> ${word}</td></tr>
`;
}
