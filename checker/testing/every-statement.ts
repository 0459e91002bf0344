/**
 * A spec that uses every kind of statement, effect, declaration and remark, for the tests of what reads them all.
 */
import {
  allHold,
  and,
  array,
  assign,
  assignAll,
  atomically,
  BOOLEAN,
  c,
  check,
  choose,
  clause,
  clauseFor,
  configuration,
  constant,
  down_write,
  element,
  emptySet,
  enumeration,
  eq,
  FALSE,
  fn,
  forEach,
  forEachBackwards,
  forever,
  ghost,
  given,
  goal,
  goto,
  indexDomain,
  inside,
  int,
  isEmpty,
  isIn,
  label,
  local,
  lockdep_assert_held_write,
  lt,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  mutexes,
  NONE,
  named,
  not,
  note,
  oneOf,
  oneOfEach,
  optional,
  PROCESS,
  param,
  present,
  process,
  property,
  quiescent,
  READ_ONCE,
  range,
  record,
  repeat,
  rest,
  returnFromFunction,
  rwsem,
  self,
  setOf,
  some,
  spec,
  step,
  stepWhen,
  stop,
  TRUE,
  unused,
  up_write,
  variable,
  variant,
  WRITE_ONCE,
  waitUntil,
  when,
  whileTrue,
  withElement,
} from '../lang/index.ts';

const BARS = constant('BARS', range(1, 2), int(2), 'BARs of the device');
const swap = constant('swap', BOOLEAN, FALSE, 'whether the order is the other one');
const BAR = indexDomain('bar', BARS);
const POWER = enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;

const on = variable('on', BOOLEAN, [FALSE, TRUE]);
const pm = variable('pm', POWER, D0);
const refs = variable('refs', range(0, BARS), int(0));
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const device = variable('device', array(BAR, record({ pm: POWER, busy: BOOLEAN })), {
  pm: D3,
  busy: FALSE,
});
const bars = variable('bars', setOf(BAR), emptySet(setOf(BAR)));
const owner = variable('owner', optional(PROCESS), NONE);
const touched = ghost('touched', array(BAR, BOOLEAN), (bar) => eq(bar, element(BAR, 0)));
const memory_lock = rwsem('memory_lock');
const vma_lock = mutexes('vma_lock', BAR);
const isAwake = named('is_awake()', and(on, eq(pm, D0)));

const S_ON = property('S-ON', 'A device that is asleep is off.', [
  clause('off', { given: eq(pm, D3), then: not(on) }),
  clauseFor(BAR, 'unmapped', (bar) => ({ given: quiescent(), then: not(mapped.at(bar)) })),
]);
const S_CHECKED = property('S-CHECKED', 'Only checks say something of it.');

const helper = fn('helper', [step('helped')]);
const to = param('to', POWER);
const bar = param('bar', BAR);
const tries = local('tries', range(0, 2), int(0));
const set_power = fn(
  'set_power',
  {
    params: [to, bar],
    locals: [tries],
    title: 'write PCI_PM_CTRL',
    mirrors: 'drivers/vfio/pci/vfio_pci_config.c: vfio_lock_and_set_power_state()',
  },
  [
    lockdep_assert_held_write(memory_lock),
    step(c`pci_set_power_state(${bar}, ${to})`, assign(device.at(bar).pm, to), assign(pm, to)),
    check(S_CHECKED, eq(pm, to)),
    step('pm = D0', assign(pm, D0)),
    given(eq(to, D3), [step('asleep')], [step('awake')]),
    when(lt(tries, int(2)), [returnFromFunction()]),
    whileTrue(lt(refs, int(1)), [step('refs++', assign(refs, int(1)))]),
  ],
);

const worker = process('worker', [
  forever([
    rest(waitUntil(on, 'wait_event(on)')),
    atomically('take and clear', [
      step('take', assign(on, FALSE)),
      step('clear', assignAll(mapped, FALSE)),
    ]),
    helper(),
  ]),
]);

const user = process('user', { count: 2 }, [
  repeat(BARS, [
    oneOf([step('read')], [step('write', WRITE_ONCE(on, READ_ONCE(on)))]),
    rest(oneOfEach(POWER, (power) => [step(c`want ${power}`, assign(pm, power))])),
  ]),
  when(on, [goto('out')]),
  forEach(BAR, (each) => [step(c`map ${each}`, assign(mapped.at(each), TRUE))]),
  forEachBackwards(BAR, (each) => [
    mutex_lock(vma_lock.at(each)),
    mutex_trylock(vma_lock.at(each), [step('again')], []),
    mutex_unlock(vma_lock.at(each)),
  ]),
  label('out'),
  step(
    'touch',
    choose(refs, range(0, 1), (value) => lt(value, int(1))),
    assignAll(touched, TRUE),
  ),
  stepWhen('claim', not(present(owner)), assign(owner, self)),
  step('add', assign(bars, withElement(bars, element(BAR, 0)))),
  when(isIn(element(BAR, 0), bars), [unused(step('never'), 'bars are never taken away')], [stop()]),
  down_write(memory_lock),
  set_power(D3, element(BAR, 0)),
  note('back', set_power(D3, element(BAR, 0))),
  when(isAwake, [step('awake')], [], 'if (pm_runtime_active())'),
  note('late', when(isAwake, [note('late', step('awake'))])),
  up_write(memory_lock),
  given(swap, [step('swapped')], [step('straight')]),
]);

/** One spec with everything in it; `calm` does without the helper. */
export const everyStatement = spec('test/every-statement', {
  summary: 'everything once',
  mirrors: 'nothing',
  constants: [BARS, swap],
  processes: [worker, user],
  properties: [S_ON, S_CHECKED],
  configurations: [
    configuration('small', {
      bounds: '2 users',
      goals: [
        goal(
          'a user sets the power',
          some(user.instances, (each) => and(inside(each, set_power), not(isEmpty(bars)))),
        ),
      ],
    }),
  ],
  base: variant('busy', { summary: 'as it is', ref: 'derived', expect: { small: allHold } }),
  variants: [
    variant('calm', {
      summary: 'without the helper',
      replace: { helper: [] },
      ref: 'derived',
      expect: { small: allHold },
    }),
  ],
});
