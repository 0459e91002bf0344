/**
 * Mistakes in control flow: cycles without a step, loops that never rest, checks and branches without a step, parts of one step.
 */
import {
  assign,
  atomically,
  BOOLEAN,
  check,
  clause,
  configuration,
  constant,
  down_write,
  FALSE,
  fn,
  forEach,
  forever,
  goto,
  indexDomain,
  int,
  label,
  local,
  lockdep_assert_held_write,
  lt,
  not,
  oneOf,
  process,
  property,
  range,
  repeat,
  rest,
  returnFromFunction,
  rwsem,
  step,
  stepWhen,
  stop,
  TRUE,
  up_write,
  variable,
  waitUntil,
  when,
  whileTrue,
} from '../../lang/index.ts';
import { type Cases, specOf, specWith } from './cases.ts';

const BAR = indexDomain('bar', 2);
const shared = variable('shared', BOOLEAN, FALSE);
const failed = local('failed', BOOLEAN, FALSE);
const tries = local('tries', range(0, 2), int(0));
const lock = rwsem('lock');
const always = constant('always', BOOLEAN, TRUE, 'whether to go round for ever');
const P = property('P', 'A sentence.', [clause('on', { then: shared })]);
const one = step('one');
const two = step('two');
const locals = [failed, tries];
const pollOnce = fn('poll_once', [rest(waitUntil(shared, 'wait')), step('work')]);

export const valid: Cases = {
  'loops with a budget, with a condition and with a resting head': () =>
    specWith({
      processes: [
        process('counter', { locals }, [
          repeat(2, [one]),
          whileTrue(lt(tries, int(2)), [two]),
          whileTrue(shared, [step('three')]),
        ]),
        process('worker', [forever([rest(down_write(lock)), up_write(lock)])]),
        process('caller', [forever([pollOnce()])]),
        process('chooser', [forever([rest(oneOf([one], [two]))])]),
        process('picker', [forever([oneOf([rest(one)], [rest(two)])])]),
        process('assertive', [forever([lockdep_assert_held_write(lock), rest(one)])]),
        process('jumper', [label('again'), rest(one), two, goto('again')]),
        process('retrier', [label('again'), one, when(shared, [goto('again')]), two]),
      ],
    }),
  'a loop that constants end': () =>
    specOf([whileTrue(always, [one]), two], {
      constants: [always],
      configurations: [configuration('small', { bounds: '1', set: { always: 'no' } })],
    }),
  'checks in front of whatever takes the next step': () => {
    const asserting = fn('asserting', [lockdep_assert_held_write(lock)]);
    return specOf([
      lockdep_assert_held_write(lock),
      down_write(lock),
      asserting(),
      when(shared, [one]),
      lockdep_assert_held_write(lock),
      oneOf([lockdep_assert_held_write(lock), two], [step('three')]),
    ]);
  },
  'parts of one step, of which the first waits': () => {
    const clear = fn('clear', [step('clear', assign(shared, FALSE))]);
    return specOf([
      atomically('all at once', [
        lockdep_assert_held_write(lock),
        when(shared, [waitUntil(shared, 'wait')], [one]),
        clear(),
        lockdep_assert_held_write(lock),
        forEach(BAR, () => [oneOf([two], [step('three')])]),
      ]),
    ]);
  },
};

export const invalid: Cases = {
  'a check at the end of one step': () =>
    specOf([
      atomically('all at once', [
        one,
        lockdep_assert_held_write(lock), // E-CHECK
      ]),
      two,
    ]),
  'a loop without a body': () =>
    specOf([
      forever([]), // E-CYCLE
    ]),
  'a loop over a local whose body may pass without a step': () =>
    specWith({
      processes: [
        process('thread', { locals }, [
          whileTrue(lt(tries, int(2)), [when(failed, [one])]), // E-CYCLE
          two,
        ]),
      ],
    }),
  'a jump back over nothing': () =>
    specWith({
      processes: [
        process('thread', { locals }, [
          label('again'),
          when(failed, [one, goto('out')]),
          goto('again'), // E-CYCLE
          label('out'),
        ]),
      ],
    }),
  'a loop that never rests': () =>
    specOf([
      forever([one, rest(two)]), // E-REST
    ]),
  'a loop that rests on one way in only': () =>
    specOf([
      forever([oneOf([rest(one)], [two])]), // E-REST
    ]),
  'a loop that constants make endless': () =>
    specOf(
      [
        whileTrue(always, [one]), // E-REST
        two,
      ],
      { constants: [always] },
    ),
  'jumps back that never rest': () =>
    specOf([
      label('again'),
      when(shared, [one], [two]),
      goto('again'), // E-REST
    ]),
  'a check at the end of a process': () =>
    specOf(
      [
        one,
        check(P, shared), // E-CHECK
      ],
      { properties: [P] },
    ),
  'a check that a condition over a local may leave at the end': () =>
    specWith({
      processes: [
        process('thread', { locals }, [
          lockdep_assert_held_write(lock), // E-CHECK
          when(failed, [one]),
        ]),
      ],
    }),
  'a branch that ends the process without a step': () => {
    const nothing = fn('nothing', []);
    return specOf([
      oneOf([one], [nothing()]), // E-BRANCH
    ]);
  },
  'parts of one step that wait later, loop or jump': () => {
    const wait = fn('wait', [
      stepWhen('late', shared), // E-ATOMIC
      when(shared, [
        returnFromFunction(), // E-ATOMIC
      ]),
    ]);
    return specOf([
      atomically('all at once', [
        one,
        wait(),
        oneOf(
          [two],
          [
            waitUntil(not(shared), 'later'), // E-ATOMIC
          ],
        ),
        whileTrue(shared, [step('three')]), // E-ATOMIC
        when(shared, [
          goto('out'), // E-ATOMIC
        ]),
        when(not(shared), [
          stop(), // E-ATOMIC
        ]),
        label('out'), // E-ATOMIC
      ]),
    ]);
  },
};
