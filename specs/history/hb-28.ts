/**
 * HB-28: the walk over the migration states never ends when the arc is blocked. Mirrors vfio_mig_get_next_state() in
 * drivers/vfio/vfio_main.c, before and after a26b499b757c (June 2026).
 *
 * A device without the P2P states. That the request is answered is liveness; here is the safety form: every round of the walk leaves
 * the state that it is in. ERROR belongs to no device (its flags are all ones), so the walk skips it as a state that is not supported,
 * and its next state is ERROR again. Columns of the table for states that nobody may ask for are left out.
 */
import {
  allHold,
  and,
  array,
  assign,
  type Body,
  check,
  choose,
  clause,
  cond,
  configuration,
  type Expr,
  enumeration,
  eq,
  fn,
  goal,
  mutex,
  mutex_lock,
  mutex_unlock,
  NONE,
  ne,
  not,
  or,
  process,
  property,
  repeat,
  spec,
  step,
  variable,
  variant,
  violates,
  whileTrue,
} from '../../checker/lang/index.ts';

const STATE = enumeration('vfio_device_mig_state', [
  'ERROR',
  'STOP',
  'RUNNING',
  'STOP_COPY',
  'RESUMING',
  'RUNNING_P2P',
  'PRE_COPY',
  'PRE_COPY_P2P',
]);
const { ERROR, STOP, RUNNING, STOP_COPY, RESUMING, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P } =
  STATE.values;
const DEVICE_STATES = [STOP, RUNNING, STOP_COPY, RESUMING, PRE_COPY];

type State = typeof ERROR;
/** The next state on the way to STOP, RUNNING, STOP_COPY, RESUMING and PRE_COPY. */
type Row = readonly [State, State, State, State, State];

/** vfio_from_fsm_table, without the columns of states that the device cannot be put into. */
const TABLE: readonly (readonly [State, Row])[] = [
  [STOP, [STOP, RUNNING_P2P, STOP_COPY, RESUMING, RUNNING_P2P]],
  [RUNNING, [RUNNING_P2P, RUNNING, RUNNING_P2P, RUNNING_P2P, PRE_COPY]],
  [PRE_COPY, [RUNNING, RUNNING, PRE_COPY_P2P, RUNNING, PRE_COPY]],
  [PRE_COPY_P2P, [RUNNING_P2P, RUNNING_P2P, STOP_COPY, RUNNING_P2P, PRE_COPY]],
  [STOP_COPY, [STOP, STOP, STOP_COPY, STOP, ERROR]],
  [RESUMING, [STOP, STOP, STOP, RESUMING, STOP]],
  [RUNNING_P2P, [STOP, RUNNING, STOP, STOP, RUNNING]],
];

const isNew = (to: State, column: State, then: State, otherwise: State): State =>
  cond(eq(to, column), then, otherwise);
const entryOf = (to: State, [toStop, toRunning, toStopCopy, toResuming, toPreCopy]: Row): State =>
  isNew(
    to,
    STOP,
    toStop,
    isNew(
      to,
      RUNNING,
      toRunning,
      isNew(
        to,
        STOP_COPY,
        toStopCopy,
        isNew(to, RESUMING, toResuming, isNew(to, PRE_COPY, toPreCopy, ERROR)),
      ),
    ),
  );
const from_fsm_table = variable(
  'vfio_from_fsm_table',
  array(STATE, array(STATE, STATE)),
  (from) => (to) =>
    TABLE.reduceRight(
      (others, [state, row]) => cond(eq(from, state), entryOf(to, row), others),
      ERROR,
    ),
);
const towards = (from: State) => from_fsm_table.at(from).at(new_fsm);

const state_mutex = mutex('state_mutex');
const device_state = variable('device_state', STATE, RUNNING);
const new_fsm = variable('new_fsm', STATE, RUNNING);
const next_fsm = variable('next_fsm', STATE, RUNNING);

const isDeviceState = (state: State): Expr<boolean> =>
  or(...DEVICE_STATES.map((each) => eq(state, each)));

const WalkMovesOn = property(
  'WalkMovesOn',
  'Every round of the walk over unsupported states leaves the state that it is in.',
);

const Answered = property(
  'Answered',
  'A request ends in the state that was asked for, or with an error.',
);

const first = step(
  '*next_fsm = vfio_from_fsm_table[cur_fsm][new_fsm]',
  assign(next_fsm, towards(device_state)),
);
const round: Body = [
  check(WalkMovesOn, ne(next_fsm, towards(next_fsm))),
  step('*next_fsm = vfio_from_fsm_table[*next_fsm][new_fsm]', assign(next_fsm, towards(next_fsm))),
];

const vfio_mig_get_next_state = fn(
  'vfio_mig_get_next_state',
  { mirrors: 'drivers/vfio/vfio_main.c: vfio_mig_get_next_state()' },
  [
    first,
    whileTrue(not(isDeviceState(next_fsm)), round, 'while (!(flags of *next_fsm supported))'),
  ],
);

const migration_set_state = fn(
  'migration_set_state',
  {
    title: 'VFIO_DEVICE_FEATURE_MIG_DEVICE_STATE',
    mirrors: 'drivers/vfio/pci/mlx5/main.c: mlx5vf_pci_set_device_state()',
  },
  [
    mutex_lock(state_mutex),
    step('new_fsm = any', choose(new_fsm, STATE, isDeviceState), assign(next_fsm, device_state)),
    whileTrue(
      and(ne(device_state, new_fsm), ne(next_fsm, ERROR)),
      [
        vfio_mig_get_next_state(),
        step(
          'if (*next_fsm != ERROR) device_state = *next_fsm',
          assign(device_state, cond(eq(next_fsm, ERROR), device_state, next_fsm)),
        ),
      ],
      'while (device_state != new_fsm && !ret)',
    ),
    check(Answered, or(eq(device_state, new_fsm), eq(next_fsm, ERROR))),
    mutex_unlock(state_mutex),
  ],
);

const isBlocked = and(
  eq(device_state, STOP_COPY),
  eq(new_fsm, PRE_COPY),
  ne(state_mutex.owner, NONE),
);

export default spec('history/hb-28', {
  summary: 'a blocked arc of the migration states is walked for ever',
  mirrors: 'drivers/vfio/vfio_main.c as of v7.1, before and after a26b499b757c',
  processes: [process('user', [repeat(2, [migration_set_state()])])],
  races: [],
  properties: [
    WalkMovesOn,
    Answered,
    property('OnlyDeviceStates', 'The device is only put into a state that it supports.', [
      clause('supported', { then: isDeviceState(device_state) }),
    ]),
  ],
  configurations: [
    configuration('small', {
      bounds: '1 device without P2P, 2 requests for any state it supports',
      goals: [
        goal('an arc that is blocked is asked for', isBlocked),
        goal('the device resumes', eq(device_state, RESUMING)),
      ],
    }),
  ],
  base: variant('pre', {
    summary: 'the walk skips every state that the device does not support, ERROR among them',
    ref: 'before a26b499b757c',
    expect: { small: violates('WalkMovesOn') },
  }),
  variants: [
    variant('post', {
      summary: 'the walk stops on ERROR',
      replace: {
        vfio_mig_get_next_state: [
          first,
          whileTrue(
            and(not(isDeviceState(next_fsm)), ne(next_fsm, ERROR)),
            round,
            'while (*next_fsm != ERROR && !(flags of *next_fsm supported))',
          ),
        ],
      },
      ref: 'a26b499b757c',
      expect: { small: allHold },
    }),
  ],
});
