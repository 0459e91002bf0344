/**
 * Why a step of a replayed trace cannot be taken: which guard stops it, or what has become of the step.
 */
import {
  type GroundStatement,
  groundText,
  type ModelProcess,
  nearest,
  suggest,
} from '../model/index.ts';
import { pathState, type StepName, stepName } from '../semantics/index.ts';
import { type TraceContext, threadOf } from './context.ts';
import { type Candidate, firstSteps } from './first-steps.ts';
import { lastState } from './follow.ts';
import type { Stop, StopReason } from './trace.ts';
import { waitOf } from './waits.ts';

/** Says why the step after the run is not enabled; `because` where the caller knows better than the state. */
export function stopAt(
  context: TraceContext,
  steps: readonly StepName[],
  because: StopReason | null,
): Stop {
  const { model, run } = context;
  const step = steps[run.transitions.length] as StepName;
  const process = model.processes.find(({ name }) => name === step.process);
  const instead = process === undefined ? [] : enabledSteps(context, process);
  const reason =
    because ??
    (process === undefined ? noProcess(context, step) : reasonFor(context, step, process, instead));
  return Object.freeze({
    step,
    of: steps.length,
    thread: process === undefined ? null : threadOf(context, process.index),
    reason: Object.freeze(reason),
    instead: Object.freeze(instead),
  });
}

function noProcess({ model }: TraceContext, step: StepName): StopReason {
  const names = model.processes.map(({ name }) => name);
  return { kind: 'unknownProcess', help: suggest(step.process, names) };
}

const enabledSteps = (
  { system, run }: TraceContext,
  { index }: ModelProcess,
): readonly StepName[] =>
  system
    .transitions(lastState(run))
    .filter(({ process, next }) => process === index && next !== null)
    .map((transition) => stepName(system.model, transition));

function reasonFor(
  context: TraceContext,
  step: StepName,
  { index, body }: ModelProcess,
  enabled: readonly StepName[],
): StopReason {
  if (enabled.some((each) => isSamePlace(each, step))) return { kind: 'choice' };
  const blocked = candidatesAt(context, index).find((candidate) => isSamePlace(candidate, step));
  if (blocked !== undefined) {
    const guard = blocked.step.guard === null ? '' : groundText(blocked.step.guard, context.model);
    return { kind: 'blocked', guard, wait: waitOf(context, index) };
  }
  const labels = labelsIn(body);
  if (!labels.has(step.label))
    return { kind: 'unknownStep', help: nearest(step.label, [...labels]) };
  return { kind: 'elsewhere', isAtEnd: lastState(context.run).positions.get(index) === null };
}

type Place = Pick<StepName, 'calls' | 'label'>;

const isSamePlace = (a: Place, b: Place): boolean =>
  a.label === b.label && a.calls.join(' / ') === b.calls.join(' / ');

/** The steps that the process may take next, with all calls around them. */
function candidatesAt({ system, run }: TraceContext, process: number): readonly Candidate[] {
  const state = lastState(run);
  const around = pathState(system, state).positions[process]?.calls ?? [];
  return firstSteps(state.positions.get(process) ?? null).map((candidate) => ({
    ...candidate,
    calls: [...around, ...candidate.calls],
  }));
}

/** Every label of a step in a body and what it nests. */
function labelsIn(block: readonly GroundStatement[]): ReadonlySet<string> {
  const labels = new Set<string>();
  for (const statement of block) {
    if ('unit' in statement) labels.add(statement.label);
    for (const inner of blocksOf(statement)) {
      for (const label of labelsIn(inner)) labels.add(label);
    }
  }
  return labels;
}

function blocksOf(statement: GroundStatement): readonly (readonly GroundStatement[])[] {
  switch (statement.kind) {
    case 'when':
      return [statement.then, statement.otherwise];
    case 'oneOf':
      return statement.branches;
    case 'while':
    case 'scope':
    case 'call':
      return [statement.body];
    default:
      return [];
  }
}
