/**
 * barzap(F, B): the benchmark model, a small abstraction of BAR zap against faults. F fault threads, B BARs, and one thread each for
 * reset, power and command register. Its counts are agreed on by TLC, SPIN, rumur and a C program.
 *
 * The lock is a plain guard here, without a queue of writers, and every thread runs for ever.
 */
import {
  allHold,
  and,
  array,
  assign,
  assignAll,
  atomically,
  BOOLEAN,
  type Body,
  choose,
  clauseFor,
  cond,
  configuration,
  constant,
  down_read,
  down_write,
  element,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  forever,
  indexDomain,
  int,
  local,
  not,
  process,
  property,
  range,
  rest,
  rwsem,
  spec,
  step,
  TRUE,
  up_read,
  up_write,
  variable,
  variant,
  violates,
  when,
} from '../../checker/lang/index.ts';
import { survivors } from './barzap-survivors.ts';

const F = constant('F', range(1, 9), int(2), 'fault threads');
const B = constant('B', range(1, 9), int(2), 'BARs');

const BAR = indexDomain('bar', B);
const BAR0 = element(BAR, 0);
const POWER = enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;

const memory_lock = rwsem('memory_lock', { writerPriority: false });
const power = variable('power', POWER, D0);
const memory_enabled = variable('memory_enabled', BOOLEAN, TRUE);
const revoked = variable('revoked', BOOLEAN, FALSE);
const in_reset = variable('in_reset', BOOLEAN, FALSE);
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);

const bar = local('bar', BAR, BAR0);
const target = local('target', POWER, D0);
const enable = local('enable', BOOLEAN, TRUE);

const fault = process('fault', { count: F, locals: [bar] }, [
  forever([
    rest(
      atomically('bar = any; down_read(&memory_lock)', [
        down_read(memory_lock),
        step('bar = any', choose(bar, BAR)),
      ]),
    ),
    when(and(not(revoked), memory_enabled, eq(power, D0)), [
      step('mapped[bar] = true', assign(mapped.at(bar), TRUE)),
    ]),
    atomically('up_read(&memory_lock); bar = 0', [
      up_read(memory_lock),
      step('bar = 0', assign(bar, BAR0)),
    ]),
  ]),
]);

const reset = process('reset', [
  forever([
    rest(down_write(memory_lock)),
    forEach(BAR, (each) => [step('mapped[i] = false', assign(mapped.at(each), FALSE))]),
    step('i = 0'),
    step('power = D0', assign(power, D0)),
    step('revoked = true', assign(revoked, TRUE)),
    step('in_reset = true', assign(in_reset, TRUE)),
    step('in_reset = false', assign(in_reset, FALSE)),
    when(memory_enabled, [step('revoked = false', assign(revoked, FALSE))]),
    up_write(memory_lock),
  ]),
]);

const zapWhenSleeping: Body = [
  when(
    eq(target, D3),
    [step('mapped = false', assignAll(mapped, FALSE))],
    [step('nothing to zap')],
  ),
];
const unrevokeWhenAwake: Body = [
  step(
    'if (target == D0 && memory_enabled) revoked = false',
    assign(revoked, cond(and(eq(target, D0), memory_enabled), FALSE, revoked)),
  ),
];

const set_power = fn('set_power', { locals: [target] }, [
  rest(
    atomically('target = any; down_write(&memory_lock)', [
      down_write(memory_lock),
      step('target = any', choose(target, POWER)),
    ]),
  ),
  ...zapWhenSleeping,
  step('if (target == D3) revoked = true', assign(revoked, cond(eq(target, D3), TRUE, revoked))),
  step('power = target', assign(power, target)),
  ...unrevokeWhenAwake,
  up_write(memory_lock),
]);

const power_thread = process('power', [forever([set_power()])]);

const command = process('command', { locals: [enable] }, [
  forever([
    rest(
      atomically('enable = any; down_write(&memory_lock)', [
        down_write(memory_lock),
        step('enable = any', choose(enable, BOOLEAN)),
      ]),
    ),
    when(not(enable), [step('mapped = false', assignAll(mapped, FALSE))], [step('nothing to zap')]),
    step('if (!enable) revoked = true', assign(revoked, cond(not(enable), TRUE, revoked))),
    step('memory_enabled = enable', assign(memory_enabled, enable)),
    step(
      'if (enable && power == D0) revoked = false',
      assign(revoked, cond(and(enable, eq(power, D0)), FALSE, revoked)),
    ),
    atomically('up_write(&memory_lock); enable = true', [
      up_write(memory_lock),
      step('enable = true', assign(enable, TRUE)),
    ]),
  ]),
]);

const Safe = property(
  'Safe',
  'A mapped BAR implies that the device is in D0, has memory enabled and is not in reset.',
  [
    clauseFor(BAR, 'mapped', (each) => ({
      given: mapped.at(each),
      then: and(eq(power, D0), memory_enabled, not(in_reset)),
    })),
  ],
);

export default spec('classics/barzap', {
  summary: 'BAR zap against faults: the benchmark model',
  mirrors: 'abstraction of drivers/vfio/pci; one definition for every checker',
  constants: [F, B],
  processes: [fault, reset, power_thread, command],
  survivors,
  properties: [Safe],
  configurations: [
    configuration('small', { bounds: '2 fault threads, 2 BARs' }),
    configuration('medium', {
      size: 'medium',
      bounds: '3 fault threads, 3 BARs',
      set: { F: 3, B: 3 },
    }),
  ],
  base: {
    summary: 'the lock is held from before the zap until after the power change',
    ref: 'benchmark definition',
    expect: { small: allHold, medium: allHold },
  },
  variants: [
    variant('bad', {
      summary: 'the power thread takes no lock, does not revoke, and zaps after the change',
      replace: {
        set_power: [
          rest(step('target = any', choose(target, POWER))),
          step('power = target', assign(power, target)),
          ...zapWhenSleeping,
          ...unrevokeWhenAwake,
          step('target = D0', assign(target, D0)),
        ],
      },
      ref: 'benchmark definition',
      expect: { small: violates('Safe') },
    }),
  ],
});
