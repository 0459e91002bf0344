import { expect, test } from 'vitest';
import type { GroundExpr } from '../../model/index.ts';
import { Misread, Values } from './values.ts';

const cell = (number: number, isMarked = false): GroundExpr =>
  isMarked ? { kind: 'cell', cell: number, isMarked } : { kind: 'cell', cell: number };
const op = (operator: 'and' | 'or' | 'if' | 'add', ...operands: GroundExpr[]): GroundExpr => ({
  kind: 'operator',
  operator,
  operands,
});
const select = (index: GroundExpr, low: number, ...choices: GroundExpr[]): GroundExpr => ({
  kind: 'select',
  index,
  low,
  choices,
  array: 'a',
});

function evaluated(expr: GroundExpr, cells: readonly number[]) {
  const values = new Values(cells);
  return { value: values.of(expr), reads: [...values.reads.keys()] };
}

test('a conjunction reads up to the first that is false, a disjunction up to the first that is true', () => {
  expect(evaluated(op('and', cell(0), cell(1)), [0, 1])).toEqual({ value: 0, reads: [0] });
  expect(evaluated(op('and', cell(0), cell(1)), [1, 1])).toEqual({ value: 1, reads: [0, 1] });
  expect(evaluated(op('or', cell(0), cell(1)), [1, 0])).toEqual({ value: 1, reads: [0] });
  expect(evaluated(op('if', cell(0), cell(1), cell(2)), [0, 5, 6])).toEqual({
    value: 6,
    reads: [0, 2],
  });
});

test('an index chooses the element that is read, counted from the lower bound', () => {
  const element = select(cell(0), 1, cell(1), cell(2));
  expect(evaluated(element, [2, 7, 8])).toEqual({ value: 8, reads: [0, 2] });
  expect(() => evaluated(element, [0, 7, 8])).toThrow(Misread);
});

test('a cell that is read marked and plain counts as read plain', () => {
  const values = new Values([1, 1]);
  values.of(op('add', cell(0, true), cell(1, true)));
  values.of(cell(1));
  values.of(cell(1, true));
  expect([...values.reads]).toEqual([
    [0, true],
    [1, false],
  ]);
});

test('writing back the value of the cell itself is no access', () => {
  const values = new Values([0, 4]);
  expect(values.written(1, op('if', cell(0), cell(2), cell(1)))).toBeNull();
  expect([...values.reads.keys()]).toEqual([0]);
});
