/**
 * The value of an expression in a state. Conjunctions, disjunctions and conditionals are evaluated from the left and only as
 * far as needed, so `present(x) && a[x]` never reads `a[NULL]`.
 */
import type { List } from 'immutable';
import { applyOperator, type GroundExpr, type GroundPlace, unreachable } from '../model/index.ts';
import type { Position } from './state.ts';

/** A value or an index outside its domain: verdict ERROR, not a bug of the checker. */
export class RunError extends Error {}

/** What expressions read. Positions are null where the model guarantees that nothing reads them. */
export interface Reading {
  readonly cells: List<number>;
  readonly positions: List<Position | null> | null;
  readonly asks: PositionQuestions;
}

/** Answers the position predicates of properties; the values of locals may decide which step comes next. */
export interface PositionQuestions {
  isInside(position: Position | null, cells: List<number>, fn: string): boolean;
  isAt(position: Position | null, cells: List<number>, fn: string, label: string): boolean;
  isResting(position: Position | null, cells: List<number>): boolean;
  /** The steps with which the process may go on, enabled or not. */
  next(position: Position | null, cells: List<number>): readonly Position[];
}

export function evaluate(expr: GroundExpr, reading: Reading): number {
  switch (expr.kind) {
    case 'literal':
      return expr.value;
    case 'cell':
      return reading.cells.get(expr.cell) as number;
    case 'select':
      return evaluate(selected(expr, reading), reading);
    case 'operator':
      return operation(expr, reading);
    case 'position':
      return positionHolds(expr, reading) ? 1 : 0;
    default:
      return unreachable(expr);
  }
}

export const isTrue = (expr: GroundExpr, reading: Reading): boolean =>
  evaluate(expr, reading) === 1;

function selected(expr: Extract<GroundExpr, { kind: 'select' }>, reading: Reading): GroundExpr {
  const index = evaluate(expr.index, reading);
  const choice = expr.choices[index - expr.low];
  if (choice !== undefined) return choice;
  const last = expr.low + expr.choices.length - 1;
  throw new RunError(
    `index ${index === -1 ? 'NULL' : index} is outside '${expr.array}', which has the indices ${expr.low}..${last}`,
  );
}

function operation(
  { operator, operands }: Extract<GroundExpr, { kind: 'operator' }>,
  reading: Reading,
): number {
  if (operator === 'and') return operands.every((operand) => isTrue(operand, reading)) ? 1 : 0;
  if (operator === 'or') return operands.some((operand) => isTrue(operand, reading)) ? 1 : 0;
  if (operator === 'if') {
    const [condition, then, otherwise] = operands as [GroundExpr, GroundExpr, GroundExpr];
    return evaluate(isTrue(condition, reading) ? then : otherwise, reading);
  }
  return applyOperator(
    operator,
    operands.map((operand) => evaluate(operand, reading)),
  );
}

function positionHolds(
  expr: Extract<GroundExpr, { kind: 'position' }>,
  { cells, positions, asks }: Reading,
): boolean {
  const position = positions?.get(expr.process) ?? null;
  if (expr.predicate === 'inside') return asks.isInside(position, cells, expr.fn as string);
  if (expr.predicate === 'at')
    return asks.isAt(position, cells, expr.fn as string, expr.label as string);
  return asks.isResting(position, cells);
}

/** The number of the cell that a place denotes in this state. */
export function cellOf(place: GroundPlace, reading: Reading): number {
  let at: GroundExpr = place;
  while (at.kind === 'select') at = selected(at, reading);
  if (at.kind !== 'cell') throw new Error(`a place is a cell, not ${at.kind}`);
  return at.cell;
}
