/**
 * The steps of a trace, one after the other, with what each changed and who is blocked after it.
 */
import { type GroundStatement, plainLabel } from '../model/index.ts';
import {
  evaluate,
  type Position,
  RunError,
  type State,
  type System,
  stepName,
  type Transition,
} from '../semantics/index.ts';
import { cellAt, readingOf, type TraceContext, threadOf } from './context.ts';
import { lastState } from './follow.ts';
import { FrameTracker } from './frames.ts';
import { holdingOf, lockWithCell } from './holdings.ts';
import type { Change, Frame, TraceStep } from './trace.ts';
import { cellText } from './values.ts';

/** Where a thread is after the last step: the activations that are still open, and the frames of its next step. */
export interface AtEnd {
  readonly inside: readonly number[];
  readonly next: readonly Frame[];
}

/** The steps of the run of `context`, and per thread where it is after the last one. */
export function traceSteps(context: TraceContext): {
  readonly steps: readonly TraceStep[];
  readonly atEnd: readonly AtEnd[];
} {
  let activations = 0;
  const trackers = new Map(
    context.processes.map((process) => [process, new FrameTracker(() => activations++)]),
  );
  const steps = context.run.transitions.map((transition, index) =>
    traceStep(context, trackers, transition, index),
  );
  const { positions } = lastState(context.run);
  const atEnd = [...trackers].map(([process, tracker]) => {
    const position = positions.get(process) ?? null;
    return {
      inside: tracker.stillOpen(position),
      next: position === null ? [] : tracker.enter(position),
    };
  });
  return { steps: Object.freeze(steps), atEnd };
}

function traceStep(
  context: TraceContext,
  trackers: ReadonlyMap<number, FrameTracker>,
  transition: Transition,
  index: number,
): TraceStep {
  const { run, model, locks } = context;
  const before = run.states[index] as State;
  const after = run.states[index + 1] ?? before;
  const name = stepName(model, transition);
  const tracker = trackers.get(transition.process) as FrameTracker;
  return Object.freeze({
    number: index + 1,
    thread: threadOf(context, transition.process),
    frames: tracker.enter(transition.firing.at),
    ...splitNote(name.label),
    outcome: outcomeOf(context, transition, before),
    isBranch: choosesBranch(transition.firing.at),
    choices: name.choices,
    changes: changesBetween(context, before, after),
    holdings: Object.freeze(
      locks.map((lock) => holdingOf(lock, after, (process) => threadOf(context, process))),
    ),
    blocked: Object.freeze(blockedIn(context, trackers, after)),
    violates: Object.freeze(
      newlyViolated(context.system, before, transition).filter((id) => id !== context.property),
    ),
    name,
  });
}

/** What the notes of the lock vocabulary say; those of an author only tell equal statements apart. */
const LOCK_NOTES: Readonly<Record<string, string>> = {
  queue: 'queues behind the holder',
  queued: 'was queued',
};

/** `down_write(&x)#queue`: the label, and in words what its notes say of the lock. */
export function splitNote(label: string): { readonly label: string; readonly note: string | null } {
  const text = plainLabel(label);
  const notes = label.slice(text.length).split('#');
  const said = notes.flatMap((note) => LOCK_NOTES[note] ?? []);
  return { label: text, note: said[0] ?? null };
}

/** Whether the step is the first of one of several branches of the function around it; a lock queues or not by itself. */
function choosesBranch({ block, index, parent }: Position): boolean {
  const step = block[index] as GroundStatement;
  if (step.kind === 'step' && step.lock !== null) return false;
  const isFirst = block.slice(0, index).every(({ kind }) => kind === 'check');
  if (!isFirst || parent === null) return false;
  const around = parent.block[parent.index] as GroundStatement;
  if (around.kind === 'oneOf' && around.branches.length > 1) return true;
  return ['oneOf', 'scope'].includes(around.kind) && choosesBranch(parent);
}

function outcomeOf(context: TraceContext, { firing }: Transition, before: State): boolean | null {
  const statement = firing.at.block[firing.at.index] as GroundStatement;
  if ((statement.kind !== 'when' && statement.kind !== 'while') || statement.condition === null)
    return null;
  try {
    return evaluate(statement.condition, readingOf(context, before)) === 1;
  } catch (error) {
    if (error instanceof RunError) return null;
    throw error;
  }
}

function changesBetween(
  { model, relevant }: TraceContext,
  before: State,
  after: State,
): readonly Change[] {
  const changes = model.cells.flatMap(({ index }) => {
    const [from, to] = [before.cells.get(index) as number, after.cells.get(index) as number];
    if (from === to || lockWithCell(model.locks, index) !== undefined) return [];
    const cell = cellAt(model, index);
    return [
      Object.freeze({
        name: cell.name,
        from: cellText(cell, from),
        to: cellText(cell, to),
        isRelevant: relevant.has(index),
      }),
    ];
  });
  return Object.freeze(changes);
}

/** Threads that have begun an operation and cannot go on with it. */
function blockedIn(
  { system, processes }: TraceContext,
  trackers: ReadonlyMap<number, FrameTracker>,
  state: State,
): readonly number[] {
  const enabled = new Set(system.transitions(state).map(({ process }) => process));
  return processes.flatMap((process, thread) => {
    const position = state.positions.get(process) ?? null;
    if (position === null || enabled.has(process) || system.isResting(process, state)) return [];
    return trackers.get(process)?.isUnderway(position) === true ? [thread] : [];
  });
}

/** Properties of which a clause is false now and was not before, or a check failed in this step. */
export function newlyViolated(
  system: System,
  before: State,
  { next, failed }: Transition,
): readonly string[] {
  const violatedBefore = violatedIn(system, before);
  const byState =
    next === null ? [] : violatedIn(system, next).filter((id) => !violatedBefore.includes(id));
  return [...new Set([...byState, ...failed.map((check) => check.property)])];
}

/** The properties of which a clause is false in the state. */
export function violatedIn(system: System, state: State): readonly string[] {
  return system.model.properties
    .filter(({ clauses }) => clauses.some((clause) => system.judge(clause, state).violated))
    .map(({ id }) => id);
}
