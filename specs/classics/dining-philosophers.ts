/**
 * Dining philosophers (Dijkstra, Hierarchical ordering of sequential processes, 1971): N philosophers at a round table, a fork between
 * any two neighbours, two forks needed to eat. If everybody takes the left fork first they may all wait for ever.
 *
 * A fork is a mutex. The base is the naive philosopher, which deadlocks; `ordered-forks` is the cure.
 */
import {
  add,
  allHold,
  and,
  clauseFor,
  cond,
  configuration,
  constant,
  type Expr,
  eq,
  every,
  fn,
  forever,
  goal,
  implies,
  inside,
  int,
  lt,
  mutex_lock,
  mutex_unlock,
  mutexes,
  not,
  ordinal,
  ownsMutex,
  PROCESS,
  type ProcessId,
  param,
  process,
  property,
  range,
  rest,
  some,
  spec,
  step,
  sub,
  variant,
  violates,
} from '../../checker/lang/index.ts';

const N = constant('N', range(2, 7), int(3), 'philosophers');

const SEAT = range(0, sub(N, int(1)));
const rightOf = (seat: Expr<number>): Expr<number> =>
  cond(eq(seat, sub(N, int(1))), int(0), add(seat, int(1)));

const fork = mutexes('fork', SEAT);
const left = param('left', SEAT);
const right = param('right', SEAT);

const eat = fn('eat', [step('eat')]);

const first = param('first', SEAT);
const second = param('second', SEAT);
const take = fn('take', { params: [first, second] }, [
  rest(mutex_lock(fork.at(first))),
  mutex_lock(fork.at(second)),
]);

const lower = cond(lt(left, right), left, right);
const higher = cond(lt(left, right), right, left);

const dine = fn('dine', { params: [left, right] }, [
  take(left, right),
  eat(),
  mutex_unlock(fork.at(right)),
  mutex_unlock(fork.at(left)),
]);

const seat = param('seat', SEAT);
const philosopher = process('philosopher', { count: N, instance: seat }, [
  forever([dine(seat, rightOf(seat))]),
]);

const areNeighbours = (p: Expr<ProcessId>, q: Expr<ProcessId>): Expr<boolean> =>
  eq(ordinal(q), rightOf(ordinal(p)));
const hasBothForks = (p: Expr<ProcessId>): Expr<boolean> =>
  and(ownsMutex(p, fork.at(ordinal(p))), ownsMutex(p, fork.at(rightOf(ordinal(p)))));

const NeighboursApart = property('NeighboursApart', 'No two neighbours eat at the same time.', [
  clauseFor(PROCESS, 'the right neighbour does not eat', (p) => ({
    given: inside(p, eat),
    then: every(PROCESS, (q) => implies(areNeighbours(p, q), not(inside(q, eat)))),
  })),
]);
const BothForks = property('BothForks', 'Who eats has both forks.', [
  clauseFor(PROCESS, 'both forks', (p) => ({ given: inside(p, eat), then: hasBothForks(p) })),
]);

export default spec('classics/dining-philosophers', {
  summary: 'N threads at a round table, each of which needs the locks of both sides',
  mirrors: 'textbook: Dijkstra, Hierarchical ordering of sequential processes (1971)',
  constants: [N],
  processes: [philosopher],
  races: [],
  properties: [NeighboursApart, BothForks],
  configurations: [
    configuration('small', {
      bounds: '3 philosophers',
      goals: [
        goal(
          'somebody eats',
          some(PROCESS, (p) => inside(p, eat)),
        ),
        goal(
          'somebody who has a fork waits for a neighbour who eats',
          some(PROCESS, (p) =>
            some(PROCESS, (q) =>
              and(areNeighbours(p, q), ownsMutex(p, fork.at(ordinal(p))), inside(q, eat)),
            ),
          ),
        ),
      ],
    }),
  ],
  base: {
    summary: 'everybody takes the left fork first',
    ref: 'textbook',
    expect: { small: violates('deadlock') },
  },
  variants: [
    variant('ordered-forks', {
      summary: 'everybody takes the fork with the smaller number first',
      replace: {
        dine: [
          take(lower, higher),
          eat(),
          mutex_unlock(fork.at(right)),
          mutex_unlock(fork.at(left)),
        ],
      },
      ref: 'textbook',
      expect: { small: allHold },
    }),
    variant('one-fork', {
      summary: 'everybody eats with the left fork alone',
      replace: {
        dine: [rest(mutex_lock(fork.at(left))), eat(), mutex_unlock(fork.at(left))],
      },
      ref: 'derived',
      expect: { small: violates('NeighboursApart', 'BothForks') },
    }),
  ],
});
