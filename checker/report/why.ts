/**
 * Why a trace is as it is, in words: what its steps are needed for, and which guards would have stopped it.
 */
import type { Need, NeededSteps, StoppingGuard, Trace, Why } from '../trace/index.ts';
import { ascii } from './ascii.ts';
import { stopReason, waitText } from './epilogue.ts';
import { figures, searchName, statusLines } from './header.ts';
import { placeOf } from './list.ts';
import type { Layout } from './options.ts';
import { remarkOn } from './rows.ts';
import { wrapWords } from './wrap.ts';

/** Of a trace that violates its property. */
export function renderWhy(why: Why, { width }: Pick<Layout, 'width'>): readonly string[] {
  const { trace, needs, guards } = why;
  return [
    ...wrapWords(ascii(`why ${searchName(trace)}:${trace.property}  ${figures(trace)}`), width, 2),
    ...statusLines(trace),
    ...wrapWords(removableText(why), width, 2),
    '',
    ...wrapWords(
      'what the steps are for; else: tried without them and all that their thread does later',
      width,
    ),
    ...needs.flatMap((each) => neededLines(trace, each, width)),
    '',
    ...(guards.length === 0
      ? ['no guard of it would have stopped it, had a thread come earlier']
      : ['guards that would have stopped it:']),
    ...guards
      .toSorted((a, b) => Number(a.kind === 'waits') - Number(b.kind === 'waits'))
      .flatMap((guard) => guardLines(trace, guard, width)),
  ];
}

function removableText({ trace, removable }: Why): string {
  if (trace.isShortest) return 'no step can be removed: no shorter trace exists';
  if (removable.length === 0)
    return 'no step, no call and no end of a thread can be removed; other traces may be shorter';
  return `removable: ${ranges(removable)}; the rest still violates ${trace.property}`;
}

/** `2-4, 7`. */
function ranges(numbers: readonly number[]): string {
  const starts = numbers.filter((number) => !numbers.includes(number - 1));
  return starts
    .map((first) => {
      let last = first;
      while (numbers.includes(last + 1)) last++;
      return first === last ? String(first) : `${first}-${last}`;
    })
    .join(', ');
}

const COLUMN = 8;

function entry(numbers: string, thread: number, text: string, width: number): readonly string[] {
  const front = `  ${numbers.padEnd(COLUMN - 3)} CPU${thread}  `;
  const lines = wrapWords(ascii(text), width - front.length);
  return lines.map((line, at) => (at === 0 ? front : ' '.repeat(front.length)) + line);
}

function neededLines(
  trace: Trace,
  { thread, first, last, need }: NeededSteps,
  width: number,
): readonly string[] {
  const numbers = first === last ? String(first) : `${first}-${last}`;
  switch (need.kind) {
    case 'value':
      return entry(numbers, thread, `${need.values.join('; ')}: the verdict rests on it`, width);
    case 'violation':
      return entry(numbers, thread, `else ${trace.property} is not violated`, width);
    case 'nothing':
      return entry(
        numbers,
        thread,
        `for nothing: ${trace.property} is violated without them`,
        width,
      );
    case 'step':
      return entry(numbers, thread, `else ${stepText(trace, need)}`, width);
  }
}

/** What becomes of the step that cannot be taken any more. */
function stepText({ steps }: Trace, need: Extract<Need, { kind: 'step' }>): string {
  const { number, decided, stop } = need;
  const who = `CPU${steps[number - 1]?.thread ?? '?'}`;
  const condition = decided === null ? undefined : steps[decided - 1];
  if (condition !== undefined)
    return `step ${decided}, ${condition.label}, is ${condition.outcome !== true}, and ${who} does not come to step ${number}`;
  if (stop.reason.kind === 'blocked')
    return `${who} ${waitText(stop.reason.wait)} (step ${number})`;
  return `${who} cannot take step ${number}: ${stopReason(stop.reason, stop.step.choices)}`;
}

function guardLines(
  { steps }: Trace,
  { step, after, other, kind, values }: StoppingGuard,
  width: number,
): readonly string[] {
  const guarded = steps[step - 1];
  if (guarded === undefined) return [];
  const ahead = steps.filter(
    ({ number, thread }) => number > step && number <= after && thread === other,
  );
  const moved = ranges(ahead.map(({ number }) => number));
  const because = values.length === 0 ? '' : `: ${values.join('; ')}`;
  const outcome =
    kind === 'waits' ? 'it would have waited' : `it would have been ${guarded.outcome !== true}`;
  const text = `${placeOf(guarded)} ${remarkOn(guarded)}`.trim();
  return entry(
    String(step),
    guarded.thread,
    `${text}; had CPU${other} taken ${moved} before, ${outcome}${because}`,
    width,
  );
}
