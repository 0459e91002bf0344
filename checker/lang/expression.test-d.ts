/**
 * Misuse of expressions that the compiler must reject: a line marked as an expected error that compiles fails the type-check.
 */
import {
  add,
  and,
  array,
  at,
  BOOLEAN,
  bind,
  cond,
  count,
  type Expr,
  element,
  emptySet,
  enumeration,
  eq,
  every,
  FALSE,
  fn,
  ghost,
  holds,
  implies,
  indexDomain,
  inside,
  int,
  intersect,
  isEmpty,
  isIn,
  lt,
  mutex,
  NONE,
  not,
  optional,
  or,
  ownsMutex,
  PROCESS,
  present,
  process,
  READ_ONCE,
  range,
  record,
  resting,
  rwsem,
  self,
  setOf,
  some,
  step,
  subset,
  TRUE,
  union,
  valueOf,
  variable,
  withElement,
} from './index.ts';

const POWER = enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;
const COLOUR = enumeration('colour', ['red']);
const BAR = indexDomain('bar', 2);
const BUFFER = indexDomain('buffer', 2);
const BAR0 = element(BAR, 0);
const BUFFER0 = element(BUFFER, 0);

const enabled = variable('enabled', BOOLEAN, FALSE);
const pm = variable('pm', POWER, D0);
const refs = variable('refs', range(0, 2), int(0));
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const device = variable('device', record({ pm: POWER, bars: setOf(BAR) }), {
  pm: D0,
  bars: emptySet(setOf(BAR)),
});
const bars = variable('bars', setOf(BAR), emptySet(setOf(BAR)));
const buffers = variable('buffers', setOf(BUFFER), emptySet(setOf(BUFFER)));
const current = variable('current', optional(BAR), NONE);
const lock = rwsem('memory_lock');
const igate = mutex('igate');
const reset = fn('reset', [step('reset')]);
const admin = process('admin', [reset()]);

/* What is right compiles. */
const right: readonly Expr<boolean>[] = [
  and(enabled, not(enabled), or(), implies(enabled, TRUE)),
  eq(pm, D3),
  eq(device.pm, D0),
  lt(refs, add(refs, int(1))),
  cond(enabled, eq(pm, D0), FALSE),
  mapped.at(BAR0),
  eq(current, BAR0),
  eq(current, NONE),
  present(current),
  isIn(valueOf(current), bars),
  isEmpty(union(bars, device.bars)),
  subset(withElement(bars, BAR0), bars),
  every(BAR, (bar) => mapped.at(bar)),
  some(PROCESS, (each) => holds(each, lock, 'read')),
  every(admin.instances, (each) => not(inside(each, reset))),
  at(self, reset, 'reset'),
  READ_ONCE(enabled),
];

/* Native operators make JavaScript values, and those are not expressions. */
// @ts-expect-error a native negation
and(!enabled);
// @ts-expect-error a native comparison
not(pm === D0);
// @ts-expect-error a native comparison of order
not(refs > 1);
// @ts-expect-error native arithmetic
eq(refs, refs + 1);
// @ts-expect-error a raw truth value
and(enabled, true);
// @ts-expect-error a raw number
eq(refs, 1);
// @ts-expect-error a raw string
eq(pm, 'D0');
// @ts-expect-error nothing at all
not();
// @ts-expect-error a native index
not(mapped[0]);

/* Values of another domain. */
// @ts-expect-error a number is not a power state
eq(pm, int(0));
// @ts-expect-error a colour is not a power state
eq(pm, COLOUR.values.red);
// @ts-expect-error a truth value is not a number
add(refs, enabled);
// @ts-expect-error a power state is not a truth value
not(pm);
// @ts-expect-error the sides of an order have one domain
lt(refs, pm);
// @ts-expect-error both branches have one domain
cond(enabled, pm, refs);
// @ts-expect-error the condition is a truth value
cond(refs, pm, pm);
// @ts-expect-error a BAR is not a buffer
eq(BAR0, BUFFER0);
// @ts-expect-error a buffer does not index an array over BARs
mapped.at(BUFFER0);
// @ts-expect-error a number does not index an array over BARs
mapped.at(int(0));
// @ts-expect-error a raw number does not index
mapped.at(0);
// @ts-expect-error a buffer is not in a set of BARs
isIn(BUFFER0, bars);
// @ts-expect-error an optional is not a member before valueOf
isIn(current, bars);
// @ts-expect-error only what may be absent can be present
present(pm);
// @ts-expect-error a buffer does not go into a set of BARs
withElement(bars, BUFFER0);
// @ts-expect-error sets of two domains
union(bars, buffers);
// @ts-expect-error sets of two domains
intersect(bars, buffers);
// @ts-expect-error sets of two domains
subset(bars, buffers);
// @ts-expect-error a truth value is not a set
isEmpty(enabled);
// @ts-expect-error no value, for a variable that always has one
eq(pm, NONE);

/* Names. */
// @ts-expect-error no such member
POWER.values.D1;
// @ts-expect-error no such field
device.power;
// @ts-expect-error no such variable
and(enabledd);

/* What is not a scalar. */
// @ts-expect-error a whole array
not(mapped);
// @ts-expect-error a record
eq(device, device);
// @ts-expect-error a lock is not a variable
not(lock);
// @ts-expect-error a lock is not a variable
eq(igate, self);
// @ts-expect-error a statement is not an expression
not(step('x'));
// @ts-expect-error a domain is not an expression
eq(pm, POWER);

/* Questions about processes and locks. */
// @ts-expect-error a mutex has no modes
holds(self, igate, 'read');
// @ts-expect-error a semaphore has no owner
ownsMutex(self, lock);
// @ts-expect-error no such mode
holds(self, lock, 'exclusive');
// @ts-expect-error a BAR is not a process
resting(BAR0);
// @ts-expect-error a role is a set of processes, not one
resting(admin);
// @ts-expect-error a name is not a function
inside(self, 'reset');

/* Binders and quantifiers. */
// @ts-expect-error the body of a quantifier is a truth value
every(BAR, (bar) => bar);
// @ts-expect-error a quantifier over BARs binds a BAR
some(BAR, (bar) => eq(bar, BUFFER0));
// @ts-expect-error a count is a number
and(count(BAR, (bar) => mapped.at(bar)));
// @ts-expect-error a set is not a domain to count off
every(setOf(BAR), () => TRUE);
// @ts-expect-error an array is not a domain to count off
bind(array(BAR, BOOLEAN));

/* Declarations. */
// @ts-expect-error the initial value is outside of the domain
variable('wrong', POWER, COLOUR.values.red);
// @ts-expect-error a raw initial value
ghost('wrong', BOOLEAN, false);
// @ts-expect-error an element of an array has the domain of its elements
variable('wrong', array(BAR, BOOLEAN), D0);
// @ts-expect-error every field has an initial value
variable('wrong', record({ pm: POWER, on: BOOLEAN }), { pm: D0 });

export type { right };
