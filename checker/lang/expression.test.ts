import { expect, test } from 'vitest';
import {
  and,
  array,
  assign,
  BOOLEAN,
  check,
  choose,
  clause,
  cond,
  configuration,
  constant,
  count,
  type Expr,
  element,
  emptySet,
  eq,
  every,
  FALSE,
  fn,
  forEach,
  goal,
  indexDomain,
  int,
  isIn,
  lt,
  not,
  or,
  param,
  process,
  property,
  READ_ONCE,
  range,
  repeat,
  setOf,
  step,
  stepWhen,
  sub,
  TRUE,
  unusedExpressions,
  valueOf,
  variable,
  waitUntil,
  when,
  whileTrue,
} from './index.ts';

const BAR = indexDomain('bar', 2);
const on = variable('on', BOOLEAN, FALSE);
const level = variable('level', range(0, 3), int(0));
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const bars = variable('bars', setOf(BAR), emptySet(setOf(BAR)));
const P = property('P', 'A sentence.');

/** How many expressions `build` leaves behind that nothing uses. */
function leftBy(build: () => unknown): number {
  const before = unusedExpressions().size;
  build();
  return unusedExpressions().size - before;
}

const isOn = (): Expr<boolean> => eq(on, TRUE);
const isHigh = (): Expr<boolean> => lt(int(1), level);

test.each<[string, () => unknown]>([
  ['a guard', () => stepWhen('x', isOn())],
  ['a wait', () => waitUntil(isOn(), 'x')],
  ['a condition', () => when(isOn(), [])],
  ['a loop', () => whileTrue(isOn(), [])],
  ['a check', () => check(P, isOn())],
  ['an assigned value', () => step('x', assign(on, not(isOn())))],
  [
    'an index',
    () => step('x', assign(mapped.at(cond(isOn(), element(BAR, 0), element(BAR, 1))), TRUE)),
  ],
  [
    'a choice',
    () =>
      step(
        'x',
        choose(level, range(0, 3), (each) => lt(each, level)),
      ),
  ],
  ['a clause', () => clause('c', { given: isOn(), then: isHigh() })],
  ['a goal', () => goal('g', isOn())],
  ['an argument', () => fn('f', { params: [param('p', BOOLEAN)] }, [])(isOn())],
  [
    'a quantifier',
    () =>
      when(
        every(BAR, (bar) => eq(mapped.at(bar), TRUE)),
        [],
      ),
  ],
  ['a loop over a domain', () => forEach(BAR, (bar) => [when(eq(mapped.at(bar), TRUE), [])])],
  ['bounds', () => repeat(sub(level, int(1)), [])],
  ['a number of processes', () => process('p', { count: sub(level, int(1)) }, [])],
  ['bounds of a domain', () => variable('v', range(0, sub(level, int(1))), int(0))],
  ['the size of an index domain', () => indexDomain('i', sub(level, int(1)))],
  ['an initial value', () => variable('v', BOOLEAN, not(TRUE))],
])('an expression in %s is used', (_, build) => {
  expect(leftBy(build)).toBe(0);
});

test.each<[string, number, () => unknown]>([
  ['the first side of &&', 1, () => when(isOn() && isHigh(), [])],
  ['the condition of ?:', 1, () => when(isOn() ? isHigh() : not(on), [])],
  [
    'the condition of an if',
    1,
    () => {
      if (isOn()) return when(on, []);
      return null;
    },
  ],
  [
    'a line of its own',
    1,
    () => {
      and(on, on);
    },
  ],
  [
    'an operand that was built and left',
    1,
    () => {
      isHigh();
      return when(isOn(), []);
    },
  ],
  ['a marked read', 1, () => READ_ONCE(on)],
  ['a count', 1, () => count(BAR, (bar) => mapped.at(bar))],
  ['a value of an optional', 1, () => valueOf(cond(on, int(0), int(1)))],
  [
    'a quantifier that was replaced',
    1,
    () => {
      every(BAR, () => TRUE);
      return when(or(on), []);
    },
  ],
])('an expression lost in %s is remembered', (_, left, build) => {
  expect(leftBy(build)).toBe(left);
});

test('a part of a lost expression is not reported beside it', () => {
  expect(leftBy(() => and(isOn(), or(isHigh(), not(isOn()))))).toBe(1);
});

test('using an expression late is using it', () => {
  const later: Expr<boolean>[] = [];
  expect(leftBy(() => later.push(isOn()))).toBe(1);
  expect(leftBy(() => when(later[0] as Expr<boolean>, []))).toBe(-1);
});

test('variables, constants and literals are no operations and may lie about', () => {
  expect(
    leftBy(() => {
      constant('c', BOOLEAN, FALSE, 'a constant');
      mapped.at(element(BAR, 0));
      setOf(BAR);
      configuration('c', { bounds: '1' });
    }),
  ).toBe(0);
});

test('expressions are frozen all the way down', () => {
  const guard = and(isOn(), isIn(element(BAR, 0), bars));
  const isFrozen = (of: unknown): boolean =>
    typeof of !== 'object' ||
    of === null ||
    (Object.isFrozen(of) && Object.values(of).every(isFrozen));
  expect(isFrozen(guard.node)).toBe(true);
  expect(leftBy(() => when(guard, []))).toBe(-1);
});
