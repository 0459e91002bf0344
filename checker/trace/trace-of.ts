/**
 * The trace of a finding. The path is re-executed by the reference semantics on the way, so a trace that is printed was
 * replayed; a path that cannot be is a bug of the engine that found it.
 */
import type { Model } from '../model/index.ts';
import { type Finding, type State, System, stepsOf } from '../semantics/index.ts';
import { type Provenance, violationTrace } from './assemble.ts';
import { follow } from './follow.ts';
import type { Trace } from './trace.ts';

/** A path that the reference semantics does not confirm: an internal error, never a finding. */
export class Disagreement extends Error {}

/** The trace of what a search found. Throws `Disagreement` if the replay differs in a step, a value or the violation. */
export function traceOf(model: Model, finding: Finding, provenance: Provenance): Trace {
  const system = new System(model);
  const accepts = agreesWith(finding);
  const steps = stepsOf(finding);
  const starts = system.initialStates().filter((state) => accepts(state, 0));
  const { runs, stepsTaken } = follow(system, { starts, steps, accepts });
  const traces =
    stepsTaken < steps.length
      ? []
      : runs.flatMap((run) => violationTrace(system, run, finding.property, provenance) ?? []);
  const [trace] = traces;
  if (trace !== undefined) return trace;
  throw disagreementOn(model, finding, stepsTaken);
}

/** Whether a state is that of the path after so many steps. */
export const agreesWith =
  ({ path }: Finding) =>
  ({ cells }: State, steps: number): boolean =>
    path.states[steps]?.cells.every((value, cell) => value === cells.get(cell)) ?? false;

/** What is thrown for a path that the reference semantics follows so far and no further, or to no violation. */
export function disagreementOn(model: Model, finding: Finding, stepsTaken: number): Disagreement {
  const name = `${model.id}[${model.configuration}]:${finding.property}`;
  const of = stepsOf(finding).length;
  return new Disagreement(
    `${name}: the reference semantics follows the trace for ${stepsTaken} of ${of} steps and does not see the violation`,
  );
}
