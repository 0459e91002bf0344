/**
 * Re-executes the steps of a stored trace on any model, also of another variant, with the reference semantics.
 *
 * The answer is a trace again; its ending says what happened: the property was violated (perhaps earlier than recorded), every
 * step was taken without a violation, or a step could not be taken and why.
 */
import { DEADLOCK, type Model, valueText } from '../model/index.ts';
import { ERROR, type State, System } from '../semantics/index.ts';
import { assemble, violationTrace } from './assemble.ts';
import { contextOf } from './context.ts';
import { follow, prefix, type Run } from './follow.ts';

import { stopAt } from './stop.ts';
import type { StoredTrace } from './stored.ts';
import type { StopReason, Trace } from './trace.ts';

/** Replays the steps of `stored` on `model`. Cost: the transitions of each state on the way. */
export function replayTrace(model: Model, stored: StoredTrace): Trace {
  const system = new System(model);
  const { property, steps, initial } = stored;
  const all = system.initialStates();
  const starts = all.filter((state) => startsAs(model, state, initial));
  if (starts.length === 0 && steps.length > 0) {
    const wanted = Object.entries(initial).map(([name, value]) => `${name}=${value}`);
    const run = { states: all.slice(0, 1), transitions: [] };
    return stopped(system, run, stored, { kind: 'start', wanted });
  }
  const { runs, stepsTaken } = follow(system, { starts, steps });
  const violation = firstViolation(system, runs, stored);
  if (violation !== null) return violation;
  const run = runs[0] as Run;
  const last = run.transitions.at(-1);
  if (last?.next === null) {
    // The step that leaves a domain was taken and leads nowhere; it is the one that is told.
    const before = prefix(run, run.transitions.length - 1);
    return stopped(system, before, stored, { kind: 'error', message: last.firing.error ?? '' });
  }
  if (stepsTaken < steps.length) return stopped(system, run, stored, null);
  const isChecked = [DEADLOCK, ERROR, ...model.properties.map(({ id }) => id)].includes(property);
  const ending = Object.freeze({ kind: 'completed' as const, isChecked });
  const { constants } = stored;
  return assemble(contextOf(system, run, property, []), ending, { constants, isShortest: false });
}

function stopped(
  system: System,
  run: Run,
  { property, steps, constants }: StoredTrace,
  because: StopReason | null,
): Trace {
  const name = steps[run.transitions.length]?.process;
  const waiting = system.model.processes.filter((process) => process.name === name);
  const context = contextOf(
    system,
    run,
    property,
    waiting.map(({ index }) => index),
  );
  const ending = Object.freeze({ kind: 'stopped' as const, stop: stopAt(context, steps, because) });
  return assemble(context, ending, { constants, isShortest: false });
}

/** The trace of the shortest beginning of a run whose end violates the property. */
function firstViolation(
  system: System,
  runs: readonly Run[],
  { property, constants, shortest, digest }: StoredTrace,
): Trace | null {
  const isShortest = shortest && digest === system.model.digest;
  const longest = runs[0]?.transitions.length ?? 0;
  for (let steps = 0; steps <= longest; steps++) {
    for (const run of runs) {
      const provenance = { constants, isShortest };
      const trace = violationTrace(system, prefix(run, steps), property, provenance);
      if (trace !== null) return trace;
    }
  }
  return null;
}

/** Whether a state has the recorded values, as far as the model has variables of those names. */
export function startsAs(
  model: Model,
  { cells }: State,
  initial: Readonly<Record<string, string>>,
): boolean {
  return model.cells.every(({ index, name, domain }) => {
    const wanted = initial[name];
    return wanted === undefined || wanted === valueText(domain, cells.get(index) as number);
  });
}
