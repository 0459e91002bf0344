/**
 * Runs named steps on the reference semantics, and so re-executes every counterexample before anything is printed.
 *
 * Two enabled steps may have the same name, and a model may have several initial states: all runs are followed that fit.
 */
import {
  type State,
  type StepName,
  type System,
  sameStep,
  stepName,
  type Transition,
} from '../semantics/index.ts';

/** `states[0]` is initial and `transitions[i]` leads to `states[i + 1]`; a last transition that leaves a domain leads nowhere. */
export interface Run {
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
}

export interface Followed {
  /** Every run with the most steps; at least one if there was a start. */
  readonly runs: readonly Run[];
  readonly stepsTaken: number;
}

export interface Route {
  readonly starts: readonly State[];
  readonly steps: readonly StepName[];
  /** Narrows the states after so many steps. */
  readonly accepts?: (state: State, stepsTaken: number) => boolean;
}

export const lastState = ({ states }: Run): State => states.at(-1) as State;

/** The run as it was after so many steps. */
export const prefix = ({ states, transitions }: Run, steps: number): Run => ({
  states: states.slice(0, steps + 1),
  transitions: transitions.slice(0, steps),
});

/** Takes the steps one by one, as far as they are enabled. Cost: the transitions of each state on the way. */
export function follow(system: System, { starts, steps, accepts = () => true }: Route): Followed {
  let runs: readonly Run[] = starts.map((state) => ({ states: [state], transitions: [] }));
  for (const [taken, step] of steps.entries()) {
    const longer = runs.flatMap((run) => extensions(system, run, step));
    const fitting = longer.filter((run) => isDead(run) || accepts(lastState(run), taken + 1));
    if (fitting.length === 0) return { runs, stepsTaken: taken };
    runs = distinct(system, fitting);
  }
  return { runs, stepsTaken: steps.length };
}

const isDead = ({ transitions }: Run): boolean => transitions.at(-1)?.next === null;

function extensions(system: System, run: Run, step: StepName): readonly Run[] {
  if (isDead(run)) return [];
  return system
    .transitions(lastState(run))
    .filter((transition) => sameStep(stepName(system.model, transition), step))
    .map((transition) => ({
      states: transition.next === null ? run.states : [...run.states, transition.next],
      transitions: [...run.transitions, transition],
    }));
}

// Without this, steps that share a name would double the runs at every step.
function distinct(system: System, runs: readonly Run[]): readonly Run[] {
  const known = new Map<string, Run>();
  for (const run of runs) {
    const failed = run.transitions.at(-1)?.failed.map(({ property }) => property) ?? [];
    const key = JSON.stringify([isDead(run), system.codec.key(lastState(run)), failed]);
    if (!known.has(key)) known.set(key, run);
  }
  return [...known.values()];
}
