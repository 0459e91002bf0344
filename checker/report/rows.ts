/**
 * The rows of a trace: a heading where a thread enters a call, a line per step, and one line for a whole call that nobody
 * interrupted.
 *
 * A call folds when all of its steps follow each other, it has returned by the end of the trace, and no violation in it must be
 * seen. Its line says which way it went: its only step, or what it and its callees decided. Step numbers stay those of the full trace.
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
  /** The text where there is no room for the whole of it on one line. */
  readonly short: string;
  /** What stands behind the text as a C comment; may be empty. */
  readonly remark: string;
  /** What folded steps decided; shown below the text. */
  readonly decided: readonly string[];
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
    rows.push(fold === null ? stepRow(step, depth) : foldRow(fold, covered, depth));
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
    short: step.label,
    remark: remarkOn(step),
    decided: [],
    last: step,
    changes: step.changes,
    violates: step.violates,
  };
}

function foldRow(fold: Fold, steps: readonly TraceStep[], depth: number): Row {
  const [first] = steps as [TraceStep];
  const last = steps.at(-1) as TraceStep;
  if (steps.length === 1) return { ...stepRow(first, depth), ...single(fold, first) };
  return {
    kind: 'fold',
    thread: first.thread,
    depth,
    numbers: `${first.number}-${last.number}`,
    text: fold.frame.text,
    short: fold.frame.text,
    remark: '',
    decided: decisions(fold.frame, steps),
    last,
    changes: netChanges(steps),
    violates: [],
  };
}

/** The only step of a call is told behind it if the row has room; what it decided, always. */
function single({ depth }: Fold, step: TraceStep): Partial<Row> {
  const calls = step.frames.slice(depth).filter(({ isCall }) => isCall);
  const path = calls.map(({ text }) => text);
  const text = `${path.join(' > ')}: ${step.label}  ${remarkOn(step)}`.trimEnd();
  const isDecision = step.isBranch || step.outcome !== null || step.choices.length > 0;
  const changes = netChanges([step]);
  return { kind: 'fold', text, short: isDecision ? text : (path[0] ?? ''), remark: '', changes };
}

/** The branches that folded steps took; of conditions only those of the folded function itself, its callees have too many. */
function decisions(frame: Frame, steps: readonly TraceStep[]): readonly string[] {
  return steps.flatMap((step, at) => {
    const { frames, label, outcome, isBranch, choices } = step;
    if (isUndone(step, steps.slice(at + 1))) return [];
    const isOwn = frames.findLast(({ isCall }) => isCall) === frame;
    if (outcome !== null) return isOwn ? [`${label}  ${commented([String(outcome)])}`] : [];
    return isBranch || choices.length > 0 ? [`${label}  ${commented(choices)}`.trimEnd()] : [];
  });
}

/** A branch that is told by a value which a later step replaces: the net change says what becomes of it. */
const isUndone = ({ label, changes, outcome, choices }: TraceStep, later: readonly TraceStep[]) =>
  outcome === null &&
  choices.length === 0 &&
  changes.some(
    ({ name }) =>
      label.startsWith(`${name} = `) &&
      later.some((step) => step.changes.some((change) => change.name === name)),
  );

const commented = (remarks: readonly string[]): string =>
  remarks.length === 0 ? '' : `/* ${remarks.join(', ')} */`;

/** Outcome, chosen values, innermost loop values that the label does not show, and note of a step, as a C comment. */
export function remarkOn({ label, outcome, choices, frames, note }: TraceStep): string {
  const lastCall = frames.findLastIndex(({ isCall }) => isCall);
  const words = label.split(/\W+/);
  const loops = frames
    .slice(lastCall + 1)
    .map(({ text }) => text)
    .filter((binding) => !words.includes(binding.slice(binding.indexOf('=') + 1)));
  const result = outcome === null ? [] : [String(outcome)];
  return commented([...result, ...loops, ...choices, ...(note === null ? [] : [note])]);
}

/** What the steps changed taken together. No label says it, so all of it is shown, whether or not the property reads it. */
function netChanges(steps: readonly TraceStep[]): readonly Change[] {
  const net = new Map<string, Change>();
  for (const change of steps.flatMap(({ changes }) => changes)) {
    const from = net.get(change.name)?.from ?? change.from;
    net.set(change.name, { ...change, from, isRelevant: true });
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
    return isContiguous && hasReturned && isQuiet;
  }
}

/** The number of the step that is marked; 0 if none is. */
export const violatingStep = ({ ending, steps }: Pick<Trace, 'ending' | 'steps'>): number =>
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
      short: text,
      remark: '',
      decided: [],
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
