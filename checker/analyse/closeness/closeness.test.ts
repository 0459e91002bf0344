// How close a search came, counted by hand.

import { describe, expect, test } from 'vitest';
import {
  and,
  assign,
  BOOLEAN,
  check,
  clause,
  type Expr,
  eq,
  every,
  FALSE,
  fn,
  inside,
  int,
  not,
  or,
  process,
  property,
  range,
  type Spec,
  step,
  TRUE,
  variable,
} from '../../lang/index.ts';
import type { GroundExpr } from '../../model/index.ts';
import { modelOf } from '../../testing/outcome.ts';
import { small } from '../../testing/small-model.ts';
import { type Closeness, findCloseness } from './index.ts';
import { waysToViolate } from './ways.ts';

const [a, b, c] = [
  variable('a', BOOLEAN, FALSE),
  variable('b', BOOLEAN, FALSE),
  variable('c', BOOLEAN, FALSE),
];
const n = variable('n', range(0, 3), int(0));
const to = (name: string, value: typeof TRUE) =>
  step(`${name} = ${value === TRUE}`, assign({ a, b, c }[name] as typeof a, value));

// Five states in a row: none; a; a and b; b; b and c.
const walk = fn('walk', [to('a', TRUE), to('b', TRUE), to('a', FALSE), to('c', TRUE)]);

function found(of: Spec, only: string | null = null): Closeness {
  const analysed = findCloseness({ model: modelOf(of), limits: {}, hooks: {} }, only);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  return analysed.found;
}

function clauseOf(then: Expr<boolean>, given?: Expr<boolean>) {
  const one = property('P', 'It holds.', [
    clause('it', given === undefined ? { then } : { given, then }),
  ]);
  return found(small([process('p', [walk()])], [one])).properties[0]?.clauses[0];
}

describe('of the conditions of a violation', () => {
  test('each that alone is missing is told with the number of states', () => {
    expect(clauseOf(not(and(a, c)))).toEqual({
      clause: 'it',
      premise: null,
      misses: [
        { condition: 'c', states: 2 },
        { condition: 'a', states: 1 },
      ],
      fewestMissing: 1,
    });
  });

  test('the premise is one, or several', () => {
    expect(clauseOf(not(c), a)).toMatchObject({
      premise: 2,
      misses: [
        { condition: 'c', states: 2 },
        { condition: 'a', states: 1 },
      ],
    });
    expect(clauseOf(not(c), and(a, b))).toMatchObject({
      premise: 1,
      misses: [
        { condition: 'a', states: 1 },
        { condition: 'c', states: 1 },
      ],
    });
  });

  test('a conclusion of several parts can be false in several ways', () => {
    const both = clauseOf(and(or(not(a), not(c)), or(not(b), eq(n, int(0)))), TRUE);
    expect(both?.misses).toEqual([
      { condition: 'n != 0', states: 3 },
      { condition: 'c', states: 2 },
      { condition: 'a', states: 1 },
    ]);
  });

  test('where two are missing everywhere, that is the least', () => {
    expect(clauseOf(not(and(eq(n, int(1)), eq(n, int(2)), eq(n, int(3)))))).toEqual({
      clause: 'it',
      premise: null,
      misses: [],
      fewestMissing: 3,
    });
  });

  test('what constants rule out is no way, and what they decide is no condition', () => {
    const cell = { kind: 'cell', cell: 0 } as const;
    const literal = (value: number) => ({ kind: 'literal', value }) as const;
    const both = (...operands: readonly GroundExpr[]) =>
      ({ kind: 'operator', operator: 'and', operands }) as const;
    const broken = { kind: 'operator', operator: 'not', operands: [cell] };
    expect(waysToViolate({ given: cell, then: literal(1) })).toEqual([]);
    expect(waysToViolate({ given: literal(1), then: cell })).toEqual([[broken]]);
    expect(waysToViolate({ given: null, then: both(cell, literal(1)) })).toEqual([[broken]]);
  });

  test('a condition of premise and conclusion is one, however the clause is written', () => {
    const told = clauseOf(not(b), a);
    expect(clauseOf(or(not(a), not(b)), a)).toEqual(told);
    expect(told?.misses).toEqual([
      { condition: 'a', states: 2 },
      { condition: 'b', states: 1 },
    ]);
  });

  test('what would need a condition and its opposite is no way', () => {
    expect(clauseOf(or(a, b), a)).toMatchObject({ misses: [], fewestMissing: null });
    expect(clauseOf(or(eq(n, int(1)), b), eq(n, int(1)))?.fewestMissing).toBe(null);
    expect(clauseOf(and(or(a, b), not(c)), a)?.misses.map(({ condition }) => condition)).toEqual([
      'c',
      'a',
    ]);
  });

  test('positions are conditions as well', () => {
    const p = process('p', { count: 1 }, [walk()]);
    const one = property('P', 'Not with c.', [
      clause('it', { then: every(p.instances, (each) => not(and(inside(each, walk), c))) }),
    ]);
    const [told] = found(small([p], [one])).properties;
    expect(told?.clauses[0]?.misses).toEqual([
      { condition: 'c', states: 4 },
      { condition: 'inside(p[0])', states: 1 },
    ]);
  });
});

test('assertions are counted by the transitions at which they are evaluated; other properties are left out', () => {
  const asserted = property('Q', 'It is asserted.');
  const body = fn('f', [check(asserted, not(b)), to('a', TRUE), to('b', TRUE)]);
  const other = process('q', [step('n = 1', assign(n, int(1)))]);
  const of = small(
    [process('p', [body()]), other],
    [asserted, property('P', 'c', [clause('c', { then: not(c) })])],
  );
  expect(found(of, 'Q').properties).toEqual([{ property: 'Q', clauses: [], checked: 2 }]);
  expect(found(of).properties.map(({ property: id, checked }) => [id, checked])).toEqual([
    ['Q', 2],
    ['P', null],
  ]);
});
