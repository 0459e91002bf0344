// What a search finds in models small enough to be followed by hand: violations, traces, errors, rest.

import { describe, expect, test } from 'vitest';
import {
  add,
  and,
  array,
  assign,
  atomically,
  BOOLEAN,
  type Body,
  check,
  choose,
  cond,
  type Expr,
  emptySet,
  eq,
  FALSE,
  forever,
  int,
  NONE,
  ne,
  not,
  oneOf,
  optional,
  present,
  process,
  property,
  range,
  rest,
  type Spec,
  setOf,
  step,
  stepWhen,
  TRUE,
  valueOf,
  variable,
  waitUntil,
  when,
  withElement,
} from '../lang/index.ts';
import { search } from '../semantics/index.ts';
import { modelOf, outcomeOf } from './outcome.ts';
import { always, small } from './small-model.ts';

/** Who moves, step by step. */
function movers(of: Spec, id: string): readonly string[] {
  const verdict = search(modelOf(of)).verdicts.find(({ property: name }) => name === id);
  return verdict?.kind === 'violated'
    ? verdict.finding.path.steps.map(({ process: name }) => name)
    : [];
}

describe('findings', () => {
  const x = variable('x', range(0, 3), int(0));
  const up = (i: number) => step(`x = ${i}`, assign(x, int(i)));
  const climbing = process('p', [up(1), up(2), up(3)]);
  const P = property('P', 'Nothing is wrong here.');

  test('a violation of one property does not hide a deeper one of another', () => {
    const properties = [always('ONE', ne(x, int(1))), always('THREE', ne(x, int(3)))];
    expect(outcomeOf(small([climbing], properties)).violated).toEqual({ ONE: 1, THREE: 3 });
  });

  test('a step with a false check is taken all the same', () => {
    const body = [check(P, FALSE), up(1), up(2)];
    expect(
      outcomeOf(small([process('p', body)], [P, always('TWO', ne(x, int(2)))])).violated,
    ).toEqual({ P: 1, TWO: 2 });
  });

  test('a check is tested on a transition into a known state', () => {
    const body = [forever([rest(up(1)), check(P, eq(x, int(0))), up(0)])];
    // Up, and back to the initial state.
    expect(outcomeOf(small([process('p', body)], [P]))).toEqual({
      distinct: 2,
      generated: 3,
      depth: 1,
      violated: { P: 2 },
    });
  });

  test('a step that leaves a domain does not fire: its check is not tested, nothing follows, and it is no deadlock', () => {
    const body = [up(3), check(P, FALSE), step('x++', assign(x, add(x, int(1)))), step('after')];
    expect(outcomeOf(small([process('p', body)], [P]))).toEqual({
      distinct: 2,
      generated: 2,
      depth: 1,
      violated: { ERROR: 1 },
    });
  });

  test('a search that stops at the first violation finishes the level, and leaves the rest open', () => {
    const y = variable('y', BOOLEAN, FALSE);
    const other = process('q', [step('y = 1', assign(y, TRUE))]);
    const model = modelOf(
      small(
        [climbing, other],
        [always('ONE', ne(x, int(1))), always('Y', not(y)), always('TWO', ne(x, int(2)))],
      ),
    );
    const { verdicts, completion } = search(model, { first: true });
    expect(completion).toMatchObject({ kind: 'limitReached', bound: 'first' });
    expect(verdicts.map(({ property: name, kind }) => `${name} ${kind}`)).toEqual([
      'ONE violated',
      'Y violated',
      'TWO inconclusive',
      'deadlock inconclusive',
    ]);
  });
});

describe('the trace', () => {
  const a = variable('a', range(0, 2), int(0));
  const b = variable('b', range(0, 2), int(0));
  const walk = (name: string, of: typeof a, guard: Expr<boolean>) =>
    process(name, [step('one', assign(of, int(1))), stepWhen('two', guard, assign(of, int(2)))]);
  const both = always('BOTH', not(and(eq(a, int(2)), eq(b, int(2)))));

  test('has the fewest context switches of all that are shortest', () => {
    // p can only end after q began: p q p q has three switches, p q q p two, q q p p one.
    expect(
      movers(small([walk('p', a, ne(b, int(0))), walk('q', b, ne(b, int(0)))], [both]), 'BOTH'),
    ).toEqual(['q', 'q', 'p', 'p']);
  });

  test('follows the order of the spec where that leaves a choice', () => {
    const free = ne(a, int(0));
    expect(
      movers(small([walk('p', a, free), walk('q', b, ne(b, int(0)))], [both]), 'BOTH'),
    ).toEqual(['p', 'p', 'q', 'q']);
  });
});

describe('a value or an index outside its domain', () => {
  const n = variable('n', range(0, 1), int(0));
  const flags = variable('flags', array(range(0, 0), BOOLEAN), FALSE);
  const one = variable('one', optional(range(1, 2)), NONE);
  const some = setOf(range(1, 2));
  const bag = variable('bag', some, emptySet(some));

  test('ends only the outcome of atomically that it belongs to', () => {
    const body = [
      atomically('choose and use', [
        step('n = any', choose(n, range(0, 1))),
        step('flags[n] = 1', assign(flags.at(n), TRUE)),
      ]),
    ];
    expect(outcomeOf(small([process('p', body)]))).toEqual({
      distinct: 2,
      generated: 2,
      depth: 1,
      violated: { ERROR: 0 },
    });
  });

  test('is found below an optional or a set that does not begin with 0', () => {
    expect(outcomeOf(small([process('p', [step('one = n', assign(one, n))])])).violated).toEqual({
      ERROR: 0,
    });
    expect(
      outcomeOf(small([process('p', [step('bag += n', assign(bag, withElement(bag, n)))])]))
        .violated,
    ).toEqual({ ERROR: 0 });
  });

  test('is not read behind a premise that is false, nor on the side of a conditional that is not taken', () => {
    const far = flags.at(add(n, int(1)));
    const guarded = [
      when(and(eq(n, int(1)), far), [step('yes')], [step('no')]),
      step('set', assign(flags.at(int(0)), cond(eq(n, int(1)), far, TRUE))),
    ];
    expect(outcomeOf(small([process('p', guarded)])).violated).toEqual({});
    const lazy = [
      when(and(present(one), flags.at(valueOf(one) as Expr<number>)), [step('yes')], [step('no')]),
    ];
    expect(outcomeOf(small([process('p', lazy)])).violated).toEqual({});
  });
});

describe('rest', () => {
  const flag = variable('flag', BOOLEAN, FALSE);
  const wait = (name: string) => waitUntil(flag, name);

  test('a process that waits at a resting point is not stuck, one that waits elsewhere is', () => {
    expect(outcomeOf(small([process('p', [rest(wait('for work'))])])).violated).toEqual({});
    expect(outcomeOf(small([process('p', [wait('for work')])])).violated).toEqual({ deadlock: 0 });
  });

  test('a choice rests when it is marked, or when every branch begins at a resting point', () => {
    const choice = (...branches: Body[]) =>
      outcomeOf(small([process('p', [oneOf(...branches)])])).violated;
    expect(choice([rest(wait('a'))], [rest(wait('b'))])).toEqual({});
    expect(choice([rest(wait('a'))], [wait('b')])).toEqual({ deadlock: 0 });
    expect(
      outcomeOf(small([process('p', [rest(oneOf([wait('a')], [wait('b')]))])])).violated,
    ).toEqual({});
  });
});
