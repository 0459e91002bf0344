/**
 * A small spec for tests of orders: checks that wait for the next step where units begin and end, in front of the call and behind it.
 */
import {
  allHold,
  assign,
  BOOLEAN,
  check,
  configuration,
  eq,
  FALSE,
  fn,
  forever,
  int,
  not,
  process,
  property,
  range,
  repeat,
  rest,
  spec,
  step,
  stepWhen,
  TRUE,
  variable,
} from '../lang/index.ts';

const x = variable('x', BOOLEAN, FALSE);
const y = variable('y', BOOLEAN, FALSE);
const z = variable('z', range(0, 2), int(0));

const S_CALLER = property('S-CALLER', 'Who calls has not been overtaken.');
const S_CALLEE = property('S-CALLEE', 'Who is called leaves y as it was.');
const S_END = property('S-END', 'In the end y is not set.');
const S_IDLE = property('S-IDLE', 'Nobody wakes up while y is set.');

const callee = fn('callee', [step('z = 1', assign(z, int(1))), check(S_CALLEE, not(y))]);

/** Units: x = true, callee, y = true with the check behind it, z = 2. */
export const ends = fn('ends', [
  step('x = true', assign(x, TRUE)),
  callee(),
  repeat(1, []),
  step('z = 2', assign(z, int(2))),
  step('y = true', assign(y, TRUE)),
  check(S_END, not(y)),
]);

export const checksSpec = spec('test/checks', {
  summary: 'orders with checks between the units',
  mirrors: 'nothing',
  properties: [S_CALLER, S_CALLEE, S_END, S_IDLE],
  processes: [
    process('caller', [
      check(S_CALLER, eq(z, int(0))),
      ends(),
      check(S_IDLE, not(y)),
      forever([rest(stepWhen('wake up', eq(z, int(0)), assign(z, int(1))))]),
    ]),
    process('other', [
      step('z = 1 before', assign(z, int(1))),
      step('z = 0', assign(z, int(0))),
      step('y = false', assign(y, FALSE)),
    ]),
  ],
  configurations: [configuration('small', { bounds: '2 threads' })],
  base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
});
