/**
 * Reasons as text, each with the step that last changed it.
 */
import type { GroundExpr } from '../model/index.ts';
import type { State } from '../semantics/index.ts';
import { actorName, cellAt, readingOf, type TraceContext, threadOf } from './context.ts';
import { holdingOf, holdingText, lockWithCell } from './holdings.ts';
import { type Reason, reasonsFor } from './reasons.ts';
import type { Fact } from './trace.ts';
import { cellText } from './values.ts';

/** A quantifier over all threads and functions names many that were never there: more of them than this explain nothing. */
const MOST_IDLE = 2;

/** What the values of `exprs` rest on in the state after `steps` steps. */
export function factsFor(
  context: TraceContext,
  exprs: readonly (GroundExpr | null)[],
  steps: number,
): readonly Fact[] {
  const reading = readingOf(context, context.run.states[steps] as State);
  const reasons = exprs.flatMap((expr) => (expr === null ? [] : reasonsFor(expr, reading)));
  return factsFrom(context, reasons, steps);
}

/** The reasons in words, each once; a lock is one fact, however many of its cells are read. */
export function factsFrom(
  context: TraceContext,
  reasons: readonly Reason[],
  steps: number,
): readonly Fact[] {
  const facts = new Map<string, Fact & { readonly isIdle: boolean }>();
  for (const reason of reasons) {
    const tell = teller(context, reason);
    const text = tell(context.run.states[steps] as State);
    if (facts.has(text)) continue;
    const since = lastChange(context, tell, steps);
    facts.set(text, { text, since, isIdle: reason.kind === 'position' && since === 0 });
  }
  const idle = [...facts.values()].filter(({ isIdle }) => isIdle);
  const kept = [...facts.values()].filter(({ isIdle }) => !isIdle || idle.length <= MOST_IDLE);
  return Object.freeze(kept.map(({ text, since }) => Object.freeze({ text, since })));
}

/** Says in words what the reason is in a state. */
function teller(context: TraceContext, reason: Reason): (state: State) => string {
  const { model } = context;
  if (reason.kind === 'position') return (state) => positionText(context, reason.expr, state);
  const lock = lockWithCell(model.locks, reason.cell);
  if (lock !== undefined) {
    const threadNumber = (process: number): number => threadOf(context, process);
    return (state) =>
      `${lock.name} ${holdingText(holdingOf(lock, state, threadNumber), lock.kind)}`;
  }
  const cell = cellAt(model, reason.cell);
  return ({ cells }) => `${cell.name}=${cellText(cell, cells.get(cell.index) as number)}`;
}

function positionText(
  context: TraceContext,
  expr: Extract<Reason, { kind: 'position' }>['expr'],
  state: State,
): string {
  const who = actorName(context, expr.process);
  const holds = !context.system.judge({ given: null, then: expr }, state).violated;
  if (expr.predicate === 'resting') return `${who} ${holds ? 'rests' : 'does not rest'}`;
  const where =
    expr.predicate === 'inside' ? `inside ${expr.fn}()` : `at ${expr.label} of ${expr.fn}()`;
  return `${who} is ${holds ? '' : 'not '}${where}`;
}

/** The last step up to `steps` that changed what `tell` says; 0 if none did. */
function lastChange({ run }: TraceContext, tell: (state: State) => string, steps: number): number {
  const texts = run.states.slice(0, steps + 1).map(tell);
  for (let at = steps; at > 0; at--) {
    if (texts[at] !== texts[at - 1]) return at;
  }
  return 0;
}
