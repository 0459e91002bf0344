/**
 * Mistakes with values: outside of a domain, of another type, assigned twice, read where only properties may.
 */
import {
  add,
  array,
  assign,
  assignAll,
  BOOLEAN,
  type Body,
  check,
  choose,
  clause,
  clauseFor,
  cond,
  configuration,
  constant,
  count,
  type Expr,
  element,
  emptySet,
  enumeration,
  eq,
  every,
  FALSE,
  fn,
  forEach,
  ghost,
  given,
  goal,
  indexDomain,
  inside,
  int,
  isIn,
  local,
  lt,
  mutex,
  NONE,
  type None,
  not,
  optional,
  PROCESS,
  param,
  property,
  range,
  record,
  repeat,
  self,
  setOf,
  some,
  step,
  stepWhen,
  sub,
  TRUE,
  variable,
  waitUntil,
  when,
  whileTrue,
  withElement,
} from '../../lang/index.ts';
import { type Cases, specOf } from './cases.ts';

const POWER = enumeration('power', ['D0', 'D3']);
const COLOUR = enumeration('colour', ['red', 'green']);
const BAR = indexDomain('bar', 2);
const BUFFER = indexDomain('buffer', 2);
const { D0, D3 } = POWER.values;

const on = variable('on', BOOLEAN, FALSE);
const pm = variable('pm', POWER, D0);
const level = variable('level', range(0, 2), int(0));
const mapped = variable('mapped', array(BAR, BOOLEAN), FALSE);
const device = variable('device', record({ pm: POWER }), { pm: D0 });
const bars = variable('bars', setOf(BAR), emptySet(setOf(BAR)));
const owner = variable('owner', optional(PROCESS), NONE);
const seen = ghost('seen', BOOLEAN, FALSE);
const igate = mutex('igate');
const most = constant('most', range(0, 3), int(1), 'the highest level');
const to = param('to', POWER);
const set_power = fn('set_power', { params: [to] }, [step('pm = to', assign(pm, to))]);

/** What a spec in plain JavaScript could write. */
const any = (of: unknown): never => of as never;

export const valid: Cases = {
  'values of their domains': () =>
    specOf([
      step(
        'all',
        assign(pm, D3),
        assign(level, int(2)),
        assign(on, eq(pm, D0)),
        assignAll(mapped, on),
      ),
      step(
        'choose',
        choose(level, range(0, 2)),
        choose(pm, POWER, (each) => eq(each, D0)),
      ),
      step('owner = self', assign(owner, self)),
      step('owner = NULL', assign(owner, cond(on, owner, NONE))),
      step('mine', assign(bars, withElement(bars, element(BAR, 1)))),
      set_power(D0),
    ]),
  'different elements in one step': () =>
    specOf([
      step('both', assign(mapped.at(element(BAR, 0)), on), assign(mapped.at(element(BAR, 1)), on)),
    ]),
  'a value that constants keep out': () =>
    specOf([when(lt(most, int(2)), [one], [step('level = 3', assign(level, int(3)))])], {
      constants: [most],
    }),
  'ghosts that follow the state and each other': () => {
    const twice = ghost('twice', BOOLEAN, FALSE);
    return specOf(
      [step('on', assign(on, TRUE), assign(seen, on), assign(twice, seen)), ...checkedStep()],
      { properties: [property('SEEN', 'Seen.', [clause('seen', { then: not(seen) })])] },
    );
  },
};

const one = step('one');
const isSeen = (value: Expr<boolean>) => eq(value, seen);
const checkedStep = (): Body => [check({ id: 'SEEN' }, seen), step('two')];

export const invalid: Cases = {
  'values outside of their domains': () =>
    specOf([
      step('literal', assign(level, int(3))), // E-VALUE
      step('condition', assign(level, cond(on, int(2), int(-1)))), // E-VALUE
      step('choice', choose(level, range(1, 4))), // E-VALUE E-VALUE
    ]),
  'an initial value outside of the domain': () => {
    const high = variable('high', range(0, 2), int(3)); // E-VALUE
    return specOf([step('high', assign(high, int(0)))]);
  },
  'an initial value that constants do not decide': () => {
    const high = variable('high', range(0, 2), level); // E-VALUE
    return specOf([step('high', assign(high, int(0)))]);
  },
  'an element that the index domain does not have': () =>
    specOf([
      step('x', assign(on, mapped.at(element(BAR, 2)))), // E-VALUE E-VALUE
    ]),
  'a budget and a side that constants do not decide': () =>
    specOf([
      repeat(level, [one]), // E-VALUE
      given(on, [step('two')]), // E-VALUE
    ]),
  'a number that would pass for no value': () => {
    const held = variable('held', optional(range(0, 2)), NONE);
    const signed = variable('signed', range(-1, 2), int(0));
    return specOf([
      step('difference', assign(held, sub(level, int(1)))), // E-VALUE
      step('literal', assign(held, int(-1))), // E-VALUE
      step('signed', assign(held, cond<number | None>(on, signed, NONE))), // E-VALUE
      step('sum', assign(held, add(level, int(1))), assign(signed, int(1))),
    ]);
  },
  'a variable assigned twice': () =>
    specOf([
      step('both', assign(on, TRUE), assign(on, FALSE)), // E-ASSIGN
    ]),
  'an element assigned twice': () =>
    specOf([
      forEach(BAR, (bar) => [
        step('both', assign(mapped.at(bar), TRUE), assign(mapped.at(bar), FALSE)), // E-ASSIGN
      ]),
      step('one of all', assignAll(mapped, TRUE), assign(mapped.at(element(BAR, 0)), on)), // E-ASSIGN
    ]),
  'ghosts in guards, conditions and values': () =>
    specOf([
      stepWhen('guard', seen), // E-GHOST
      when(seen, [one]), // E-GHOST
      whileTrue(not(seen), [step('two')]), // E-GHOST
      step('value', assign(on, seen)), // E-GHOST
      step('choice', choose(on, BOOLEAN, isSeen)), // E-GHOST
    ]),
  'positions in guards': () => {
    const isSetting = some(PROCESS, (each) => inside(each, set_power)); // E-POSITION
    return specOf([set_power(D3), stepWhen('guard', isSetting)]);
  },
  'the position of a process that changes': () => {
    const isSetting = inside(any(owner), set_power); // E-POSITION
    return specOf([set_power(D3)], {
      properties: [property('P', 'A sentence.', [clause('not', { then: not(isSetting) })])],
    });
  },
  'an argument outside the domain of its parameter': () => {
    const level = param('level', range(0, 2));
    const x = variable('x', range(0, 9), int(0));
    const raise = fn('raise', { params: [level] }, [step('x = level', assign(x, level))]);
    return specOf([raise(int(7))]); // E-VALUE
  },
  'two enumerations with one name, one of which repeats itself': () => {
    const one = enumeration('STATE', ['ON', 'OFF']);
    const other = enumeration('STATE', ['ON', 'ON']);
    const x = variable('x', one, one.values.OFF);
    const y = variable('y', other, other.values.ON); // E-DUPLICATE E-DUPLICATE
    return specOf([step('both', assign(x, one.values.ON), assign(y, other.values.ON))]);
  },
  'a loop of millions': () => {
    const x = variable('x', BOOLEAN, FALSE);
    return specOf([repeat(9_999_999, [step('x = !x', assign(x, not(x)))])]); // E-SIZE
  },
  'a quantifier over thousands': () => {
    const MANY = indexDomain('MANY', 4000);
    const x = variable('x', array(MANY, BOOLEAN), FALSE);
    const all = every(MANY, (m) => x.at(m)); // E-SIZE
    return specOf([waitUntil(all, 'all')]);
  },
  'a set over more members than fit': () => {
    const many = setOf(range(0, 30));
    const all = variable('all', many, emptySet(many)); // E-SIZE
    return specOf([step('all', assign(all, emptySet(many)))]);
  },
  'self in a property': () =>
    specOf([one], {
      properties: [
        property('SELF', 'Self.', [
          clause('owned', { then: eq(owner, self) }), // E-SCOPE
        ]),
      ],
    }),
  'a parameter outside of its function': () =>
    specOf([
      step('pm = to', assign(pm, to)), // E-SCOPE
    ]),
  'a local that is not listed': () => {
    const hidden = local('hidden', BOOLEAN, FALSE); // E-SCOPE
    return specOf([step('hidden', assign(hidden, TRUE))]);
  },
  'a constant that is assigned': () =>
    specOf(
      [
        repeat(most, [one]),
        step('most', assign(any(most), int(1))), // E-ASSIGN
      ],
      { constants: [most] },
    ),
};

export const illTyped: Cases = {
  'operands of another type': () =>
    specOf([
      stepWhen('enumerations', eq(pm, any(COLOUR.values.red))), // E-TYPE
      stepWhen('number', not(any(level))), // E-TYPE
      stepWhen('order', lt(level, any(on))), // E-TYPE
      stepWhen('member', isIn(any(element(BUFFER, 0)), bars)), // E-TYPE
      stepWhen('no set', isIn(element(BAR, 0), any(on))), // E-TYPE
      stepWhen('index', mapped.at(any(element(BUFFER, 0)))), // E-TYPE
      stepWhen('body', every(BAR, any)), // E-TYPE
      step('branches', assign(pm, cond(on, D0, any(level)))), // E-TYPE
    ]),
  'conditions that are no truth value': () =>
    specOf([
      stepWhen('number', any(level)), // E-TYPE
      when(any(pm), [one]), // E-TYPE
      step('choice', choose(level, range(0, 2), any)), // E-TYPE
    ]),
  'assigned values of another type': () =>
    specOf([
      step('value', assign(pm, any(on))), // E-TYPE
      step('choice', choose<typeof POWER>(pm, any(BOOLEAN))), // E-TYPE
      step('all', assignAll(mapped, any(D3))), // E-TYPE
      step('none', assign(pm, any(NONE))), // E-TYPE E-VALUE
    ]),
  'a lock, an array and a record as variables': () =>
    specOf([
      stepWhen('lock', eq(any(igate), any(igate))), // E-TYPE
      stepWhen('array', not(any(mapped))), // E-TYPE
      step('record', assign(any({ node: RECORD }), any(D0))), // E-TYPE
    ]),
  'arguments of another type': () =>
    specOf([
      set_power(any(on)), // E-TYPE
    ]),
  'clauses and goals of another type': () =>
    specOf([one], {
      properties: [
        property('P', 'A sentence.', [
          clause('number', { then: any(level) }), // E-TYPE
          clauseFor(BAR, 'premise', (bar) => ({ given: any(bar), then: on })), // E-TYPE
        ]),
      ],
      configurations: [
        configuration('small', {
          bounds: '1',
          goals: [
            goal('count', any(count(BAR, (bar) => mapped.at(bar)))), // E-TYPE
          ],
        }),
      ],
    }),
};

const RECORD = (device.pm.node as { readonly record: unknown }).record;
