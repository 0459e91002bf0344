/**
 * Two traces in words: how long they are the same, where they part and why neither could go the way of the other, and what both do later.
 *
 * Threads have the names of their processes here, because each trace numbers its own.
 */
import type { AlignedStep, Alignment, Stop, Trace, TraceStep } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { endingParts, stopReason } from './epilogue.ts';
import { figures, labelled, searchName, statusLines, TEXT_AT, verdictWord } from './header.ts';
import type { Layout } from './options.ts';
import { remarkOn } from './rows.ts';
import { wrapLabel, wrapList, wrapRemarked, wrapWords } from './wrap.ts';

export interface Difference {
  readonly a: Trace;
  readonly b: Trace;
  readonly alignment: Alignment;
  /** Why the one cannot take the step with which the other parts; null: it can, or there is no such step. */
  readonly stopOfA: Stop | null;
  readonly stopOfB: Stop | null;
}

/** Steps around a difference that are shown. */
const AROUND = 3;

/** Whether both take the same steps to the same end. */
export const isSameTrace = ({ a, b, alignment }: Difference): boolean =>
  alignment.rows.length === alignment.same &&
  a.property === b.property &&
  a.ending.kind === b.ending.kind;

export function renderDiff(difference: Difference, { width, full }: Layout): readonly string[] {
  const { a, b, alignment } = difference;
  return [
    ...heading('A', a, width),
    ...heading('B', b, width),
    ...wrapWords(partingText(difference), width, 2),
    '',
    '   A    B',
    ...rowLines(difference, full ? alignment.rows.length : AROUND, width),
    '',
    ...stopLines('A', 'B', difference.stopOfA, width),
    ...stopLines('B', 'A', difference.stopOfB, width),
    ...endLines('A', a, width),
    ...endLines('B', b, width),
  ];
}

const heading = (name: string, trace: Trace, width: number): readonly string[] => [
  ...wrapWords(
    ascii(
      `${name}  ${verdictWord(trace)} ${searchName(trace)}:${trace.property}  ${figures(trace)}`,
    ),
    width,
    3,
  ),
  ...statusLines(trace, '   '),
];

function partingText({ a, b, alignment: { same, rows } }: Difference): string {
  const shared = `the same ${same} ${same === 1 ? 'step' : 'steps'}`;
  if (rows.length === same) return shared;
  const shorter = Math.min(a.steps.length, b.steps.length);
  if (same === shorter) return `${shared}, then ${a.steps.length > same ? 'B' : 'A'} is at its end`;
  return same === 0 ? 'they part at the first step' : `${shared}, then they part`;
}

function rowLines(
  { a, b, alignment }: Difference,
  around: number,
  width: number,
): readonly string[] {
  const { rows } = alignment;
  const isShared = ({ a: left, b: right }: AlignedStep): boolean => left !== null && right !== null;
  const isNear = (at: number): boolean =>
    rows.slice(Math.max(0, at - around), at + around + 1).some((row) => !isShared(row));
  const isShown = (row: AlignedStep, at: number): boolean => !isShared(row) || isNear(at);
  let place = '';
  return rows.flatMap((row, at) => {
    if (!isShown(row, at)) {
      const isFirst = at === 0 || isShown(rows[at - 1] as AlignedStep, at - 1);
      return isFirst ? ['   =    =  ...'] : [];
    }
    const [trace, number] = row.a !== null ? [a, row.a] : [b, row.b ?? 0];
    const step = trace.steps[number - 1] as TraceStep;
    const heading = headingOf(trace, step);
    const lines = [
      ...(heading === place ? [] : wrapLabel(ascii(heading), width - FRONT).map(indented)),
      ...rowLine(row, step, width),
    ];
    place = heading;
    return lines;
  });
}

/** Columns before the text of a step. */
const FRONT = 11;

const indented = (line: string): string => ' '.repeat(FRONT) + line;

/** `admin[0]: vfio_lock_and_set_power_state(D3) > vfio_pci_zap_bars()`. */
function headingOf({ threads }: Trace, { thread, frames }: TraceStep): string {
  const calls = frames.filter(({ isCall }) => isCall).map(({ text }) => text);
  return `${threads[thread]?.process ?? '?'}: ${calls.join(' > ')}`;
}

function rowLine(row: AlignedStep, step: TraceStep, width: number): readonly string[] {
  const cell = (number: number | null): string =>
    (number === null ? '-' : String(number)).padStart(4);
  const front = `${cell(row.a)} ${cell(row.b)}`.padEnd(FRONT + 2);
  return wrapRemarked(ascii(step.label), ascii(remarkOn(step)), width - front.length).map(
    (line, at) => `${at === 0 ? front : ' '.repeat(front.length)}${line}`,
  );
}

function stopLines(of: string, other: string, stop: Stop | null, width: number): readonly string[] {
  if (stop === null) return [];
  const reason = stopReason(stop.reason, stop.step.choices);
  const text = `after the steps they share it cannot take that of ${other}: ${reason}`;
  return labelled(of, wrapWords(ascii(text), width - TEXT_AT));
}

function endLines(name: string, trace: Trace, width: number): readonly string[] {
  const parts = endingParts(trace).map(([key, text]) => `${key}: ${text}`);
  const threads = trace.threads.map(({ process }, at) => ascii(`CPU${at} = ${process}`));
  return [
    ...labelled(`${name} ends`, wrapWords(ascii(parts.join('; ')), width - TEXT_AT)),
    ...labelled(`${name} runs`, wrapList(threads, width - TEXT_AT)),
  ];
}
