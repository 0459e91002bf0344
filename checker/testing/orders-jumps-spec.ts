/**
 * A small spec for tests of orders: a function that jumps over some of its statements, and one whose statements stand in a branch of a loop.
 */
import {
  allHold,
  assign,
  BOOLEAN,
  clause,
  configuration,
  eq,
  FALSE,
  fn,
  forEach,
  goto,
  int,
  label,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  process,
  property,
  range,
  repeat,
  rest,
  returnFromFunction,
  spec,
  step,
  TRUE,
  variable,
  when,
} from '../lang/index.ts';

const guard = mutex('guard');
const busy = variable('busy', BOOLEAN, FALSE);
const level = variable('level', range(0, 2), int(0));

const S_BUSY = property('S-BUSY', 'The level changes only while somebody says so.', [
  clause('busy', { given: eq(level, int(1)), then: busy }),
]);
const S_TOP = property('S-TOP', 'The level is not 2 while nobody is busy.', [
  clause('top', { given: eq(level, int(2)), then: busy }),
]);

/** Units: lock, test (jumps), busy, up, down (has a label), idle, unlock (has a label). */
export const climb = fn('climb', [
  mutex_lock(guard),
  when(eq(level, int(2)), [goto('out')], [when(busy, [goto('down')])]),
  step('busy = true', assign(busy, TRUE)),
  step('level = 1', assign(level, int(1))),
  label('down'),
  step('level = 0', assign(level, int(0))),
  step('busy = false', assign(busy, FALSE)),
  label('out'),
  mutex_unlock(guard),
]);

export const sweep = fn('sweep', [
  forEach(range(0, 1), () => [
    when(not(busy), [
      mutex_lock(guard),
      step('busy = true', assign(busy, TRUE)),
      step('level = 2', assign(level, int(2))),
      step('level = 0', assign(level, int(0))),
      step('busy = false', assign(busy, FALSE)),
      mutex_unlock(guard),
    ]),
  ]),
]);

/** The first units return: nothing behind them runs then. */
const look = fn('look', [
  when(eq(level, int(2)), [returnFromFunction()]),
  when(busy, [step('shrug'), returnFromFunction()], [step('wonder')]),
  step('busy = true', assign(busy, TRUE)),
  step('level = 1', assign(level, int(1))),
  step('level = 0', assign(level, int(0))),
  step('busy = false', assign(busy, FALSE)),
]);

export const jumpsSpec = spec('test/jumps', {
  summary: 'a ladder',
  mirrors: 'nothing',
  processes: [
    process('climber', [repeat(2, [rest(climb())])]),
    process('sweeper', [rest(sweep())]),
    process('looker', [rest(look())]),
  ],
  properties: [S_BUSY, S_TOP],
  configurations: [configuration('small', { bounds: 'as written' })],
  base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
});
