/**
 * Two-phase commit: participants vote, a coordinator counts the votes and decides, everybody learns the decision (Gray, 1978;
 * the model is the textbook one of Gray and Lamport, 2006, section 3). Published counts for 3 to 7 participants.
 *
 * Messages are never lost and never consumed: the sets of votes and decisions sent only grow. Nobody waits for anybody in
 * particular, so every process rests at its head and the end of a run is no deadlock.
 */
import {
  allHold,
  also,
  and,
  array,
  assign,
  type Body,
  c,
  check,
  clause,
  configuration,
  constant,
  emptySet,
  enumeration,
  eq,
  every,
  fn,
  forever,
  goal,
  indexDomain,
  int,
  isIn,
  not,
  notMemory,
  oneOf,
  oneOfEach,
  param,
  process,
  property,
  range,
  rest,
  setOf,
  some,
  spec,
  stepWhen,
  unnoticed,
  variable,
  variant,
  violates,
  withElement,
} from '../../checker/lang/index.ts';

const N = constant('N', range(2, 7), int(3), 'participants');

const PARTICIPANT = indexDomain('participant', N);
const me = param('me', PARTICIPANT);
const OUTCOME = enumeration('outcome', ['WORKING', 'PREPARED', 'COMMITTED', 'ABORTED']);
const { WORKING, PREPARED, COMMITTED, ABORTED } = OUTCOME.values;
const DECISION = enumeration('decision', ['COMMIT', 'ABORT']);
const { COMMIT, ABORT } = DECISION.values;
const PHASE = enumeration('phase', ['COLLECTING', 'DECIDED']);
const { COLLECTING, DECIDED } = PHASE.values;
const PARTICIPANTS = setOf(PARTICIPANT);
const DECISIONS = setOf(DECISION);

const outcome = variable('outcome', array(PARTICIPANT, OUTCOME), WORKING);
const phase = variable('phase', PHASE, COLLECTING);
const votes_sent = variable('votes_sent', PARTICIPANTS, emptySet(PARTICIPANTS));
const votes_counted = variable('votes_counted', PARTICIPANTS, emptySet(PARTICIPANTS));
const announced = variable('announced', DECISIONS, emptySet(DECISIONS));

const mine = outcome.at(me);
const everybodyVoted = every(PARTICIPANT, (p) => isIn(p, votes_counted));

const Stable = property('Stable', 'Who has committed or aborted never leaves that outcome.');
const mayAbort = check(Stable, not(eq(mine, COMMITTED)));

const vote: Body = [
  check(Stable, and(not(eq(mine, COMMITTED)), not(eq(mine, ABORTED)))),
  stepWhen(
    'vote to commit',
    eq(mine, WORKING),
    assign(mine, PREPARED),
    assign(votes_sent, withElement(votes_sent, me)),
  ),
];
const give_up: Body = [mayAbort, stepWhen('give up', eq(mine, WORKING), assign(mine, ABORTED))];
const learn_commit: Body = [
  check(Stable, not(eq(mine, ABORTED))),
  stepWhen('commit', isIn(COMMIT, announced), assign(mine, COMMITTED)),
];
const learn_abort: Body = [
  mayAbort,
  stepWhen('abort', isIn(ABORT, announced), assign(mine, ABORTED)),
];

const participate = fn('participate', { params: [me] }, [
  rest(oneOf(vote, give_up, learn_commit, learn_abort)),
]);

const count_a_vote = oneOfEach(PARTICIPANT, (p) => [
  stepWhen(
    c`count the vote of participant[${p}]`,
    and(eq(phase, COLLECTING), isIn(p, votes_sent)),
    assign(votes_counted, withElement(votes_counted, p)),
  ),
]);
const announce_commit = stepWhen(
  'announce the commit',
  and(eq(phase, COLLECTING), everybodyVoted),
  assign(phase, DECIDED),
  assign(announced, withElement(announced, COMMIT)),
);
const announce_abort = stepWhen(
  'announce the abort',
  eq(phase, COLLECTING),
  assign(phase, DECIDED),
  assign(announced, withElement(announced, ABORT)),
);

const coordinate = fn('coordinate', [
  rest(oneOf([count_a_vote], [announce_commit], [announce_abort])),
]);

const number = param('number', PARTICIPANT);
const participant = process('participant', { count: N, instance: number }, [
  forever([participate(number)]),
]);
const coordinator = process('coordinator', [forever([coordinate()])]);

const Consistent = property('Consistent', 'No participant commits while another one aborts.', [
  clause('one outcome', {
    given: some(PARTICIPANT, (p) => eq(outcome.at(p), COMMITTED)),
    then: every(PARTICIPANT, (p) => not(eq(outcome.at(p), ABORTED))),
  }),
]);

const goals = [
  goal(
    'everybody commits',
    every(PARTICIPANT, (p) => eq(outcome.at(p), COMMITTED)),
  ),
  goal(
    'everybody aborts',
    every(PARTICIPANT, (p) => eq(outcome.at(p), ABORTED)),
  ),
  goal(
    'one commits while another one still waits for the decision',
    and(
      some(PARTICIPANT, (p) => eq(outcome.at(p), COMMITTED)),
      some(PARTICIPANT, (p) => eq(outcome.at(p), PREPARED)),
    ),
  ),
];

export default spec('classics/two-phase-commit', {
  summary: 'participants vote, a coordinator decides, everybody ends the same way',
  mirrors: 'textbook: Gray and Lamport, Consensus on Transaction Commit (2006), section 3',
  constants: [N],
  processes: [participant, coordinator],
  races: [
    notMemory(
      votes_sent,
      'messages: the network holds what was sent, nobody reads memory of another one',
    ),
    notMemory(
      announced,
      'messages: the network holds what was sent, nobody reads memory of another one',
    ),
  ],
  survivors: [
    unnoticed(
      'after the decision nobody asks which votes were counted',
      "coordinate: drop conjunct 'phase == COLLECTING' in count the vote of participant[participant]",
    ),
  ],
  properties: [Consistent, Stable],
  configurations: [
    configuration('small', { bounds: '3 participants', goals }),
    configuration('medium', { size: 'medium', bounds: '5 participants', set: { N: 5 }, goals }),
  ],
  base: {
    summary: 'the coordinator commits when it has counted the vote of everybody',
    ref: 'textbook',
    expect: { small: allHold, medium: allHold },
  },
  variants: [
    variant('first-vote', {
      summary: 'the coordinator commits when it has counted one vote',
      replace: {
        coordinate: [
          rest(
            oneOf(
              [count_a_vote],
              [
                stepWhen(
                  'announce the commit',
                  and(
                    eq(phase, COLLECTING),
                    some(PARTICIPANT, (p) => isIn(p, votes_counted)),
                  ),
                  assign(phase, DECIDED),
                  assign(announced, withElement(announced, COMMIT)),
                ),
              ],
              [announce_abort],
            ),
          ),
        ],
      },
      ref: 'derived',
      expect: {
        small: violates(
          'Consistent',
          also('Stable', 'who gives up without waiting for the others learns the commit later'),
        ),
      },
    }),
    variant('change-of-mind', {
      summary: 'a participant may give up after its vote to commit',
      replace: {
        participate: [
          rest(
            oneOf(
              vote,
              [
                mayAbort,
                stepWhen(
                  'give up',
                  and(not(eq(mine, COMMITTED)), not(eq(mine, ABORTED))),
                  assign(mine, ABORTED),
                ),
              ],
              learn_commit,
              learn_abort,
            ),
          ),
        ],
      },
      ref: 'derived',
      expect: {
        small: violates(
          'Consistent',
          also('Stable', 'who changes its mind learns the commit of all later'),
        ),
      },
    }),
  ],
});
