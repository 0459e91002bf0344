/**
 * Random right sides of a random program: values for a variable of a given domain, in a risky scope also outside of it.
 */
import { quantified, setLiteral, truthOf } from './random-conditions.ts';
import type { Expression, ScalarDomain } from './random-program.ts';
import {
  type BoundedVariable,
  boundedOf,
  type ExpressionScope,
  elementsOf,
  expressionsOf,
  fitting,
  type Numeric,
  numeral,
  numericsOf,
  operator,
  shared,
  variable,
} from './random-scope.ts';

/** A value for a variable, which is shared if it is a set. */
export function valueIn(scope: ExpressionScope, name: string, domain: ScalarDomain): Expression {
  switch (domain.kind) {
    case 'boolean':
      return truthOf(scope, 1);
    case 'range':
      return numberIn(scope, domain.low, domain.high);
    case 'optional':
      return optionalIn(scope, domain.low, domain.high);
    case 'set':
      return setIn(scope, { name, domain, initial: [] });
  }
}

function numberIn(scope: ExpressionScope, low: number, high: number): Expression {
  const { choices } = scope;
  const fixed = (): Expression => numeral(choices.between(low, high), low, high);
  const sources = [...numericsOf(scope), ...elementsOf(scope, 'range').map((element) => element())];
  const inside = fitting(sources, low, high);
  const open = expressionsOf(variable(sources));
  if (scope.isRisky && open.length > 0 && choices.percent(40)) {
    const risky = choices.pick(open);
    return choices.pick([
      risky,
      operator('add', risky, fixed()),
      operator('sub', risky, choices.pick(open)),
    ]);
  }
  return choices.weighted<() => Expression>([
    [2, fixed],
    [3, () => (inside.length > 0 ? choices.pick(expressionsOf(inside)) : fixed())],
    [3, () => (inside.length > 0 ? wrapping(choices.pick(inside), low, high) : fixed())],
    [1, () => operator('if', truthOf(scope, 1), fixed(), fixed())],
    [1, () => counted(scope, low, high)],
  ])();
}

/** One more, and from the highest back to the lowest. */
function wrapping({ expression }: Numeric, low: number, high: number): Expression {
  const isBelow = operator('lt', expression, numeral(high, low, high));
  return operator('if', isBelow, operator('add', expression, numeral(1)), numeral(low, low, high));
}

function counted(scope: ExpressionScope, low: number, high: number): Expression {
  const [set] = boundedOf(scope.shared, 'set');
  if (set !== undefined && low <= 0 && high > set.domain.high - set.domain.low)
    return operator('size', shared(set.name));
  return low > 0 || high < 2 ? numeral(low, low, high) : quantified(scope, 'count');
}

function setIn(
  scope: ExpressionScope,
  { name, domain: { low, high } }: BoundedVariable,
): Expression {
  const { choices } = scope;
  const set = shared(name);
  const numerics = variable(numericsOf(scope));
  const members = expressionsOf(scope.isRisky ? numerics : fitting(numerics, low, high));
  const member = choices.pick([numeral(choices.between(low, high), low, high), ...members]);
  const other = setLiteral(scope, low, high);
  return choices.pick([
    operator('with', set, member),
    operator('without', set, member),
    other,
    operator(choices.pick(['union', 'intersect', 'minus']), set, other),
  ]);
}

/** Never below zero, where a number could be taken for no value. */
function optionalIn(scope: ExpressionScope, low: number, high: number): Expression {
  const { choices } = scope;
  if (choices.percent(40))
    return { kind: 'literal', value: null, domain: { kind: 'optional', low, high } };
  const risky = variable(numericsOf(scope)).filter((each) => each.low >= 0);
  if (scope.isRisky && risky.length > 0 && choices.percent(40))
    return choices.pick(expressionsOf(risky));
  return numberIn({ ...scope, isRisky: false }, low, high);
}
