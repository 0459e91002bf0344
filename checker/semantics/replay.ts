/**
 * Runs a sequence of named steps on a model: what every counterexample goes through before it is printed, and how a trace of
 * one variant is tried on another.
 *
 * Steps are found by name. Should two enabled steps of a process have the same name, all of them are followed, unless the
 * states to pass through are given.
 */
import type { Model } from '../model/index.ts';
import { pathState, sameStep, stepName } from './names.ts';
import type { PathState, StepName } from './result.ts';
import type { State } from './state.ts';
import { System, type Transition } from './system.ts';

export interface Violation {
  readonly property: string;
  /** Steps taken until then. */
  readonly afterSteps: number;
  /** Number of the first false clause; null: the check `condition` of the last step failed. */
  readonly clause: number | null;
  readonly condition: string;
}

export interface Replay {
  /** One per step that could be taken, after the initial state. */
  readonly states: readonly PathState[];
  /** Properties that a state makes false, or whose check a step failed. */
  readonly violations: readonly Violation[];
  /** Whether the last state has no enabled step although some process does not rest. */
  readonly endsInDeadlock: boolean;
  /** The step that is not enabled, counted from 0; null when all were taken. */
  readonly stoppedAt: number | null;
  /** Where it stopped: the steps of that process, and of all, that are enabled instead. */
  readonly enabled: readonly StepName[];
  /** How the step at `stoppedAt` would leave a domain, or a property reads outside of one in the last state. */
  readonly error: string | null;
}

interface Thread {
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
}

/**
 * Replays `steps` from the initial states of `model`; `through` holds the states that must be passed, the initial one first.
 * Cost: the transitions of each state on the way.
 */
export function replay(
  model: Model,
  steps: readonly StepName[],
  through: readonly PathState[] = [],
): Replay {
  return replays(model, steps, through)[0] as Replay;
}

/** All ways to replay `steps`, at least one: several where two steps of a process have one name and lead to the same values. */
export function replays(
  model: Model,
  steps: readonly StepName[],
  through: readonly PathState[] = [],
): readonly Replay[] {
  const system = new System(model);
  const started = system.initialStates().map((state) => ({ states: [state], transitions: [] }));
  let threads: readonly Thread[] = started.filter((thread) => isThrough(thread, through[0]));
  if (threads.length === 0) return [report(system, started[0] as Thread, 0, null)];
  for (const [number, step] of steps.entries()) {
    const taken = threads.flatMap((thread) => extend(system, thread, step));
    const alive = taken.filter(
      (thread) =>
        thread.transitions.at(-1)?.next !== null && isThrough(thread, through[number + 1]),
    );
    const [dead] = taken;
    if (alive.length === 0) {
      const error = dead?.transitions.at(-1)?.firing.error ?? null;
      return [report(system, threads[0] as Thread, number, error)];
    }
    threads = alive;
  }
  return threads.map((thread) => report(system, thread, null, null));
}

function isThrough({ states }: Thread, expected: PathState | undefined): boolean {
  const cells = states.at(-1)?.cells;
  return (
    expected === undefined || expected.cells.every((value, cell) => cells?.get(cell) === value)
  );
}

function extend(
  system: System,
  { states, transitions }: Thread,
  step: StepName,
): readonly Thread[] {
  return system
    .transitions(states.at(-1) as State)
    .filter((transition) => sameStep(stepName(system.model, transition), step))
    .map((transition) => ({
      states: transition.next === null ? states : [...states, transition.next],
      transitions: [...transitions, transition],
    }));
}

function report(
  system: System,
  thread: Thread,
  stoppedAt: number | null,
  error: string | null,
): Replay {
  const last = thread.states.at(-1) as State;
  const enabled = system.transitions(last);
  return Object.freeze({
    states: Object.freeze(thread.states.map((state) => pathState(system, state))),
    violations: Object.freeze(violationsOf(system, thread)),
    endsInDeadlock: enabled.length === 0 && !system.isAtRest(last),
    stoppedAt,
    enabled: Object.freeze(enabled.map((transition) => stepName(system.model, transition))),
    error: error ?? system.stateError(last),
  });
}

function violationsOf(system: System, { states, transitions }: Thread): readonly Violation[] {
  const byState = states.flatMap((state, afterSteps) =>
    system.model.properties.flatMap(({ id: property, clauses }) => {
      const clause = clauses.findIndex((each) => system.judge(each, state).violated);
      return clause < 0 ? [] : [{ property, afterSteps, clause, condition: '' }];
    }),
  );
  const byStep = transitions.flatMap(({ failed }, number) =>
    failed.map(({ property, text }) => ({
      property,
      afterSteps: number + 1,
      clause: null,
      condition: text,
    })),
  );
  return [...byState, ...byStep];
}
