/**
 * Why a trace is as it is: what each of its steps is needed for, which steps could be left out, and which guards would have stopped it.
 *
 * Every answer is an experiment on the reference semantics and not an argument: the trace is run again without the steps, or with the steps
 * of another thread moved ahead. What cannot be run that way is not claimed. Nothing is said of traces with other steps than these.
 */
import type { GroundExpr, GroundStatement, Model } from '../model/index.ts';
import {
  evaluate,
  RunError,
  type State,
  type StepName,
  System,
  sameStep,
  stepName,
  type Transition,
} from '../semantics/index.ts';
import { contextBeside, readingOf, type TraceContext } from './context.ts';
import { violationAtEnd } from './ending.ts';
import { factsFor } from './facts.ts';
import { lastState, prefix, type Run } from './follow.ts';
import { replayTrace } from './replay.ts';
import { stopAt } from './stop.ts';
import type { StoredTrace } from './stored.ts';
import type { Stop, Trace, TraceStep } from './trace.ts';
import { extended, recordedRun } from './walk.ts';

/** What a step is there for; but for the first, what happens without it and all that its thread does later. */
export type Need =
  /** It is the last to write values on which the verdict rests. */
  | { readonly kind: 'value'; readonly values: readonly string[] }
  /** A step of another thread cannot be taken any more. */
  | {
      readonly kind: 'step';
      readonly number: number;
      readonly stop: Stop;
      /** The step whose condition is decided the other way, so that its thread never comes there; null: there is none. */
      readonly decided: number | null;
    }
  /** Every other step is taken, and nothing is violated. */
  | { readonly kind: 'violation' }
  /** The property is violated all the same. */
  | { readonly kind: 'nothing' };

export interface NeededSteps {
  readonly thread: number;
  readonly first: number;
  readonly last: number;
  readonly need: Need;
}

/** A guard or a condition of the trace that goes the other way if steps of another thread come first. */
export interface StoppingGuard {
  /** The step with the guard, and the last of the steps of the other thread that have to come before it. */
  readonly step: number;
  readonly after: number;
  readonly other: number;
  /** The condition is then decided the other way; or the step has to wait. */
  readonly kind: 'decides' | 'waits';
  /** The values on which that then rests. */
  readonly values: readonly string[];
}

export interface Why {
  /** The trace on this model; its ending says whether the property is violated at all. */
  readonly trace: Trace;
  readonly needs: readonly NeededSteps[];
  /** Steps without which, all at once, the rest still violates the property. */
  readonly removable: readonly number[];
  readonly guards: readonly StoppingGuard[];
}

/** Cost: one replay per step, and one per pair of a step and a later one of another thread. */
export function whyTrace(model: Model, stored: StoredTrace): Why {
  const trace = replayTrace(model, stored);
  const isViolated = trace.ending.kind !== 'completed' && trace.ending.kind !== 'stopped';
  if (!isViolated) return { trace, needs: [], removable: [], guards: [] };
  const experiment = new Experiment(new System(model), stored, trace);
  return {
    trace,
    needs: neededSteps(experiment),
    removable: trace.isShortest ? [] : removableSteps(experiment),
    guards: stoppingGuards(experiment),
  };
}

/** The trace, to be run again with other steps. */
class Experiment {
  readonly system: System;
  readonly trace: Trace;
  readonly run: Run;
  readonly #initial: StoredTrace['initial'];

  constructor(system: System, { initial }: StoredTrace, trace: Trace) {
    this.system = system;
    this.trace = trace;
    this.#initial = initial;
    this.run = this.runOf(trace.steps.map(({ number }) => number));
  }

  stepsOf(numbers: readonly number[]): readonly StepName[] {
    return numbers.map((number) => (this.trace.steps[number - 1] as TraceStep).name);
  }

  /** The steps with these numbers, as far as they can be taken. */
  runOf(numbers: readonly number[]): Run {
    return recordedRun(this.system, { initial: this.#initial, steps: this.stepsOf(numbers) });
  }

  contextOf(run: Run): TraceContext {
    return contextBeside(this.system, run, this.trace);
  }

  violatesAfter(run: Run, steps: number): boolean {
    return violationAtEnd(this.system, prefix(run, steps), this.trace.property) !== null;
  }
}

/** The steps of each thread, in runs that are needed for the same. */
function neededSteps(experiment: Experiment): readonly NeededSteps[] {
  const { steps } = experiment.trace;
  const needed: NeededSteps[] = [];
  for (const { number, thread } of steps) {
    const kept = steps.filter((step) => step.thread !== thread || step.number < number);
    const values = valuesSince(experiment.trace, number);
    const numbers = kept.map((step) => step.number);
    const need =
      values.length > 0 ? { kind: 'value' as const, values } : needOf(experiment, numbers);
    const before = needed.at(-1);
    const isSame =
      before?.thread === thread && before.last === number - 1 && sameNeed(before.need, need);
    if (isSame) needed[needed.length - 1] = { ...before, last: number };
    else needed.push({ thread, first: number, last: number, need });
  }
  return needed;
}

/** The values of the verdict that a step wrote last. */
function valuesSince({ ending }: Trace, number: number): readonly string[] {
  const facts = ending.kind === 'invariant' || ending.kind === 'check' ? ending.facts : [];
  return facts.filter(({ since }) => since === number).map(({ text }) => text);
}

function needOf(experiment: Experiment, kept: readonly number[]): Need {
  const run = experiment.runOf(kept);
  const taken = run.transitions.length;
  const lengths = Array.from({ length: taken + 1 }, (_, steps) => steps);
  if (lengths.some((steps) => experiment.violatesAfter(run, steps))) return { kind: 'nothing' };
  if (taken === kept.length) return { kind: 'violation' };
  const stop = stopAt(experiment.contextOf(run), experiment.stepsOf(kept), null);
  const number = kept[taken] as number;
  return { kind: 'step', number, stop, decided: decidedOtherwise(experiment, run, kept, number) };
}

/** The last step before `number`, of the same thread, that decided otherwise in the run than in the trace. */
function decidedOtherwise(
  { system, trace }: Experiment,
  run: Run,
  kept: readonly number[],
  number: number,
): number | null {
  const thread = trace.steps[number - 1]?.thread;
  const at = run.transitions.findLastIndex((transition, index) => {
    const step = trace.steps[(kept[index] as number) - 1];
    if (step?.thread !== thread || step?.outcome === null) return false;
    return decisionOf(system, transition, run.states[index] as State) !== step?.outcome;
  });
  return kept[at] ?? null;
}

const sameNeed = (a: Need, b: Need): boolean =>
  a.kind === 'step' ? b.kind === 'step' && a.number === b.number : a.kind === b.kind;

/**
 * Takes out what can be taken out, until nothing more can: the rest of a thread, a whole call, a single step. Not every set of steps is
 * tried, so a smaller rest may exist.
 */
function removableSteps(experiment: Experiment): readonly number[] {
  const all = experiment.trace.steps.map(({ number }) => number);
  let kept = all;
  for (let isDone = false; !isDone; ) {
    const without = candidates(experiment.trace, kept).map((out) =>
      kept.filter((number) => !out.includes(number)),
    );
    const found = without.find((numbers) => {
      const run = experiment.runOf(numbers);
      const isWhole = run.transitions.length === numbers.length;
      return isWhole && experiment.violatesAfter(run, numbers.length);
    });
    if (found === undefined) isDone = true;
    else kept = found;
  }
  return all.filter((number) => !kept.includes(number));
}

/** Groups of the kept steps that may be left out together, the largest first. */
function candidates({ steps }: Trace, kept: readonly number[]): readonly (readonly number[])[] {
  const alive = steps.filter(({ number }) => kept.includes(number));
  const tails = alive.map(({ number, thread }) =>
    alive.filter((step) => step.thread === thread && step.number >= number),
  );
  const activations = new Set(alive.flatMap(({ frames }) => frames.map((each) => each.activation)));
  const calls = [...activations].map((activation) =>
    alive.filter(({ frames }) => frames.some((each) => each.activation === activation)),
  );
  return [...tails, ...calls, ...alive.map((step) => [step])]
    .map((group) => group.map(({ number }) => number))
    .sort((a, b) => b.length - a.length);
}

/** For every step and every other thread: the fewest of its later steps that, moved ahead, would have stopped the step. */
function stoppingGuards(experiment: Experiment): readonly StoppingGuard[] {
  const { steps, threads } = experiment.trace;
  return steps.flatMap((step) =>
    threads.flatMap((_, other) =>
      step.thread === other ? [] : (stoppedBy(experiment, step.number, other) ?? []),
    ),
  );
}

function stoppedBy(experiment: Experiment, number: number, other: number): StoppingGuard | null {
  const { system, run, trace } = experiment;
  const transition = run.transitions[number - 1] as Transition;
  const later = trace.steps.filter((step) => step.number > number && step.thread === other);
  let ahead = prefix(run, number - 1);
  for (const { name, number: after } of later) {
    const next = system
      .transitions(lastState(ahead))
      .find((each) => sameStep(stepName(system.model, each), name));
    if (next === undefined || next.next === null) return null;
    ahead = extended(ahead, next);
    const kind = howStopped(system, transition, run.states[number - 1] as State, lastState(ahead));
    if (kind !== null) {
      const facts = factsFor(
        experiment.contextOf(ahead),
        [guardOf(transition)],
        ahead.transitions.length,
      );
      return { step: number, after, other, kind, values: facts.map(({ text }) => text) };
    }
  }
  return null;
}

/** What becomes of a step in another state; null: it is taken as before. */
function howStopped(
  system: System,
  transition: Transition,
  before: State,
  now: State,
): StoppingGuard['kind'] | null {
  const name = stepName(system.model, transition);
  const isEnabled = system
    .transitions(now)
    .some((each) => sameStep(stepName(system.model, each), name));
  if (!isEnabled) return 'waits';
  const [then, today] = [before, now].map((state) => decisionOf(system, transition, state));
  return then === today ? null : 'decides';
}

/** The condition of a step: what it waits for, or what it decides. */
function guardOf({ firing: { at } }: Transition): GroundExpr | null {
  const statement = at.block[at.index] as GroundStatement;
  if (statement.kind === 'step') return statement.guard;
  return statement.kind === 'when' || statement.kind === 'while' ? statement.condition : null;
}

/** What a condition says in a state; null of other steps, and where it cannot be evaluated. */
function decisionOf(system: System, transition: Transition, state: State): boolean | null {
  const { at } = transition.firing;
  const guard = guardOf(transition);
  if (guard === null || at.block[at.index]?.kind === 'step') return null;
  try {
    return evaluate(guard, readingOf(system, state)) === 1;
  } catch (error) {
    if (error instanceof RunError) return null;
    throw error;
  }
}
