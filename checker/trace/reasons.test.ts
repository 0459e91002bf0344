import { List } from 'immutable';
import { expect, test } from 'vitest';
import type { GroundExpr, GroundOperator } from '../model/index.ts';
import { Questions, type Reading } from '../semantics/index.ts';
import { reasonsFor } from './reasons.ts';

const cell = (number: number): GroundExpr => ({ kind: 'cell', cell: number });
const literal = (value: number): GroundExpr => ({ kind: 'literal', value });
const operator = (name: GroundOperator, ...operands: readonly GroundExpr[]): GroundExpr => ({
  kind: 'operator',
  operator: name,
  operands,
});

const reading = (...values: readonly number[]): Reading => ({
  cells: List(values),
  positions: null,
  asks: new Questions([]),
});

const cellsOf = (expr: GroundExpr, ...values: readonly number[]): readonly number[] =>
  reasonsFor(expr, reading(...values)).map((reason) => (reason.kind === 'cell' ? reason.cell : -1));

test('a false conjunction rests on its false operands, a true one on all', () => {
  const both = operator('and', cell(0), cell(1), cell(2));
  expect(cellsOf(both, 1, 0, 0)).toEqual([1, 2]);
  expect(cellsOf(both, 1, 1, 1)).toEqual([0, 1, 2]);
});

test('a true disjunction rests on its true operands, a false one on all', () => {
  const any = operator('or', cell(0), operator('not', cell(1)));
  expect(cellsOf(any, 0, 0)).toEqual([1]);
  expect(cellsOf(any, 0, 1)).toEqual([0, 1]);
});

test('a conditional rests on its condition and on the side that it takes', () => {
  const chosen = operator('if', cell(0), cell(1), cell(2));
  expect(cellsOf(chosen, 1, 5, 6)).toEqual([0, 1]);
  expect(cellsOf(chosen, 0, 5, 6)).toEqual([0, 2]);
});

test('an array element rests on the index and on the one element that it selects', () => {
  const element: GroundExpr = {
    kind: 'select',
    index: cell(0),
    low: 1,
    choices: [cell(1), cell(2)],
    array: 'pte',
  };
  expect(cellsOf(element, 2, 7, 8)).toEqual([0, 2]);
  expect(cellsOf(element, -1, 7, 8)).toEqual([0]);
});

test('an operand without a value does not hide the operand that decides', () => {
  const outside: GroundExpr = {
    kind: 'select',
    index: cell(0),
    low: 0,
    choices: [cell(1)],
    array: 'a',
  };
  const guarded = operator('and', operator('ne', cell(0), literal(-1)), outside);
  expect(cellsOf(guarded, -1, 1)).toEqual([0]);
});
