// What calls change, counted by hand on a model of one thread.

import { expect, test } from 'vitest';
import * as lang from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import { search } from '../semantics/index.ts';
import { EffectCounter } from './effects.ts';

const { assign, BOOLEAN, FALSE, fn, step, TRUE } = lang;

const POWER = lang.enumeration('power', ['D0', 'D3']);
const { D0, D3 } = POWER.values;
const power = lang.variable('power', POWER, [D0, D3]);
const mapped = lang.variable('mapped', BOOLEAN, TRUE);
const told = lang.ghost('told', BOOLEAN, FALSE);
const lock = lang.mutex('lock');

const zap = fn('zap', [
  lang.mutex_lock(lock),
  lang.when(lang.eq(power, D0), [step('mapped = false', assign(mapped, FALSE))]),
  step('told = true', assign(told, TRUE)),
  lang.mutex_unlock(lock),
]);
const reset = fn('reset', [zap(), step('power = D0', assign(power, D0))]);

const of = lang.spec('t/s', {
  summary: 's',
  mirrors: 'a test',
  processes: [lang.process('admin', [reset()])],
  properties: [
    lang.property('P', 'Told or not.', [
      lang.clause('c', { then: lang.or(mapped, lang.not(mapped), told) }),
    ]),
  ],
  configurations: [lang.configuration('c', { bounds: '1' })],
  base: { summary: 'b', ref: 'derived', expect: { c: lang.allHold } },
});

function modelOf() {
  const [configuration] = of.configurations;
  if (configuration === undefined) throw new Error('no configuration');
  const built = instantiate({ spec: of, variant: of.variants[0], configuration, overrides: {} });
  if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
  return built.model;
}

test('steps are counted for each call around them; locks and ghosts are no change', () => {
  const model = modelOf();
  const counter = new EffectCounter(model, 'power');
  search(model, {}, { onTransition: counter.count });
  const lines = counter
    .counts()
    .map(({ call, value, fired, changed, variables }) => [
      call,
      value,
      fired,
      changed,
      ...variables,
    ]);
  // With D0: lock, condition, unmap, tell, unlock, set; with D3 the unmap is left out.
  expect(lines).toEqual([
    ['admin > reset()', 'D0', 6, 1, 'mapped'],
    ['admin > reset()', 'D3', 5, 1, 'power'],
    ['reset > zap()', 'D0', 5, 1, 'mapped'],
    ['reset > zap()', 'D3', 4, 0],
  ]);
});

test('a variable that does not exist is refused', () => {
  expect(() => new EffectCounter(modelOf(), 'pow')).toThrow("t/s has no variable 'pow'");
});
