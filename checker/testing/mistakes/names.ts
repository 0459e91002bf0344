/**
 * Mistakes with names and with variants: what is called what, what a variant starts from, replaces, sets and expects.
 */
import {
  allHold,
  also,
  assign,
  BOOLEAN,
  benignRace,
  clause,
  configuration,
  constant,
  down_write,
  type Expectations,
  enumeration,
  expectedRace,
  FALSE,
  fn,
  goal,
  int,
  local,
  mutex,
  mutex_lock,
  note,
  notMemory,
  openQuestion,
  param,
  process,
  property,
  range,
  repeat,
  rwsem,
  type Settings,
  spec,
  step,
  TRUE,
  up_write,
  variable,
  variant,
  violates,
} from '../../lang/index.ts';
import { type Cases, specOf, specWith } from './cases.ts';

const shared = variable('shared', BOOLEAN, FALSE);
const lock = rwsem('lock');
const reset = fn('reset', [step('begin', assign(shared, TRUE)), step('end')]);
const budget = constant('budget', range(0, 2), int(1), 'resets');
const COLOUR = enumeration('colour', ['red', 'green']);
const ON = property('S-ON', 'On.', [clause('on', { then: shared })]);

const expect = { small: allHold };
const off = { summary: 'off', ref: 'derived', expect };
const expecting = (expect: Expectations) => ({ ...off, expect });
const setting = (set: Settings) => ({ bounds: '1', set });
const turn = [step('turn')];

/** As plain JavaScript may have it. */
const unknownStatus = { status: 'canidate' } as unknown as { status: 'candidate' };

export const valid: Cases = {
  'variants that replace, set and expect': () =>
    specOf([repeat(budget, [reset()])], {
      constants: [budget],
      properties: [ON],
      configurations: [
        configuration('small', setting({})),
        configuration('two', setting({ budget: 2 })),
      ],
      base: variant('v1', expecting({ small: violates('S-ON') })),
      variants: [
        variant('v2-begin', {
          ...expecting({ small: violates('S-ON', also('deadlock', 'because')) }),
          replace: { reset: [step('begin')] },
          set: { budget: 2 },
        }),
        variant('v3', { ...off, from: 'v2-begin', replace: { reset: [] } }),
        variant('v4', { ...expecting({ two: openQuestion('why?') }), set: { budget: 0 } }),
      ],
    }),
  'notes on races and an order of locks about what the steps have': () =>
    specOf([reset(), down_write(lock)], {
      races: [notMemory(shared, 'a register')],
      lockOrder: [['lock']],
      variants: [
        variant('v2', {
          ...off,
          replace: { reset: turn },
          races: [expectedRace(shared, 'why not', { between: ['reset', 'thread'] })],
        }),
      ],
    }),
  'a violation of what the vocabulary asserts': () =>
    specOf([up_write(lock)], { base: expecting({ small: violates('S-LOCKBAL') }) }),
  'a replaced body that brings a function along, and replaces that too': () => {
    const helper = fn('helper', [step('helped')]);
    const replace = { reset: [helper()], helper: [step('other')] };
    return specOf([reset()], { variants: [variant('v2', { ...off, replace })] });
  },
};

export const invalid: Cases = {
  'an id that is no path': () => {
    const parts = { summary: 'x', mirrors: 'x', properties: [], base: off };
    const small = [configuration('small', setting({}))];
    const processes = [process('thread', turn)];
    return spec('Test', { ...parts, processes, configurations: small }); // E-ID
  },
  'names that end the id they stand in': () =>
    specOf(turn, {
      properties: [
        property('S:ON', 'On.', [clause('on', { then: shared })]), // E-ID
      ],
      configurations: [
        configuration('small', setting({})),
        configuration('small[2]', setting({})), // E-ID
      ],
      variants: [
        variant('v2/fixed', { ...off, set: {} }), // E-ID E-REPLACE
      ],
    }),
  'a function whose name is none in C': () => {
    const wrong = fn('vfio-reset', turn); // E-ID
    return specOf([wrong()]);
  },
  'two of each': () =>
    specWith({
      constants: [
        budget,
        constant('budget', range(0, 1), int(0), 'again'), // E-DUPLICATE E-UNUSED
      ],
      processes: [
        process('thread', [repeat(budget, turn)]),
        process('thread', turn), // E-DUPLICATE
      ],
      properties: [
        ON,
        property('S-ON', 'Again.', [clause('on', { then: shared })]), // E-DUPLICATE
      ],
      configurations: [
        configuration('small', setting({})),
        configuration('small', setting({})), // E-DUPLICATE
      ],
      variants: [
        variant('v2', { ...off, set: { budget: 0 } }),
        variant('v2', { ...off, set: { budget: 0 } }), // E-DUPLICATE
      ],
    }),
  'two clauses, two goals': () =>
    specOf(turn, {
      properties: [
        property('S-ON', 'On.', [
          clause('on', { then: shared }),
          clause('on', { then: shared }), // E-DUPLICATE
        ]),
      ],
      configurations: [
        configuration('small', {
          bounds: '1',
          goals: [
            goal('on', shared),
            goal('on', shared), // E-DUPLICATE
          ],
        }),
      ],
    }),
  'two functions under one name': () => {
    const again = fn('reset', turn); // E-DUPLICATE
    return specOf([reset(), note('again', again())]);
  },
  'a function with the name of a process': () => {
    const thread = fn('thread', turn); // E-DUPLICATE
    return specOf([thread()]);
  },
  'two variables under one name': () => {
    const third = variable('shared', BOOLEAN, FALSE); // E-DUPLICATE
    return specOf([step('on', assign(shared, TRUE)), step('off', assign(third, TRUE))]);
  },
  'two locals, and a local like a parameter': () => {
    const first = local('ret', BOOLEAN, FALSE); // E-DUPLICATE
    const second = local('ret', BOOLEAN, FALSE); // E-DUPLICATE
    const ret = param('ret', BOOLEAN);
    const takes = fn('takes', { params: [ret], locals: [first] }, turn);
    return specWith({
      processes: [process('thread', { locals: [first, second] }, [takes(TRUE)])],
    });
  },
  'a property that is built in': () =>
    specOf(turn, {
      properties: [
        property('deadlock', 'Nobody is stuck.', [clause('on', { then: shared })]), // E-DUPLICATE
      ],
    }),
  'a variant that starts from an unknown one': () =>
    specOf([reset()], {
      base: variant('v1-order', off),
      variants: [
        variant('v2', { ...off, from: 'v1-ordr', replace: { reset: turn } }), // E-NAME
      ],
    }),
  'variants that start from each other': () =>
    specOf([reset()], {
      variants: [
        variant('v2', { ...off, from: 'v3', replace: { reset: turn } }), // E-REPLACE
        variant('v3', { ...off, from: 'v2', replace: { reset: [] } }), // E-REPLACE
      ],
    }),
  'a base that starts from another and replaces': () =>
    specOf([reset()], {
      base: variant('v1', { ...off, from: 'v2', replace: { reset: turn } }), // E-REPLACE E-REPLACE
      variants: [variant('v2', { ...off, replace: { reset: [] } })],
    }),
  'a replaced function that does not exist': () =>
    specOf([reset()], {
      variants: [
        variant('v2', { ...off, replace: { resett: turn } }), // E-REPLACE
      ],
    }),
  'a replaced function that nothing calls any more': () => {
    const outer = fn('outer', [reset()]);
    return specOf([outer()], {
      variants: [
        variant('v2', { ...off, replace: { outer: turn, reset: turn } }), // E-REPLACE
      ],
    });
  },
  'an equal body': () => {
    const again = [step('begin', assign(shared, TRUE)), step('end')];
    return specOf([reset()], {
      variants: [
        variant('v2', { ...off, replace: { reset: again } }), // E-REPLACE
      ],
    });
  },
  'a body equal to that of the variant it starts from': () =>
    specOf([reset()], {
      variants: [
        variant('v2', { ...off, replace: { reset: turn } }),
        variant('v3', { ...off, from: 'v2', replace: { reset: [step('turn')] } }), // E-REPLACE
      ],
    }),
  'a variant that changes nothing': () =>
    specOf([reset()], {
      variants: [
        variant('v2', off), // E-REPLACE
      ],
    }),
  'a status that is none': () =>
    specOf([reset()], {
      variants: [
        variant('v2', { ...off, ...unknownStatus, replace: { reset: turn } }), // E-VALUE
      ],
    }),
  'an unknown constant, and values that are none': () =>
    specOf([repeat(budget, turn)], {
      constants: [budget],
      configurations: [
        configuration('small', setting({ budgett: 1 })), // E-NAME
        configuration('three', setting({ budget: 3 })), // E-VALUE
      ],
      variants: [
        variant('v2', { ...off, set: { budget: 'many' } }), // E-VALUE
      ],
    }),
  'a constant that nothing reads, and a variant that sets it to nothing': () =>
    specOf(turn, {
      constants: [
        constant('dark', BOOLEAN, FALSE, 'no light'), // E-UNUSED
        constant('colour', COLOUR, COLOUR.values.red, 'of the light'), // E-UNUSED
      ],
      variants: [
        variant('v2', { ...off, set: { colour: 'blue', dark: 'yes' } }), // E-VALUE
      ],
    }),
  'a default that is no value of its constant': () => {
    const callers = constant('callers', range(1, 3), int(7), 'how many'); // E-VALUE
    return specOf([repeat(callers, turn)], { constants: [callers] });
  },
  'constants that depend on constants': () => {
    const most = constant('most', range(0, budget), int(0), 'bounded by a constant'); // E-VALUE
    const same = constant('same', range(0, 2), budget, 'what the other one is'); // E-VALUE
    return specOf([repeat(budget, [repeat(most, [repeat(same, turn)])])], {
      constants: [budget, most, same],
    });
  },
  'a constant that is not listed': () => {
    const hidden = constant('hidden', range(0, 2), int(1), 'not listed'); // E-NAME
    return specOf([repeat(hidden, turn)]);
  },
  'expectations of what does not exist': () =>
    specOf([up_write(lock)], {
      properties: [ON],
      base: variant('v1', expecting({ smal: allHold })), // E-EXPECT
      variants: [
        variant('v2', { ...expecting({ small: violates('S-OM') }), set: {} }), // E-REPLACE E-EXPECT
        variant('v3', { ...expecting({ small: violates('S-REF') }), set: {} }), // E-REPLACE E-EXPECT
      ],
    }),
  'expectations of nothing, and twice': () =>
    specOf([reset()], {
      properties: [ON],
      base: variant('v1', expecting({})), // E-EXPECT
      variants: [
        variant('v2', { ...expecting({ small: violates() }), replace: { reset: turn } }), // E-EXPECT
        variant('v3', { ...expecting({ small: TWICE }), replace: { reset: turn } }), // E-EXPECT
      ],
    }),
  'an order of locks that goes round in a circle': () => {
    const inner = mutex('inner');
    const lockOrder = [['lock', 'inner', 'lock']];
    return specOf([reset(), down_write(lock), mutex_lock(inner)], { lockOrder }); // E-CYCLE
  },
  'notes on races about what no step has, and an order of what is no lock': () => {
    const left = variable('left', BOOLEAN, FALSE);
    const slips = { between: ['resett'] };
    const parts = {
      lockOrder: [['lokc', 'lock']],
      races: [
        benignRace(shared, 'twice the same'),
        benignRace(shared, 'never called', slips), // E-NAME
        notMemory(left, 'nobody reads it'), // E-NAME
      ],
      base: {
        ...off,
        races: [expectedRace(left, 'nobody writes it')], // E-NAME
      },
    };
    return specOf([reset(), down_write(lock)], parts); // E-NAME
  },
};

const TWICE = violates('S-ON', also('S-ON', 'because'));
