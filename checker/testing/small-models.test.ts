// Models small enough to be counted by hand: how many states, and what is a step. The counting stands beside each.

import { describe, expect, test } from 'vitest';
import {
  and,
  assign,
  BOOLEAN,
  choose,
  cond,
  constant,
  down_read,
  down_write,
  type Expr,
  element,
  eq,
  FALSE,
  fn,
  forEachBackwards,
  forever,
  goto,
  int,
  isIn,
  label,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  ne,
  not,
  note,
  oneOf,
  PROCESS,
  param,
  process,
  queued,
  range,
  repeat,
  rest,
  rwsem,
  step,
  stop,
  TRUE,
  up_read,
  up_write,
  variable,
  waitUntil,
  when,
} from '../lang/index.ts';
import { outcomeOf } from './outcome.ts';
import { always, small } from './small-model.ts';

describe('counts', () => {
  test.each([1, 2, 3, 7])('two independent processes of %i steps have (n+1)^2 states', (n) => {
    const walk = (name: string) => process(name, [repeat(n, [step('go')])]);
    // Either may move until it has moved n times: n(n+1) steps of each.
    expect(outcomeOf(small([walk('p'), walk('q')]))).toEqual({
      distinct: (n + 1) ** 2,
      generated: 1 + 2 * n * (n + 1),
      depth: 2 * n,
      violated: {},
    });
  });

  test('every combination of initial values is an initial state, of depth 0', () => {
    const x = variable('x', range(0, 2), [int(0), int(2)]);
    const b = variable('b', BOOLEAN, [FALSE, TRUE]);
    const all = small(
      [process('p', [waitUntil(FALSE, 'never')])],
      [always('X', ne(x, int(2))), always('B', not(b))],
    );
    expect(outcomeOf(all)).toEqual({
      distinct: 4,
      generated: 4,
      depth: 0,
      violated: { X: 0, B: 0, deadlock: 0 },
    });
  });

  test('initial states are counted, also one that is reached again', () => {
    const x = variable('x', range(0, 1), [int(0), int(1)]);
    const flip = process('p', [
      forever([rest(step('flip', assign(x, cond(eq(x, int(0)), int(1), int(0)))))]),
    ]);
    // 0 -> 1 and 1 -> 0, both into known states.
    expect(outcomeOf(small([flip]))).toEqual({ distinct: 2, generated: 4, depth: 0, violated: {} });
  });

  test('a terminal state has no step to itself', () => {
    expect(outcomeOf(small([process('p', [step('go')])]))).toEqual({
      distinct: 2,
      generated: 2,
      depth: 1,
      violated: {},
    });
  });

  test('each chosen value and each branch is a transition of its own, also to the same state', () => {
    const x = variable('x', range(0, 2), int(0));
    const pick = process('p', [
      oneOf([step('any', choose(x, range(0, 2)))], [step('one', assign(x, int(1)))]),
    ]);
    // Three values, of which 1 is also what the other branch assigns.
    expect(outcomeOf(small([pick]))).toEqual({ distinct: 4, generated: 5, depth: 1, violated: {} });
  });

  test('right sides read the state before the step: two variables swap', () => {
    const x = variable('x', range(0, 1), int(0));
    const y = variable('y', range(0, 1), int(1));
    const swap = process('p', [step('swap', assign(x, y), assign(y, x))]);
    expect(outcomeOf(small([swap], [always('DIFFER', ne(x, y))])).violated).toEqual({});
  });
});

describe('what is a step', () => {
  const flag = variable('flag', BOOLEAN, FALSE);
  const x = local('x', range(0, 1), int(0));
  const deciding = (condition: Expr<boolean>) =>
    process('p', { locals: [x] }, [step('first'), when(condition, [step('yes')], [step('no')])]);

  test('a condition over something shared is one, a condition over locals is none', () => {
    expect(outcomeOf(small([deciding(eq(flag, FALSE))])).depth).toBe(3);
    expect(outcomeOf(small([deciding(eq(x, int(0)))])).depth).toBe(2);
  });

  test('a condition that constants decide is none, whatever else it mentions', () => {
    const on = constant('on', BOOLEAN, FALSE, 'whether it is on');
    const all = small([deciding(and(on, flag))], [], { constants: [on] });
    expect(outcomeOf(all).depth).toBe(2);
    expect(outcomeOf(all, { set: { on: true } }).depth).toBe(3);
  });

  test('a jump, a call and its return are none', () => {
    const p = param('p', range(0, 1));
    const callee = fn('callee', { params: [p] }, [
      when(eq(p, int(1)), [goto('out')]),
      step('zero'),
      label('out'),
      step('last'),
    ]);
    // zero, last; last; end.
    expect(
      outcomeOf(small([process('p', [callee(int(0)), callee(int(1)), step('end')])])).depth,
    ).toBe(4);
  });
});

describe('locals of a function', () => {
  const x = local('x', range(0, 1), int(0));
  const seen = variable('seen', range(0, 1), int(0));

  test('return to their initial value when it returns', () => {
    const callee = fn('callee', { locals: [x] }, [
      step('look', assign(seen, x)),
      step('write', assign(x, int(1))),
    ]);
    expect(
      outcomeOf(
        small(
          [process('p', [callee(), note('again', callee())])],
          [always('SEEN', eq(seen, int(0)))],
        ),
      ).violated,
    ).toEqual({});
  });

  test('return to their initial value when it stops the process: one state at the end', () => {
    const callee = fn('callee', { locals: [x] }, [
      step('write', choose(x, range(0, 1))),
      step('use'),
      stop(),
    ]);
    // Start, two values, one end.
    expect(outcomeOf(small([process('p', [callee()])]))).toEqual({
      distinct: 4,
      generated: 5,
      depth: 2,
      violated: {},
    });
  });
});

test('forEachBackwards goes from the last value to the first', () => {
  const x = variable('x', range(0, 2), int(0));
  const body = [forEachBackwards(range(0, 2), (i) => [step('take', assign(x, i))])];
  expect(
    outcomeOf(
      small([process('p', body)], [always('TWO', ne(x, int(2))), always('ONE', ne(x, int(1)))]),
    ).violated,
  ).toEqual({ TWO: 1, ONE: 2 });
});

describe('locks', () => {
  test('two mutexes taken in opposite order deadlock in 2 steps', () => {
    const [a, b] = [mutex('a'), mutex('b')];
    const nested = (name: string, first: typeof a, second: typeof a) =>
      process(name, [
        mutex_lock(first),
        mutex_lock(second),
        mutex_unlock(second),
        mutex_unlock(first),
      ]);
    // p and q are at 0..4 and hold {}, {1st}, {both}, {1st}, {}: 20 pairs hold nothing in common, and (3,3) is out of reach.
    // p moves from 0 in 4 of them, from 1 in 2, from 2 in 2, from 3 in 3, and so does q.
    expect(outcomeOf(small([nested('p', a, b), nested('q', b, a)]))).toEqual({
      distinct: 19,
      generated: 23,
      depth: 8,
      violated: { deadlock: 2 },
    });
  });

  test('a reader cannot pass a queued writer', () => {
    const lock = rwsem('lock');
    const first = process('first', [down_read(lock), up_read(lock)]);
    const writer = process('writer', [down_write(lock), up_write(lock)]);
    const late = process('late', [
      waitUntil(queued(lock), 'a writer waits'),
      down_read(lock),
      up_read(lock),
    ]);
    const reads = isIn(element(PROCESS, 2), lock.readers);
    // first reads, the writer queues, late sees it, first leaves, the writer comes and goes: only then late reads. Where the
    // writer finds the lock free, late waits for ever.
    const outcome = outcomeOf(
      small(
        [first, writer, late],
        [always('NEVER', not(reads)), always('PASS', not(and(reads, queued(lock))))],
      ),
    );
    expect(outcome.violated).toEqual({ NEVER: 7, deadlock: 4 });
  });

  test('without writer priority nobody queues, and a reader passes', () => {
    const lock = rwsem('lock', { writerPriority: false });
    const first = process('first', [down_read(lock), up_read(lock)]);
    const writer = process('writer', [down_write(lock), up_write(lock)]);
    // Readers and writer exclude each other: 3 x 3 pairs of positions less the one where both hold.
    expect(outcomeOf(small([first, writer]))).toEqual({
      distinct: 8,
      generated: 9,
      depth: 4,
      violated: {},
    });
  });
});
