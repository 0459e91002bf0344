/**
 * A small spec for tests of orders: a function with a lock, a local, a condition, a check and a callee, called behind a choice, directly,
 * and twice; a bystander sees what is between its steps.
 */
import {
  allHold,
  assign,
  BOOLEAN,
  check,
  clause,
  configuration,
  eq,
  FALSE,
  fn,
  inside,
  int,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  oneOf,
  or,
  PROCESS,
  process,
  property,
  range,
  repeat,
  rest,
  some,
  spec,
  step,
  TRUE,
  variable,
  when,
} from '../lang/index.ts';

const guard = mutex('guard');
const open = variable('open', BOOLEAN, TRUE);
const level = variable('level', range(0, 2), int(0));
const seen = local('seen', range(0, 2), int(0));

const S_READ = property('S-READ', 'Nobody reads behind a closed door.');
const S_LEVEL = property('S-LEVEL', 'The level is not 2 while the door is open.', [
  clause('level', { given: eq(level, int(2)), then: not(open) }),
]);

const close = fn('close', [step('close the door', assign(open, FALSE))]);

export const work = fn('work', { locals: [seen] }, [
  mutex_lock(guard),
  step('seen = level', assign(seen, level)),
  close(),
  when(
    eq(seen, int(0)),
    [step('level = 1', assign(level, int(1)))],
    [step('level = 2', assign(level, int(2)))],
  ),
  check(S_READ, or(not(open), eq(level, int(1)))),
  step('open the door', assign(open, TRUE)),
  mutex_unlock(guard),
]);

export const WORK_STEPS = ['lock', 'read', 'close', 'write', 'open', 'unlock'] as const;

const S_OPEN = property('S-OPEN', 'The door is closed only while the function runs.', [
  clause('open', {
    given: not(open),
    then: some(PROCESS, (p) => inside(p, work)),
  }),
]);
const knock = fn('knock', [when(open, [step('level = 0', assign(level, int(0)))])]);

export const ordersSpec = spec('test/orders', {
  summary: 'a door',
  mirrors: 'nothing',
  processes: [
    process('chooser', [rest(oneOf([work()], [knock()]))]),
    process('worker', [repeat(2, [rest(work())])]),
    process('bystander', [knock()]),
  ],
  properties: [S_READ, S_OPEN, S_LEVEL],
  configurations: [configuration('small', { bounds: 'as written' })],
  base: { summary: 'as written', ref: 'derived', expect: { small: allHold } },
});
