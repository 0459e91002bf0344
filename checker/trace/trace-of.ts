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
  const { path, property } = finding;
  const system = new System(model);
  const agrees = ({ cells }: State, steps: number): boolean =>
    path.states[steps]?.cells.every((value, cell) => value === cells.get(cell)) ?? false;
  const steps = stepsOf(finding);
  const starts = system.initialStates().filter((state) => agrees(state, 0));
  const { runs, stepsTaken } = follow(system, { starts, steps, accepts: agrees });
  const traces =
    stepsTaken < steps.length
      ? []
      : runs.flatMap((run) => violationTrace(system, run, property, provenance) ?? []);
  const [trace] = traces;
  if (trace !== undefined) return trace;
  throw new Disagreement(
    `${model.id}[${model.configuration}]:${property}: the reference semantics follows the trace for ${stepsTaken} of ${steps.length} steps and does not see the violation`,
  );
}
