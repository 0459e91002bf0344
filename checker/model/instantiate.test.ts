import { expect, test } from 'vitest';
import {
  assign,
  BOOLEAN,
  configuration,
  constant,
  FALSE,
  fn,
  goto,
  int,
  label,
  local,
  process,
  range,
  repeat,
  rest,
  step,
  variable,
  variant,
  when,
} from '../lang/index.ts';
import { specOf, specWith } from '../testing/mistakes/cases.ts';
import { type Choice, modelOf } from '../testing/outcome.ts';
import { instantiate } from './index.ts';

const off = { summary: 'off', ref: 'derived', expect: {} };

test('a spec that does not validate becomes no model', () => {
  const wrong = specOf([step('one')], { variants: [variant('v2', off)] });
  const [base] = wrong.variants;
  const [small] = wrong.configurations as [(typeof wrong.configurations)[number]];
  const made = instantiate({ spec: wrong, variant: base, configuration: small, overrides: {} });
  expect(made.kind === 'specError' && made.problems.map(({ code }) => code)).toEqual([
    'E-REPLACE',
    'E-EXPECT',
  ]);
});

test('the command line wins over the variant, the variant over the configuration, that over the default', () => {
  const budget = constant('budget', range(0, 9), int(1), 'steps');
  const expectation = { small: { kind: 'holds' as const } };
  const of = specOf([repeat(budget, [step('one')])], {
    constants: [budget],
    configurations: [
      configuration('small', { bounds: '1' }),
      configuration('two', { bounds: '2', set: { budget: 2 } }),
    ],
    variants: [
      variant('three', { ...off, set: { budget: 3 }, expect: expectation }),
      variant('four', { ...off, from: 'three', set: { budget: 4 }, expect: expectation }),
    ],
  });
  const bodyLength = (choice: Choice = {}) => modelOf(of, choice).processes[0]?.body.length;
  expect(bodyLength()).toBe(1);
  expect(bodyLength({ configuration: 'two' })).toBe(2);
  expect(bodyLength({ configuration: 'two', variant: 'three' })).toBe(3);
  expect(bodyLength({ configuration: 'two', variant: 'four' })).toBe(4);
  expect(bodyLength({ configuration: 'two', variant: 'four', set: { budget: 5 } })).toBe(5);
});

test('a unit is one statement of the spec, for all calls, iterations and instances of it', () => {
  const f = fn('f', [step('one')]);
  const of = specWith({
    processes: [process('p', { count: 2 }, [f(), repeat(2, [step('two')]), rest(step('three'))])],
  });
  expect(modelOf(of).units.map(({ id }) => id)).toEqual(['f: one', 'p: two', 'p: three']);
});

test('equal conditions that control passes through are units of their own', () => {
  const failed = local('failed', BOOLEAN, FALSE);
  const shared = variable('shared', BOOLEAN, FALSE);
  const of = specWith({
    processes: [
      process('p', { locals: [failed] }, [
        step('first', assign(failed, shared)),
        when(failed, [goto('out')]),
        step('second', assign(failed, shared)),
        when(failed, [goto('out')]),
        step('third'),
        label('out'),
      ]),
    ],
  });
  const conditions = modelOf(of).units.filter(({ label }) => label.startsWith('if'));
  expect(conditions.map(({ id }) => id)).toEqual([
    'p: if (failed)',
    'p: if (failed) -> true',
    'p: if (failed) (2)',
    'p: if (failed) -> true (2)',
  ]);
});
