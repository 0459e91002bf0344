// What counts as vacuous: nothing happened there, in any configuration of the run.

import { describe, expect, test } from 'vitest';
import {
  allHold,
  and,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  clauseFor,
  configuration,
  constant,
  eq,
  FALSE,
  fn,
  given,
  goal,
  int,
  not,
  process,
  property,
  range,
  type Spec,
  spec,
  step,
  TRUE,
  unused,
  variable,
  variant,
  when,
} from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import { search } from '../semantics/index.ts';
import { type Searched, unreachedGoals, vacuities } from './vacuity.ts';

const DEEP = constant('DEEP', BOOLEAN, FALSE, 'whether the deep step exists');
const x = variable('x', BOOLEAN, FALSE);
const y = variable('y', range(0, 2), int(0));

const SET_X = step('x = true', assign(x, TRUE));
const NEVER = when(eq(y, int(2)), [step('y = 0', assign(y, int(0)))]);
const TRIVIAL = property('P', 'y is 0.', [clause('c', { then: eq(y, int(0)) })]);

const CONFIGURATIONS = [
  configuration('one', { bounds: '1' }),
  configuration('two', { bounds: '1', set: { DEEP: true } }),
];

// Every constant must be read somewhere: this step exists in the second configuration.
const DEEP_STEP = given(DEEP, [step('deep')]);

interface Parts {
  /** Configurations of the variant. */
  readonly configurations?: readonly string[];
  readonly body?: Body;
  readonly replaced?: Body;
  readonly properties?: Spec['properties'];
  readonly set?: { readonly DEEP: boolean };
}

/** A spec of one thread with two configurations, and a variant of it with another body. */
function specOf(parts: Parts): Spec {
  const { body = [SET_X], replaced, properties = [TRIVIAL], set } = parts;
  const { configurations = ['one', 'two'] } = parts;
  const act = fn('act', body);
  const expected = { one: allHold, two: allHold };
  const other = {
    summary: 'other',
    ref: 'derived',
    expect: Object.fromEntries(configurations.map((name) => [name, allHold])),
    ...(replaced === undefined ? {} : { replace: { act: replaced } }),
    ...(set === undefined ? {} : { set }),
  };
  return spec('t/s', {
    summary: 's',
    mirrors: 'a test',
    constants: [DEEP],
    processes: [process('p', [act(), DEEP_STEP])],
    properties,
    configurations: CONFIGURATIONS,
    base: { summary: 'base', ref: 'derived', expect: expected },
    variants: replaced === undefined && set === undefined ? [] : [variant('other', other)],
  });
}

function searched(of: Spec, variantNumber: number, names = ['one', 'two']): readonly Searched[] {
  const chosen = of.variants[variantNumber] ?? of.variants[0];
  return of.configurations
    .filter(({ name }) => names.includes(name) && name in chosen.expect)
    .map((each) => {
      const built = instantiate({ spec: of, variant: chosen, configuration: each, overrides: {} });
      if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
      return { model: built.model, result: search(built.model) };
    });
}

function judgeBase(parts: Parts, names?: string[]): readonly string[] {
  const of = specOf(parts);
  const searches = searched(of, 0, names);
  const run = { spec: of, variant: of.variants[0], searches, origins: [], property: null };
  return vacuities(run).map(({ kind, subject, reason }) => `${kind} ${subject}: ${reason}`);
}

/** What is said of the change that the variant makes. */
function judgeChange(parts: Parts, { hasOrigin = true } = {}): readonly string[] {
  const of = specOf(parts);
  const chosen = of.variants[1];
  if (chosen === undefined) throw new Error('no variant');
  const origins = hasOrigin ? searched(of, 0) : [];
  const run = { spec: of, variant: chosen, searches: searched(of, 1), origins, property: null };
  return vacuities(run)
    .filter(({ kind }) => kind === 'change')
    .map(({ reason }) => reason);
}

describe('a step', () => {
  test('that fires in no configuration is vacuous, and so is its branch', () => {
    expect(judgeBase({ body: [SET_X, NEVER] })).toEqual([
      'step act: y = 0: fires in none of 7 states',
      'step act: if (y == 2) -> true: fires in none of 7 states',
    ]);
  });

  test('that fires in one of the configurations is not', () => {
    const body = [given(DEEP, [step('y = 1', assign(y, int(1)))]), when(eq(y, int(1)), [SET_X])];
    const parts = { body, properties: [] };
    expect(judgeBase(parts)).toEqual([]);
    expect(judgeBase(parts, ['one'])).toHaveLength(2);
  });

  test('marked unused may stay away, but not fire', () => {
    const late = when(eq(y, int(2)), [unused(step('y = 0', assign(y, int(0))), 'no way')]);
    expect(judgeBase({ body: [SET_X, late] })).toEqual([
      'step act: if (y == 2) -> true: fires in none of 7 states',
    ]);
    expect(judgeBase({ body: [unused(SET_X, 'no way')] })).toEqual([
      "unused act: x = true: fires, although unused ('no way')",
    ]);
  });
});

describe('a clause', () => {
  const premise = (at: number) => ({ given: eq(y, int(at)), then: not(x) });

  test('whose premise holds in no state is vacuous', () => {
    const properties = [property('Q', 'Never.', [clause('c', premise(2))])];
    expect(judgeBase({ properties })).toEqual(['premise Q: its premise held in none of 5 states']);
  });

  test('is named when its property has several', () => {
    const properties = [
      property('Q', 'Never.', [clause('c', premise(0)), clause('d', premise(2))]),
    ];
    expect(judgeBase({ properties })).toEqual([
      "premise Q 'd': its premise held in none of 5 states",
    ]);
  });

  test('without a premise is never vacuous', () => {
    expect(judgeBase({})).toEqual([]);
  });

  test('for each value is one clause: some instance must be met', () => {
    const forEach = (top: number) => [
      property('Q', 'Some.', [
        clauseFor(range(1, top), 'c', (value) => ({ given: eq(y, value), then: not(x) })),
      ]),
    ];
    const body = (value: number) => [step('y = ?', assign(y, int(value)))];
    expect(judgeBase({ body: body(2), properties: forEach(2) })).toEqual([]);
    expect(judgeBase({ body: body(1), properties: forEach(2) })).toEqual([]);
    expect(judgeBase({ body: body(2), properties: forEach(1) })).toHaveLength(1);
  });

  test('of another property is left alone when one property is asked for', () => {
    const of = specOf({ properties: [property('Q', 'Never.', [clause('c', premise(2))])] });
    const run = { spec: of, variant: of.variants[0], searches: searched(of, 0), origins: [] };
    expect(vacuities({ ...run, property: 'P' })).toEqual([]);
    expect(vacuities({ ...run, property: 'Q' })).toHaveLength(1);
  });
});

test('a property of which no check is evaluated is vacuous', () => {
  const Q = property('Q', 'Checked.');
  expect(judgeBase({ body: [check(Q, not(x)), SET_X], properties: [Q] })).toEqual([]);
  const dead = when(eq(y, int(2)), [check(Q, not(x)), step('y = 0', assign(y, int(0)))]);
  expect(judgeBase({ body: [SET_X, dead], properties: [Q] })).toContain(
    'check Q: none of its checks was evaluated in 7 states',
  );
});

test('a goal is judged with its own search', () => {
  const [one] = searched(specOf({}), 0, ['one']);
  if (one === undefined) throw new Error('no search');
  const goals = [goal('x is set', x), goal('y is set', and(x, eq(y, int(1))))];
  const withGoals = specOf({});
  const configured = configuration('one', { bounds: '1', goals });
  const built = instantiate({
    spec: withGoals,
    variant: withGoals.variants[0],
    configuration: configured,
    overrides: {},
  });
  if (built.kind !== 'model') throw new Error('no model');
  const unreached = unreachedGoals({ model: built.model, result: search(built.model) });
  expect(unreached.map(({ subject, reason }) => `${subject} ${reason}`)).toEqual([
    "goal 'y is set' reached in none of 2 states",
  ]);
});

describe('a variant', () => {
  const SET_Y = step('y = 1', assign(y, int(1)));

  test('whose moved step fires shows something', () => {
    expect(judgeChange({ body: [SET_X, SET_Y], replaced: [SET_Y, SET_X] })).toEqual([]);
  });

  test('that changes only what never fires shows nothing', () => {
    const changed = when(eq(y, int(2)), [step('y = 1#late', assign(y, int(1)))]);
    expect(judgeChange({ body: [SET_X, NEVER], replaced: [SET_X, changed] })).toEqual([
      'none of the steps that the variant changes or removes fires in 7 states',
    ]);
  });

  test('that drops a check shows something only if the step behind the check fires', () => {
    const Q = property('Q', 'Checked.');
    const checked = check(Q, not(x));
    const late = step('y = 0', assign(y, int(0)));
    const properties = [Q];
    const dead = (...body: Body) => when(eq(y, int(2)), body);
    const alive = {
      body: [checked, SET_X, dead(checked, late)],
      replaced: [SET_X, dead(checked, late)],
    };
    expect(judgeChange({ ...alive, properties })).toEqual([]);
    const idle = { body: alive.body, replaced: [checked, SET_X, dead(late)] };
    expect(judgeChange({ ...idle, properties })).toHaveLength(1);
  });

  test('that removes a step which fires in its origin shows something', () => {
    expect(judgeChange({ body: [SET_X, SET_Y], replaced: [SET_X] })).toEqual([]);
  });

  test('that removes a step which fires nowhere shows nothing', () => {
    expect(
      judgeChange({ body: [SET_X, NEVER], replaced: [SET_X, when(eq(y, int(2)), [])] }),
    ).toHaveLength(1);
  });

  test('that removes steps is not judged without its origin in the run', () => {
    const parts = { body: [SET_X, NEVER], replaced: [SET_X] };
    expect(judgeChange(parts, { hasOrigin: false })).toEqual([]);
  });

  test('that sets a constant to the value it has in its configurations is the same model', () => {
    expect(judgeChange({ set: { DEEP: true }, configurations: ['two'] })).toEqual([
      "the variant is the same model as 't/s' in 3 states",
    ]);
  });

  test('that sets a constant which adds a step shows something', () => {
    expect(judgeChange({ set: { DEEP: true } })).toEqual([]);
  });
});
