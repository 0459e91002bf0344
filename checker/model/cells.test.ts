// Domains and initial values that a cell cannot hold are reported when the model is built.

import { expect, test } from 'vitest';
import {
  type AnyDomain,
  assign,
  type Expr,
  emptySet,
  int,
  NONE,
  optional,
  process,
  range,
  setOf,
  step,
  variable,
  withElement,
} from '../lang/index.ts';
import { modelOf } from '../testing/outcome.ts';
import { small } from '../testing/small-model.ts';

/** A model with one variable, which the only step assigns to itself. */
function holding(domain: AnyDomain, initial: Expr<never>) {
  const x = variable('x', domain as ReturnType<typeof range>, initial);
  return () => modelOf(small([process('p', [step('x = x', assign(x, x))])]));
}

test('a set or an optional begins at 0 or above, wherever else it begins', () => {
  const from = (low: number) => [
    holding(optional(range(low, 2)), NONE as Expr<never>),
    holding(setOf(range(low, 2)), emptySet(setOf(range(low, 2))) as Expr<never>),
  ];
  for (const make of [...from(0), ...from(1)]) expect(make).not.toThrow();
  for (const make of from(-1))
    expect(make).toThrow(/^E-VALUE 'x' is (a set|an optional) of values from -1 on/);
});

test('an initial value lies in its domain, also where that begins above the values that fit', () => {
  expect(holding(range(0, 1), int(2) as Expr<never>)).toThrow(/^E-VALUE the initial value 2/);
  expect(holding(optional(range(1, 2)), int(0) as Expr<never>)).toThrow(
    /^E-VALUE the initial value 0/,
  );
  const some = setOf(range(1, 2));
  expect(holding(some, withElement(emptySet(some), int(0)) as Expr<never>)).toThrow(
    /^E-VALUE the initial value 1/,
  );
});
