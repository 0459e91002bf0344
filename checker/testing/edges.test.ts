// Where an encoding into bits could go wrong: negative bounds, the widest ranges, large sets, references that may be absent, many words,
// many initial states, choices without a value. Every engine says the same, narrow and one word per field.

import { expect, test } from 'vitest';
import { compile, layOutWide } from '../compile/index.ts';
import {
  add,
  and,
  array,
  assign,
  assignAll,
  atomically,
  BOOLEAN,
  check,
  choose,
  cond,
  count,
  element,
  emptySet,
  enumeration,
  eq,
  every,
  FALSE,
  forever,
  ge,
  gt,
  indexDomain,
  int,
  intersect,
  isEmpty,
  isIn,
  le,
  local,
  lt,
  minus,
  NONE,
  ne,
  not,
  oneOf,
  oneOfEach,
  optional,
  or,
  PROCESS,
  present,
  process,
  property,
  range,
  record,
  repeat,
  rest,
  type Spec,
  self,
  setOf,
  size,
  some,
  step,
  stepWhen,
  sub,
  subset,
  TRUE,
  union,
  valueOf,
  variable,
  waitUntil,
  when,
  whileTrue,
  withElement,
  withoutElement,
} from '../lang/index.ts';
import { search } from '../semantics/index.ts';
import { expectAgreement, expectSameWhenWide } from './engines.ts';
import { modelOf } from './outcome.ts';
import { always, small } from './small-model.ts';

/** Engines agree; returns what is violated and how many states there are, so that a test can say that it looked at something. */
function agreed(spec: Spec): { readonly states: number; readonly violated: readonly string[] } {
  const model = modelOf(spec);
  const reference = search(model, {});
  expectAgreement(model, reference);
  expectSameWhenWide(model, reference, layOutWide);
  const violated = reference.verdicts.filter(({ kind }) => kind === 'violated');
  return { states: reference.counts.distinct, violated: violated.map((each) => each.property) };
}

const MOST = 2 ** 31 - 1;

test.each([
  [-3, 3],
  [-7, -2],
  [-1, 0],
  [100, 103],
  [MOST - 4, MOST - 1],
  [-MOST, -MOST + 3],
])('a range from %d to %d', (low, high) => {
  const x = variable('x', range(low, high), int(low));
  const y = variable('y', range(low, high), int(high));
  const up = process('up', [
    repeat(3, [stepWhen('x++', lt(x, int(high)), assign(x, add(x, int(1))))]),
    step('swap', assign(x, y), assign(y, x)),
  ]);
  const down = process('down', [
    repeat(2, [stepWhen('y--', gt(y, int(low)), assign(y, sub(y, int(1))))]),
  ]);
  const Apart = always('Apart', or(ne(x, y), le(x, int(low))));
  const Low = always('Low', ge(x, int(low)));
  const { states } = agreed(small([up, down], [Apart, Low]));
  expect(states).toBeGreaterThan(3);
});

test.each([
  [-2, 2],
  [5, 9],
  [MOST - 6, MOST - 2],
])('a value that leaves its range from %d to %d', (low, high) => {
  const x = variable('x', range(low, high), int(low));
  const a = process('a', [forever([rest(step('x += 2', assign(x, add(x, int(2)))))])]);
  const b = process('b', [forever([rest(step('x -= 3', assign(x, sub(x, int(3)))))])]);
  expect(agreed(small([a, b], [always('Small', lt(x, int(high)))])).violated).toContain('ERROR');
});

test('a sum that 32 bits do not hold is left to the reference', () => {
  const x = variable('x', range(0, MOST), int(MOST - 1));
  const a = process('a', [when(gt(add(x, x), int(MOST)), [step('seen')])]);
  const compiled = compile(modelOf(small([a])));
  expect(compiled).toEqual({ kind: 'refused', reason: 'an expression can leave 32 bits' });
});

test('sets of thirty', () => {
  const ITEM = indexDomain('ITEM', 30);
  const ITEMS = setOf(ITEM);
  const mine = variable('mine', ITEMS, emptySet(ITEMS));
  const other = variable('other', ITEMS, emptySet(ITEMS));
  const last = element(ITEM, 29);
  const first = element(ITEM, 0);
  const a = process('a', [
    step('mine += 29', assign(mine, withElement(mine, last))),
    step('other += mine', assign(other, union(other, mine))),
    step('mine += 0', assign(mine, withElement(mine, first))),
    waitUntil(subset(other, mine), 'other in mine'),
    step('mine -= other', assign(mine, minus(mine, other))),
    step('mine -= 0', assign(mine, withoutElement(mine, first))),
    waitUntil(isEmpty(mine), 'empty'),
  ]);
  const b = process('b', [
    step('other += 15', assign(other, withElement(other, element(ITEM, 15)))),
    when(isIn(last, mine), [step('both', assign(other, intersect(mine, other)))]),
  ]);
  const Size = always('Size', le(add(size(mine), size(other)), int(3)));
  const Never = always('Never', not(and(isIn(last, other), isIn(first, mine))));
  expect(agreed(small([a, b], [Size, Never])).violated).toContain('Never');
});

test('references that may be absent', () => {
  const BUF = indexDomain('BUF', 3);
  const buf = variable('buf', optional(BUF), NONE);
  const owner = variable('owner', array(BUF, optional(PROCESS)), NONE);
  const user = process('user', { count: 3 }, [
    oneOfEach(BUF, (b) => [
      stepWhen('take', not(present(owner.at(b))), assign(owner.at(b), self), assign(buf, b)),
    ]),
    when(present(buf), [step('use', assign(owner.at(valueOf(buf)), NONE), assign(buf, NONE))]),
  ]);
  const Used = always('Used', or(not(present(buf)), present(owner.at(valueOf(buf)))));
  const found = agreed(small([user], [Used]));
  expect(found.states).toBeGreaterThan(50);
});

test('an absent reference is followed', () => {
  const BUF = indexDomain('BUF', 2);
  const buf = variable('buf', optional(BUF), NONE);
  const used = variable('used', array(BUF, BOOLEAN), FALSE);
  const a = process('a', [step('use', assign(used.at(valueOf(buf)), TRUE))]);
  const b = process('b', [step('set', assign(buf, element(BUF, 1)))]);
  expect(agreed(small([a, b])).violated).toContain('ERROR');
});

test('states of many words', () => {
  const CELL = indexDomain('CELL', 24);
  const data = variable('data', array(CELL, range(-5, 1000)), int(0));
  const flags = variable('flags', array(CELL, record({ on: BOOLEAN, by: optional(PROCESS) })), {
    on: FALSE,
    by: NONE,
  });
  const writer = process('writer', { count: 2 }, [
    oneOfEach(CELL, (c) => [
      step('write', assign(data.at(c), add(data.at(c), int(501))), assign(flags.at(c).by, self)),
    ]),
    step('all', assignAll(data, int(-5))),
  ]);
  const One = always(
    'One',
    le(
      count(CELL, (c) => present(flags.at(c).by)),
      int(1),
    ),
  );
  const Low = always(
    'Low',
    every(CELL, (c) => le(data.at(c), int(1000))),
  );
  expect(agreed(small([writer], [One, Low])).violated).toContain('One');
});

test('thousands of initial states, some of which violate', () => {
  const BIT = indexDomain('BIT', 12);
  const bits = variable('bits', array(BIT, BOOLEAN), [FALSE, TRUE]);
  const a = process('a', [
    oneOfEach(BIT, (b) => [stepWhen('flip', bits.at(b), assign(bits.at(b), FALSE))]),
  ]);
  const Few = always(
    'Few',
    lt(
      count(BIT, (b) => bits.at(b)),
      int(12),
    ),
  );
  expect(agreed(small([a], [Few]))).toEqual({ states: 8191, violated: ['Few', 'deadlock'] });
});

test('choices with a condition that often leaves none', () => {
  const x = variable('x', range(-2, 4), int(0));
  const y = variable('y', range(-2, 4), int(4));
  const a = process('a', [
    repeat(3, [
      step(
        'x = more',
        choose(x, range(-2, 4), (v) => and(gt(v, x), lt(v, y))),
      ),
      step(
        'y = less',
        choose(y, range(-2, 4), (v) => lt(v, y)),
      ),
    ]),
  ]);
  const b = process('b', [
    repeat(3, [
      step(
        'x = any of two',
        choose(x, range(-2, -1), (v) => ne(v, x)),
      ),
    ]),
  ]);
  const Below = always('Below', lt(x, y));
  expect(agreed(small([a, b], [Below])).violated).toContain('Below');
});

test('a choice, and then a value beyond the domain', () => {
  const x = variable('x', range(0, 2), int(0));
  const y = variable('y', range(0, 5), int(1));
  const a = process('a', [
    step(
      'x = up to y',
      choose(x, range(0, 2), (v) => lt(v, y)),
    ),
    step('x = y', assign(x, y)),
  ]);
  const b = process('b', [repeat(3, [step('y++', assign(y, add(y, int(1))))])]);
  expect(agreed(small([a, b])).violated).toContain('ERROR');
});

test('one step with choices, branches and checks', () => {
  const Mono = property('Mono', 'It never falls.');
  const LEVEL = enumeration('LEVEL', ['LOW', 'MID', 'TOP']);
  const level = variable('level', LEVEL, LEVEL.values.LOW);
  const busy = variable('busy', BOOLEAN, FALSE);
  const n = variable('n', range(0, 6), int(0));
  const seen = local('seen', LEVEL, LEVEL.values.LOW);
  const a = process('a', { count: 2, locals: [seen] }, [
    repeat(3, [
      atomically('change', [
        rest(stepWhen('begin', not(busy), assign(busy, TRUE))),
        oneOf(
          [
            step(
              'up',
              assign(level, cond(eq(level, LEVEL.values.LOW), LEVEL.values.MID, LEVEL.values.TOP)),
            ),
          ],
          [
            check(Mono, ne(level, LEVEL.values.TOP)),
            step(
              'down',
              choose(level, LEVEL, (v) => ne(v, level)),
              assign(n, add(n, int(1))),
            ),
          ],
        ),
        when(
          eq(level, LEVEL.values.TOP),
          [step('end', assign(busy, FALSE))],
          [step('end low', assign(busy, FALSE), assign(seen, level))],
        ),
      ]),
      check(Mono, le(n, int(4))),
      step('look', assign(seen, level)),
    ]),
  ]);
  const { states } = agreed(small([a], [Mono, always('Few', lt(n, int(6)))]));
  expect(states).toBeGreaterThan(40);
});

test('loops over locals, with an index that moves', () => {
  const SLOT = indexDomain('SLOT', 4);
  const taken = variable('taken', array(SLOT, BOOLEAN), FALSE);
  const i = local('i', range(0, 4), int(0));
  const who = local('who', optional(SLOT), NONE);
  const a = process('a', { count: 2, locals: [i, who] }, [
    whileTrue(and(lt(i, int(4)), not(present(who))), [
      oneOfEach(SLOT, (s) => [
        stepWhen(
          'try',
          and(eq(i, int(0)), not(taken.at(s))),
          assign(taken.at(s), TRUE),
          assign(who, s),
        ),
      ]),
      step('i++', assign(i, add(i, int(1)))),
    ]),
    rest(
      waitUntil(
        some(SLOT, (s) => and(not(taken.at(s)), eq(who, s))),
        'lost',
      ),
    ),
  ]);
  const Two = always(
    'Two',
    le(
      count(SLOT, (s) => taken.at(s)),
      int(1),
    ),
  );
  expect(agreed(small([a], [Two])).violated).toContain('Two');
});

test('nothing happens', () => {
  expect(agreed(small([process('a', [])])).states).toBe(1);
  const x = variable('x', BOOLEAN, [FALSE, TRUE]);
  expect(agreed(small([process('a', [waitUntil(x, 'x')])])).violated).toEqual(['deadlock']);
});
