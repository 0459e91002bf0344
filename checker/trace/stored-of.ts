/**
 * The stored form of a finding without the trace that is read: for a gate, which compares hundreds of them and prints none.
 *
 * As for a trace that is printed, the path is re-executed by the reference semantics first.
 */
import type { Model } from '../model/index.ts';
import { type Finding, type State, System, stepName, stepsOf } from '../semantics/index.ts';
import type { Provenance } from './assemble.ts';
import { violationAtEnd } from './ending.ts';
import { follow, type Run } from './follow.ts';
import { lockWithCell } from './holdings.ts';
import type { StoredTrace } from './stored.ts';
import { agreesWith, disagreementOn } from './trace-of.ts';
import { cellText } from './values.ts';

/** What `storedTrace(traceOf(...))` gives. Throws `Disagreement` like it. */
export function storedOf(
  model: Model,
  finding: Finding,
  { constants, isShortest }: Provenance,
): StoredTrace {
  const system = new System(model);
  const steps = stepsOf(finding);
  const accepts = agreesWith(finding);
  const starts = system.initialStates().filter((state) => accepts(state, 0));
  const { runs, stepsTaken } = follow(system, { starts, steps, accepts });
  const run = runs.find((each) => violationAtEnd(system, each, finding.property) !== null);
  if (stepsTaken < steps.length || run === undefined)
    throw disagreementOn(model, finding, stepsTaken);
  const [family = '', name = '', variant = ''] = model.id.split('/');
  return Object.freeze({
    spec: `${family}/${name}`,
    variant,
    configuration: model.configuration,
    constants,
    property: finding.property,
    ...(model.status === null ? {} : { status: model.status }),
    shortest: isShortest,
    digest: model.digest,
    initial: chosenValues(model, run),
    steps: Object.freeze(run.transitions.map((transition) => stepName(model, transition))),
  });
}

/** Of the variables that may start with several values. */
function chosenValues({ cells, locks }: Model, { states }: Run): Readonly<Record<string, string>> {
  const start = states[0] as State;
  const chosen = cells.filter(
    ({ index, initial }) => initial.length > 1 && lockWithCell(locks, index) === undefined,
  );
  return Object.freeze(
    Object.fromEntries(
      chosen.map((cell) => [cell.name, cellText(cell, start.cells.get(cell.index) as number)]),
    ),
  );
}
