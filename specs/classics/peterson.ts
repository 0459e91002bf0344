/**
 * Peterson's mutual exclusion for two threads (Peterson, Myths about the mutual exclusion problem, 1981): each raises its flag, gives
 * the turn away, and waits until the other's flag is down or the turn is its own.
 *
 * The wait tests both variables in one step, as in the textbook. Memory is sequentially consistent; on a real CPU the two stores need
 * a full barrier after them. The variables are atomic registers in the textbook, and here; in C each access would be marked.
 *
 * An unlock that leaves its flag up survives as a mutant, and is left without a reason on purpose: it is the example of docs/mutants.md.
 * A thread that keeps its flag up excludes the other one; that the other one gets in is a matter of liveness.
 */
import {
  allHold,
  and,
  array,
  assign,
  atomic,
  BOOLEAN,
  c,
  clause,
  configuration,
  count,
  eq,
  FALSE,
  fn,
  forever,
  goal,
  inside,
  int,
  le,
  not,
  or,
  PROCESS,
  param,
  process,
  property,
  range,
  rest,
  some,
  spec,
  step,
  sub,
  TRUE,
  variant,
  violates,
  waitUntil,
} from '../../checker/lang/index.ts';

const CPU = range(0, 1);
const me = param('me', CPU);
const other = param('other', CPU);

const flag = atomic('flag', array(CPU, BOOLEAN), FALSE);
const turn = atomic('turn', CPU, int(0));

const raise_flag = step(c`flag[${me}] = true`, assign(flag.at(me), TRUE));
const give_turn_away = step(c`turn = ${other}`, assign(turn, other));
const wait_for_turn = waitUntil(
  or(not(flag.at(other)), eq(turn, me)),
  c`while (flag[${other}] && turn == ${other}) cpu_relax()`,
);

const lock = fn('lock', { params: [me, other] }, [rest(raise_flag), give_turn_away, wait_for_turn]);
const critical_section = fn('critical_section', [step('critical section')]);
const unlock = fn('unlock', { params: [me] }, [
  step(c`flag[${me}] = false`, assign(flag.at(me), FALSE)),
]);

const number = param('number', CPU);
const cpu = process('cpu', { count: 2, instance: number }, [
  forever([lock(number, sub(int(1), number)), critical_section(), unlock(number)]),
]);

const MutualExclusion = property(
  'MutualExclusion',
  'At most one thread is in the critical section.',
  [
    clause('at most one inside', {
      given: some(PROCESS, (p) => inside(p, critical_section)),
      then: le(
        count(PROCESS, (p) => inside(p, critical_section)),
        int(1),
      ),
    }),
  ],
);

export default spec('classics/peterson', {
  summary: 'mutual exclusion of two threads with two flags and a turn',
  mirrors: 'textbook: Peterson, Myths about the mutual exclusion problem (1981)',
  processes: [cpu],
  races: [],
  properties: [MutualExclusion],
  configurations: [
    configuration('small', {
      bounds: '2 threads',
      goals: [
        goal('both flags are up', and(flag.at(int(0)), flag.at(int(1)))),
        goal(
          'one is inside while the other one waits',
          and(
            some(PROCESS, (p) => inside(p, critical_section)),
            flag.at(int(0)),
            flag.at(int(1)),
          ),
        ),
        goal('the turn has changed hands', eq(turn, int(1))),
      ],
    }),
  ],
  base: {
    summary: 'the flag is raised before the turn is given away',
    ref: 'textbook',
    expect: { small: allHold },
  },
  variants: [
    variant('turn-first', {
      summary: 'the turn is given away before the flag is raised',
      replace: { lock: [rest(give_turn_away), raise_flag, wait_for_turn] },
      ref: 'derived',
      expect: { small: violates('MutualExclusion') },
    }),
  ],
});
