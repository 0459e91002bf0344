/**
 * How a run ends: whether its last step or state violates the property, and which values that rests on.
 */
import { DEADLOCK, type GroundCheck, type ModelClause } from '../model/index.ts';
import { ERROR, type State, type System } from '../semantics/index.ts';
import type { TraceContext } from './context.ts';
import { factsFor } from './facts.ts';
import { lastState, type Run } from './follow.ts';
import type { Ending } from './trace.ts';
import { waitOf } from './waits.ts';

/** A violation by the end of a run. */
export type Violation =
  | { readonly kind: 'invariant'; readonly clause: ModelClause }
  | { readonly kind: 'check'; readonly check: GroundCheck }
  | { readonly kind: 'deadlock' }
  | { readonly kind: 'error'; readonly message: string };

/** Whether the end of the run violates the property; of a false clause and a failed check, the clause is told. */
export function violationAtEnd(system: System, run: Run, property: string): Violation | null {
  const last = run.transitions.at(-1);
  if (last?.next === null) {
    return property === ERROR ? { kind: 'error', message: last.firing.error ?? '' } : null;
  }
  const state = lastState(run);
  if (property === ERROR) {
    const message = system.stateError(state);
    return message === null ? null : { kind: 'error', message };
  }
  if (property === DEADLOCK)
    return stuckProcesses(system, state).length > 0 ? { kind: 'deadlock' } : null;
  const clauses = system.model.properties.find(({ id }) => id === property)?.clauses ?? [];
  const clause = clauses.find((each) => system.judge(each, state).violated);
  if (clause !== undefined) return { kind: 'invariant', clause };
  const check = last?.failed.find((each) => each.property === property);
  return check === undefined ? null : { kind: 'check', check };
}

/** Processes that neither rest nor can move, of a state in which no process can move. */
export function stuckProcesses(system: System, state: State): readonly number[] {
  if (system.transitions(state).length > 0) return [];
  return system.model.processes
    .map(({ index }) => index)
    .filter((index) => !system.isResting(index, state));
}

/** The ending as it is told. */
export function endingOf(context: TraceContext, violation: Violation): Ending {
  const steps = context.run.transitions.length;
  switch (violation.kind) {
    case 'invariant': {
      const { name, given, then, givenText, thenText, terms } = violation.clause;
      const text = givenText === null ? thenText : `${givenText} => ${thenText}`;
      return Object.freeze({
        kind: 'invariant',
        clause: name,
        text,
        terms,
        facts: factsFor(context, [given, then], steps),
      });
    }
    case 'check': {
      const { condition, text, terms } = violation.check;
      // The check was evaluated in the state before the last step.
      return Object.freeze({
        kind: 'check',
        text,
        terms,
        facts: factsFor(context, [condition], steps - 1),
      });
    }
    case 'deadlock': {
      const waits = stuckProcesses(context.system, lastState(context.run)).map((process) =>
        waitOf(context, process),
      );
      return Object.freeze({ kind: 'deadlock', waits: Object.freeze(waits) });
    }
    case 'error':
      return Object.freeze({ kind: 'error', message: violation.message });
  }
}
