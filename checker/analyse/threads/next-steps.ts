/**
 * The steps that a process may take next in one state, enabled or not: what lies behind the checks, choices and conditions
 * over locals in front of it.
 */
import {
  type Arrival,
  afterPlace,
  branchOf,
  intoBlock,
  type Place,
  type Row,
  statementOf,
} from '../../compile/index.ts';
import type { GroundExpr, GroundStatement } from '../../model/index.ts';
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
  /** Calls that are entered on the way. */
  readonly entered: readonly Place[];
}

/** Where control comes to rest in one state. */
export interface Landing {
  /** Null: the process has ended. */
  readonly place: Place | null;
  /** The state, with the locals that are reset on the way. */
  readonly row: Row;
  /** Calls that are entered on the way, some of them left again. */
  readonly entered: readonly Place[];
}

/** In declared order. */
export function nextSteps(
  place: Place,
  row: Row,
  entered: readonly Place[] = [],
): readonly NextStep[] {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'check':
      return behind(afterPlace(place), row, entered);
    case 'oneOf':
      return statement.branches.flatMap((block, branch) =>
        behind(intoBlock(place, block, branch), row, entered),
      );
    case 'step':
    case 'when':
    case 'while':
    case 'atomically':
      return [{ place, statement, row, entered }];
    default:
      throw new Error(`a process never rests at a ${statement.kind}`);
  }
}

function behind(arrival: Arrival, row: Row, entered: readonly Place[]): readonly NextStep[] {
  const landing = landingOf(arrival, row);
  if (landing === null || landing.place === null) return [];
  return nextSteps(landing.place, landing.row, [...entered, ...landing.entered]);
}

/** Null: a condition on the way reads outside of an array, and control comes nowhere. */
export function landingOf(arrival: Arrival, row: Row): Landing | null {
  switch (arrival.kind) {
    case 'rest':
      return { place: arrival.place, row, entered: arrival.entered };
    case 'reset': {
      const now = row.slice();
      for (const { cell, value } of arrival.resets) now[cell] = value;
      return landingOf(arrival.then, now);
    }
    case 'decide': {
      const holds = truth(arrival.condition, row);
      return holds === null ? null : landingOf(holds ? arrival.yes : arrival.no, row);
    }
  }
}

/** Null: the condition reads outside of an array. */
function truth(condition: GroundExpr | null, row: Row): boolean | null {
  try {
    return new Values(row).isTrue(condition);
  } catch (error) {
    if (error instanceof Misread) return null;
    throw error;
  }
}

/** Where control goes when the step is done and leaves `after`; null: nowhere. */
export function landingBehind(
  { place, statement, row }: Pick<NextStep, 'place' | 'statement' | 'row'>,
  after: Row,
): Landing | null {
  if (statement.kind !== 'when' && statement.kind !== 'while')
    return landingOf(afterPlace(place), after);
  const holds = truth(statement.condition, row);
  return holds === null ? null : landingOf(branchOf(place, statement, holds), after);
}

/** All ways that control may go behind a step, whatever the state. */
export const arrivalsBehind = (place: Place, statement: StepStatement): readonly Arrival[] =>
  statement.kind === 'when' || statement.kind === 'while'
    ? [branchOf(place, statement, true), branchOf(place, statement, false)]
    : [afterPlace(place)];

export type PossibleStep = Pick<NextStep, 'place' | 'statement' | 'entered'>;

/** Every step that may be next at a place, whatever the state. */
export function possibleSteps(
  place: Place,
  entered: readonly Place[] = [],
): readonly PossibleStep[] {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'check':
      return possiblyBehind(afterPlace(place), entered);
    case 'oneOf':
      return statement.branches.flatMap((block, branch) =>
        possiblyBehind(intoBlock(place, block, branch), entered),
      );
    case 'step':
    case 'when':
    case 'while':
    case 'atomically':
      return [{ place, statement, entered }];
    default:
      throw new Error(`a process never rests at a ${statement.kind}`);
  }
}

function possiblyBehind(arrival: Arrival, entered: readonly Place[]): readonly PossibleStep[] {
  switch (arrival.kind) {
    case 'rest':
      return arrival.place === null
        ? []
        : possibleSteps(arrival.place, [...entered, ...arrival.entered]);
    case 'reset':
      return possiblyBehind(arrival.then, entered);
    case 'decide':
      return [...possiblyBehind(arrival.yes, entered), ...possiblyBehind(arrival.no, entered)];
  }
}
