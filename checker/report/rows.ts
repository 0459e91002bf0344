/**
 * The rows of a trace: a heading where a thread enters a call, a line per step, and one line for a whole call that nobody
 * interrupted.
 *
 * A call folds when all of its steps follow each other, it has returned by the end of the trace, and nothing in it must be
 * seen: no violation, and no outcome of a condition as its only step. Step numbers stay those of the full trace.
 */
import type { Change, Frame, Trace, TraceStep } from '../trace/index.ts';

export interface Row {
  readonly kind: 'heading' | 'step' | 'fold';
  readonly thread: number;
  /** Calls around it that have headings of their own. */
  readonly depth: number;
  /** `9`, `9-18`; empty for a heading. */
  readonly numbers: string;
  readonly text: string;
  /** What stands behind the text as a C comment; may be empty. */
  readonly remark: string;
  /** The state after the row is that after this step. */
  readonly last: TraceStep;
  readonly changes: readonly Change[];
  readonly violates: readonly string[];
}

/** How much is folded: nothing, calls inside an operation, or whole operations too. */
export type Folding = 'none' | 'calls' | 'operations';

export function rowsOf(trace: Trace, folding: Folding): readonly Row[] {
  const folds = new Folds(trace, folding);
  const headings = new Headings(trace);
  const rows: Row[] = [];
  for (let at = 0; at < trace.steps.length; ) {
    const step = trace.steps[at] as TraceStep;
    const fold = folds.at(step);
    const frames = fold === null ? step.frames : step.frames.slice(0, fold.depth);
    const { row: heading, depth } = headings.enter(step, frames);
    if (heading !== null) rows.push(heading);
    const covered = trace.steps.slice(at, at + (fold?.count ?? 1));
    rows.push(fold === null ? stepRow(step, depth) : foldRow(fold.frame, covered, depth));
    at += covered.length;
  }
  return rows;
}

function stepRow(step: TraceStep, depth: number): Row {
  return {
    kind: 'step',
    thread: step.thread,
    depth,
    numbers: String(step.number),
    text: step.label,
    remark: remarkOn(step),
    last: step,
    changes: step.changes,
    violates: step.violates,
  };
}

function foldRow(frame: Frame, steps: readonly TraceStep[], depth: number): Row {
  const [first] = steps as [TraceStep];
  const last = steps.at(-1) as TraceStep;
  const numbers = steps.length === 1 ? String(first.number) : `${first.number}-${last.number}`;
  return {
    kind: 'fold',
    thread: first.thread,
    depth,
    numbers,
    text: frame.text,
    remark: '',
    last,
    changes: netChanges(steps),
    violates: [],
  };
}

/** Outcome, chosen values, innermost loop values that the label does not show, and note of a step, as a C comment. */
export function remarkOn({ label, outcome, choices, frames, note }: TraceStep): string {
  const lastCall = frames.findLastIndex(({ isCall }) => isCall);
  const words = label.split(/\W+/);
  const loops = frames
    .slice(lastCall + 1)
    .map(({ text }) => text)
    .filter((binding) => !words.includes(binding.slice(binding.indexOf('=') + 1)));
  const result = outcome === null ? [] : [outcome ? '1' : '0'];
  const remarks = [...result, ...loops, ...choices, ...(note === null ? [] : [note])];
  return remarks.length === 0 ? '' : `/* ${remarks.join(', ')} */`;
}

/** What the steps changed taken together. */
function netChanges(steps: readonly TraceStep[]): readonly Change[] {
  const net = new Map<string, Change>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    net.set(change.name, { ...change, from: net.get(change.name)?.from ?? change.from });
  }
  return [...net.values()].filter(({ from, to }) => from !== to);
}

interface Fold {
  readonly frame: Frame;
  /** Frames around the folded one. */
  readonly depth: number;
  readonly count: number;
}

class Folds {
  readonly #trace: Trace;
  readonly #folding: Folding;
  readonly #stepsIn = new Map<number, TraceStep[]>();

  constructor(trace: Trace, folding: Folding) {
    this.#trace = trace;
    this.#folding = folding;
    for (const step of trace.steps) {
      for (const { activation } of step.frames) {
        const steps = this.#stepsIn.get(activation) ?? [];
        steps.push(step);
        this.#stepsIn.set(activation, steps);
      }
    }
  }

  /** The outermost call around a step, its first one, that folds. */
  at(step: TraceStep): Fold | null {
    const entry = step.frames.findIndex(({ isCall }) => isCall);
    const from = this.#folding === 'operations' ? entry : entry + 1;
    if (this.#folding === 'none' || entry < 0) return null;
    for (const [depth, frame] of step.frames.entries()) {
      const steps = this.#stepsIn.get(frame.activation) ?? [];
      if (depth >= from && frame.isCall && steps[0] === step && this.#folds(frame, steps))
        return { frame, depth, count: steps.length };
    }
    return null;
  }

  #folds({ activation }: Frame, steps: readonly TraceStep[]): boolean {
    const [first] = steps as [TraceStep];
    const last = steps.at(-1) as TraceStep;
    const isContiguous = last.number - first.number + 1 === steps.length;
    const hasReturned = this.#trace.threads[first.thread]?.inside.includes(activation) !== true;
    const isQuiet = steps.every(
      ({ number, violates }) => violates.length === 0 && number !== violatingStep(this.#trace),
    );
    const tellsNothing = steps.length === 1 && (first.outcome !== null || first.choices.length > 0);
    return isContiguous && hasReturned && isQuiet && !tellsNothing;
  }
}

/** The number of the step that is marked; 0 if none is. */
export const violatingStep = ({ ending, steps }: Trace): number =>
  ['invariant', 'check', 'error'].includes(ending.kind) ? steps.length : 0;

/** What the violating step is marked with. */
export const markOf = ({ ending }: Trace): string =>
  ending.kind === 'error' ? 'ERROR' : 'VIOLATION';

/** Remembers which calls each thread has been shown to be in. */
class Headings {
  readonly #trace: Trace;
  readonly #shown = new Map<number, readonly Frame[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** The heading for what `frames` adds to the calls the thread was in, and how deep the row below it stands. */
  enter(
    step: TraceStep,
    frames: readonly Frame[],
  ): { readonly row: Row | null; readonly depth: number } {
    const { thread } = step;
    const before = this.#shown.get(thread);
    const shown = before ?? [];
    this.#shown.set(thread, frames);
    const kept = frames.findIndex(({ activation }, at) => shown[at]?.activation !== activation);
    const opened = kept < 0 ? [] : frames.slice(kept);
    const told = opened.filter((frame) =>
      this.#needsHeading(frame, frames, before !== undefined, thread),
    );
    const calls = frames.filter(({ isCall }) => isCall);
    const depth = depthInside(calls.length);
    const [first] = told;
    if (first === undefined) return { row: null, depth };
    const text = `${told.map((frame) => this.#textOf(frame, frames, thread)).join(' > ')}:`;
    const row: Row = {
      kind: 'heading',
      thread,
      depth: depthInside(calls.indexOf(first)),
      numbers: '',
      text,
      remark: '',
      last: step,
      changes: [],
      violates: [],
    };
    return { row, depth };
  }

  /** The title of a column stands for the first entry, unless there are arguments to tell. */
  #needsHeading(
    frame: Frame,
    frames: readonly Frame[],
    hasEntered: boolean,
    thread: number,
  ): boolean {
    if (!frame.isCall) return false;
    const isEntry = frames[entryIndex(frames)] === frame;
    const isTitle = isEntry && this.#trace.threads[thread]?.isEntryPoint === true;
    return !isTitle || hasEntered || hasArguments(frame);
  }

  #textOf(frame: Frame, frames: readonly Frame[], thread: number): string {
    const isEntry = frames[entryIndex(frames)] === frame;
    if (!isEntry || hasArguments(frame)) return frame.text;
    return this.#trace.threads[thread]?.isEntryPoint === true ? `${frame.text} again` : frame.title;
  }
}

/** The outermost call is the column itself and indents nothing. */
const depthInside = (calls: number): number => Math.max(0, calls - 1);

const entryIndex = (frames: readonly Frame[]): number => frames.findIndex(({ isCall }) => isCall);

const hasArguments = ({ text }: Frame): boolean => !text.endsWith('()');
