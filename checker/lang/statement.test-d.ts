/**
 * Misuse of statements, functions and specs that the compiler must reject: a line marked as an expected error that compiles
 * fails the type-check.
 */
import {
  allHold,
  array,
  assign,
  assignAll,
  BOOLEAN,
  c,
  check,
  choose,
  clause,
  completion,
  configuration,
  constant,
  down_read,
  down_write,
  element,
  emptySet,
  enumeration,
  eq,
  FALSE,
  flush_work,
  fn,
  forEach,
  forever,
  given,
  goal,
  indexDomain,
  int,
  isIn,
  kref,
  kref_get,
  label,
  local,
  lockdep_assert_held_write,
  mutex,
  mutex_lock,
  note,
  oneOf,
  oneOfEach,
  param,
  process,
  property,
  queue_work,
  range,
  record,
  repeat,
  rest,
  rwsem,
  rwsems,
  setOf,
  spec,
  step,
  stepWhen,
  TRUE,
  up_write,
  variable,
  variant,
  violates,
  WRITE_ONCE,
  wait_for_completion,
  waitUntil,
  when,
  whileTrue,
  workqueue,
} from './index.ts';

const POWER = enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;
const BAR = indexDomain('bar', 2);
const BUFFER = indexDomain('buffer', 2);
const BAR0 = element(BAR, 0);
const BUFFER0 = element(BUFFER, 0);

const enabled = variable('enabled', BOOLEAN, FALSE);
const pm = variable('pm', POWER, D0);
const refs = variable('refs', range(0, 2), int(0));
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const device = variable('device', record({ pm: POWER, on: BOOLEAN }), { pm: D0, on: FALSE });
const bars = variable('bars', setOf(BAR), emptySet(setOf(BAR)));
const target = local('target', POWER, D0);
const touches = constant('touches', range(0, 3), int(1), 'touches of each user');
const lock = rwsem('memory_lock');
const locks = rwsems('bar_lock', BAR);
const igate = mutex('igate');
const done = completion('done');
const count = kref('count', 2);
const queue = workqueue('wq', BAR);

const to = param('to', POWER);
const bar = param('bar', BAR);
const set_power = fn('set_power', { params: [to, bar], locals: [target] }, [
  step('pm = to', assign(pm, to)),
]);
const reset = fn('reset', [step('reset')]);
const S_PM = property('S-PM', 'A sentence.', [
  clause('awake', { given: enabled, then: eq(pm, D0) }),
]);
const admin = process('admin', { count: touches }, [reset(), set_power(D3, BAR0)]);

/* What is right compiles. */
const right = [
  step(c`vmf_insert_pfn(${BAR0})`, assign(mapped.at(BAR0), TRUE), WRITE_ONCE(pm, D3)),
  stepWhen(
    'wait',
    enabled,
    assignAll(mapped, TRUE),
    choose(pm, POWER, (each) => eq(each, D0)),
  ),
  when(enabled, [down_write(lock)], [note('again', reset())]),
  down_read(locks.at(BAR0)),
  repeat(touches, [oneOf([reset()], [set_power(D0, BAR0)])]),
  forEach(BAR, (each) => [step('x', assign(mapped.at(each), FALSE))]),
  oneOfEach(POWER, (each) => [step('x', assign(pm, each))]),
  given(eq(touches, int(0)), [check(S_PM, enabled)]),
  queue_work(queue, BAR0),
];

/* Assignments. */
// @ts-expect-error a value of another domain
assign(pm, TRUE);
// @ts-expect-error a raw value
assign(enabled, true);
// @ts-expect-error a native comparison
assign(enabled, pm === D0);
// @ts-expect-error a raw number
WRITE_ONCE(refs, 1);
// @ts-expect-error a constant cannot be assigned
assign(touches, int(1));
// @ts-expect-error a parameter cannot be assigned
assign(to, D0);
// @ts-expect-error a literal cannot be assigned
assign(TRUE, FALSE);
// @ts-expect-error a lock cannot be assigned
assign(lock, TRUE);
// @ts-expect-error a whole array is assigned with assignAll
assign(mapped, TRUE);
// @ts-expect-error the elements of the array are truth values
assignAll(mapped, D0);
// @ts-expect-error a scalar has no elements
assignAll(pm, D0);
// @ts-expect-error a record is assigned by field
assign(device, D0);
// @ts-expect-error a misspelt field
assign(device.power, D0);
// @ts-expect-error a value chosen from another domain
choose(pm, BOOLEAN);
// @ts-expect-error the condition on a chosen value is an expression
choose(pm, POWER, () => true);
// @ts-expect-error a set is not a domain to choose from
choose(bars, setOf(BAR));

/* Statements. */
// @ts-expect-error an effect needs a step
when(enabled, [assign(pm, D0)]);
// @ts-expect-error a function that is not called
when(enabled, [reset]);
// @ts-expect-error a list in a list
forever([[reset()]]);
// @ts-expect-error a statement where a block is expected
when(enabled, reset());
// @ts-expect-error a raw condition
waitUntil(true, 'wait');
// @ts-expect-error a condition of another domain
whileTrue(refs, []);
// @ts-expect-error a label is needed
waitUntil(enabled);
// @ts-expect-error a statement instead of an effect
step('x', step('y'));
// @ts-expect-error a branch is a block
oneOf(reset(), reset());
// @ts-expect-error the loop binds a BAR
forEach(BAR, (each) => [step('x', assign(pm, each))]);
// @ts-expect-error a budget is a number
repeat(enabled, []);
// @ts-expect-error a property is declared, not named
check('S-PM', enabled);
// @ts-expect-error a label is nothing to rest at
rest(label('out'));

/* Calls. */
// @ts-expect-error an argument is missing
set_power(D0);
// @ts-expect-error one argument too many
reset(D0);
// @ts-expect-error arguments of other domains
set_power(BAR0, D0);
// @ts-expect-error a raw argument
set_power('D0', BAR0);
// @ts-expect-error an index of another domain
set_power(D0, BUFFER0);
// @ts-expect-error a domain is not a parameter
fn('wrong', { params: [POWER] }, []);
// @ts-expect-error a body is a list of statements
process('wrong', reset());

/* The kernel vocabulary. */
// @ts-expect-error a mutex is not a semaphore
up_write(igate);
// @ts-expect-error a semaphore is not a mutex
mutex_lock(lock);
// @ts-expect-error a variable is not a lock
down_read(enabled);
// @ts-expect-error one of several semaphores is chosen with at(...)
down_read(locks);
// @ts-expect-error an index of another domain
down_read(locks.at(BUFFER0));
// @ts-expect-error a mutex has no modes
lockdep_assert_held_write(igate);
// @ts-expect-error a count is not a completion
wait_for_completion(count);
// @ts-expect-error a completion is not a count
kref_get(done);
// @ts-expect-error work of another queue
flush_work(queue, BUFFER0);

/* Properties and specs. */
// @ts-expect-error a clause is an expression
clause('wrong', { then: true });
// @ts-expect-error a clause says what holds
clause('wrong', { given: enabled });
// @ts-expect-error a goal is a truth value
goal('wrong', pm);
// @ts-expect-error a constant has a value of its domain
constant('wrong', POWER, TRUE, 'of another domain');
// @ts-expect-error the constants of the spec are declared with constant(...)
spec('family/wrong', { constants: [POWER] });
// @ts-expect-error a variant says what is expected
variant('wrong', { summary: 'x', ref: 'derived' });
// @ts-expect-error a property that is violated is given by name
violates(S_PM);
// @ts-expect-error a configuration says what it bounds
configuration('wrong', {});
// @ts-expect-error an expectation is one of three
variant('wrong', { summary: 'x', ref: 'derived', expect: { small: 'holds' } });

export { admin, allHold, isIn, right };
