/**
 * What a thread that cannot go on waits for: locks with who has them, and other values.
 */
import type { ModelLock } from '../model/index.ts';
import { readingOf, type TraceContext, threadOf } from './context.ts';
import { factsFrom } from './facts.ts';
import { firstSteps } from './first-steps.ts';
import { lastState } from './follow.ts';
import { holdingOf, lockWithCell } from './holdings.ts';
import { type Reason, reasonsFor } from './reasons.ts';
import { splitNote } from './steps.ts';
import type { LockWait, Wait } from './trace.ts';

/** The wait of one process in the last state of the run. */
export function waitOf(context: TraceContext, process: number): Wait {
  const state = lastState(context.run);
  const candidates = firstSteps(state.positions.get(process) ?? null);
  const reasons = candidates.flatMap(({ step }) =>
    step.guard === null ? [] : reasonsFor(step.guard, readingOf(context, state)),
  );
  const locks = new Set(reasons.flatMap((reason) => lockOf(context, reason) ?? []));
  const mode = candidates.find(({ step }) => step.lock !== null)?.step.lock?.mode ?? null;
  const others = reasons.filter((reason) => lockOf(context, reason) === undefined);
  return Object.freeze({
    thread: threadOf(context, process),
    labels: Object.freeze([...new Set(candidates.map(({ label }) => splitNote(label).label))]),
    locks: Object.freeze([...locks].map((lock) => lockWait(context, lock, mode))),
    facts: factsFrom(context, others, context.run.states.length - 1),
  });
}

const lockOf = ({ model }: TraceContext, reason: Reason): ModelLock | undefined =>
  reason.kind === 'cell' ? lockWithCell(model.locks, reason.cell) : undefined;

function lockWait(context: TraceContext, lock: ModelLock, mode: LockWait['mode']): LockWait {
  const { name, kind } = lock;
  const holding = holdingOf(lock, lastState(context.run), (process) => threadOf(context, process));
  return Object.freeze({ name, kind, mode: kind === 'mutex' ? null : mode, holding });
}
