/**
 * What else could have happened: a run may be left after any step, and any enabled step be taken from there.
 *
 * The reference semantics says what is enabled and where it leads; here it is only put into the form of a trace, so that a walk
 * reads like the counterexample that it leaves. Threads keep their numbers: newcomers come behind those of the recorded run.
 */
import { DEADLOCK } from '../model/index.ts';
import {
  ERROR,
  type State,
  type StepName,
  type System,
  stepName,
  type Transition,
} from '../semantics/index.ts';
import { assemble } from './assemble.ts';
import { contextBeside, type TraceContext } from './context.ts';
import { endingOf, stuckProcesses, violationAtEnd } from './ending.ts';
import { follow, lastState, type Run } from './follow.ts';
import { startsAs } from './replay.ts';
import { newlyViolated } from './steps.ts';
import type { StoredTrace } from './stored.ts';
import type { Ending, Trace, Wait } from './trace.ts';
import { waitOf } from './waits.ts';

/** A step that could be taken now. */
export interface Choice {
  readonly transition: Transition;
  readonly name: StepName;
  /** What it would violate that is not violated already. */
  readonly breaks: readonly string[];
}

/** A property that the end of a walk violates, and how. */
export interface Broken {
  readonly property: string;
  readonly sentence: string;
  readonly ending: Ending;
}

export interface Walk {
  /** Its ending says nothing of the properties: `broken` does. */
  readonly trace: Trace;
  readonly broken: readonly Broken[];
  /** Threads that cannot move, in the middle of what they do. */
  readonly waits: readonly Wait[];
}

/** The run of a stored trace as far as the model takes it. */
export function recordedRun(
  system: System,
  { initial, steps }: Pick<StoredTrace, 'initial' | 'steps'>,
): Run {
  const starts = system.initialStates().filter((state) => startsAs(system.model, state, initial));
  const [run] = follow(system, { starts, steps }).runs;
  return run ?? { states: system.initialStates().slice(0, 1), transitions: [] };
}

/** Every enabled step after the run, in the order of the model; none after a step that left a domain. */
export function choicesAfter(system: System, run: Run): readonly Choice[] {
  if (run.transitions.at(-1)?.next === null) return [];
  return system.transitions(lastState(run)).map((transition) => ({
    transition,
    name: stepName(system.model, transition),
    breaks: breaks(system, lastState(run), transition),
  }));
}

function breaks(system: System, before: State, transition: Transition): readonly string[] {
  const { next } = transition;
  if (next === null) return [ERROR];
  const isDeadlock = stuckProcesses(system, next).length > 0;
  return [...newlyViolated(system, before, transition), ...(isDeadlock ? [DEADLOCK] : [])];
}

/** The run with one more step. */
export function extended({ states, transitions }: Run, transition: Transition): Run {
  return {
    states: transition.next === null ? states : [...states, transition.next],
    transitions: [...transitions, transition],
  };
}

/** The run as a trace, with all that is wrong at its end. It keeps the numbers of the threads of `recorded`. */
export function walkAlong(
  system: System,
  run: Run,
  { threads, property, constants }: Pick<Trace, 'threads' | 'property' | 'constants'>,
): Walk {
  const stuck = run.transitions.at(-1)?.next === null ? [] : stuckProcesses(system, lastState(run));
  const newcomers = [...run.transitions.map(({ process }) => process), ...stuck];
  const about = (id: string): TraceContext =>
    contextBeside(system, run, { threads, property: id }, newcomers);
  const context = about(property);
  const ending = { kind: 'completed', isChecked: true } as const;
  const trace = assemble(context, ending, { constants, isShortest: false });
  const blocked = trace.steps.at(-1)?.blocked ?? [];
  return {
    trace: {
      ...trace,
      steps: trace.steps.map((step, at) => withAllViolations(system, run, step, at)),
    },
    broken: brokenAtEnd(system, run, about),
    waits: blocked.map((thread) => waitOf(context, context.processes[thread] as number)),
  };
}

/** In a walk no property is the one that the trace is about. */
function withAllViolations<T extends object>(system: System, run: Run, step: T, at: number): T {
  const transition = run.transitions[at] as Transition;
  return { ...step, violates: newlyViolated(system, run.states[at] as State, transition) };
}

function brokenAtEnd(
  system: System,
  run: Run,
  about: (property: string) => TraceContext,
): readonly Broken[] {
  const sentences = system.model.properties.map(({ id, sentence }) => [id, sentence] as const);
  const all = [...sentences, [DEADLOCK, ''] as const, [ERROR, ''] as const];
  return all.flatMap(([property, sentence]) => {
    const violation = violationAtEnd(system, run, property);
    if (violation === null) return [];
    return [{ property, sentence, ending: endingOf(about(property), violation) }];
  });
}
