/**
 * The steps that a process may take next in one state, enabled or not: what lies behind the checks, choices and conditions
 * over locals in front of it.
 */
import {
  type Arrival,
  afterPlace,
  intoBlock,
  type Place,
  type Row,
  statementOf,
} from '../../compile/index.ts';
import type { GroundStatement } from '../../model/index.ts';
import { Misread, Values } from './values.ts';

export type StepStatement = Extract<
  GroundStatement,
  { kind: 'step' | 'when' | 'while' | 'atomically' }
>;

export interface NextStep {
  readonly place: Place;
  readonly statement: StepStatement;
  /** The state, with the locals that are reset on the way. */
  readonly row: Row;
}

/** In declared order. */
export function nextSteps(place: Place, row: Row): readonly NextStep[] {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'check':
      return behind(afterPlace(place), row);
    case 'oneOf':
      return statement.branches.flatMap((block, branch) =>
        behind(intoBlock(place, block, branch), row),
      );
    case 'step':
    case 'when':
    case 'while':
    case 'atomically':
      return [{ place, statement, row }];
    default:
      throw new Error(`a process never rests at a ${statement.kind}`);
  }
}

function behind(arrival: Arrival, row: Row): readonly NextStep[] {
  switch (arrival.kind) {
    case 'rest':
      return arrival.place === null ? [] : nextSteps(arrival.place, row);
    case 'reset': {
      const now = row.slice();
      for (const { cell, value } of arrival.resets) now[cell] = value;
      return behind(arrival.then, now);
    }
    case 'decide': {
      const holds = truth(arrival, row);
      return holds === null ? [] : behind(holds ? arrival.yes : arrival.no, row);
    }
  }
}

/** Null: a condition reads outside of an array, and there is no step. */
function truth({ condition }: Extract<Arrival, { kind: 'decide' }>, row: Row): boolean | null {
  try {
    return new Values(row).isTrue(condition);
  } catch (error) {
    if (error instanceof Misread) return null;
    throw error;
  }
}

/** Every step that may be next at a place, whatever the state. */
export function possibleSteps(place: Place): readonly StepStatement[] {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'check':
      return possiblyBehind(afterPlace(place));
    case 'oneOf':
      return statement.branches.flatMap((block, branch) =>
        possiblyBehind(intoBlock(place, block, branch)),
      );
    case 'step':
    case 'when':
    case 'while':
    case 'atomically':
      return [statement];
    default:
      throw new Error(`a process never rests at a ${statement.kind}`);
  }
}

function possiblyBehind(arrival: Arrival): readonly StepStatement[] {
  switch (arrival.kind) {
    case 'rest':
      return arrival.place === null ? [] : possibleSteps(arrival.place);
    case 'reset':
      return possiblyBehind(arrival.then);
    case 'decide':
      return [...possiblyBehind(arrival.yes), ...possiblyBehind(arrival.no)];
  }
}
