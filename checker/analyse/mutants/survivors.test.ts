// What counts as the same behaviour, on bodies small enough to tell by hand.

import { expect, test } from 'vitest';
import {
  assign,
  BOOLEAN,
  type Body,
  clause,
  configuration,
  constant,
  eq,
  FALSE,
  fn,
  ghost,
  given,
  int,
  local,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  openQuestion,
  type Property,
  process,
  property,
  range,
  type Spec,
  spec,
  step,
  TRUE,
  variable,
  when,
} from '../../lang/index.ts';
import { small } from '../../testing/small-model.ts';
import { Judge } from './judge.ts';
import { mutantsOf } from './mutants.ts';
import type { Judged } from './outcome.ts';

const HOOKS = { limits: {}, onProgress: () => {}, isInterrupted: () => false };
const [x, y] = [variable('x', BOOLEAN, FALSE), variable('y', BOOLEAN, FALSE)];
const [setX, setY] = [step('x = true', assign(x, TRUE)), step('y = true', assign(y, TRUE))];
const seen = ghost('seen', BOOLEAN, FALSE);
const see = step('seen = true', assign(seen, TRUE));
const lock = mutex('lock');

function judged(of: Spec, name: string, configurations: readonly string[] = ['all']): Judged {
  const variant = of.variants[0];
  const wish = {
    spec: of,
    variant,
    configurations,
    overrides: {},
    property: null,
    isCompared: true,
  };
  const mutant = mutantsOf(of, variant).find((each) => each.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant '${name}'`);
  return new Judge(wish, HOOKS).judge(mutant);
}

const judgedIn = (body: Body, name: string, properties: readonly Property[] = []): Judged =>
  judged(small([process('p', [fn('f', body)()])], properties), name);

test('locals, ghosts and locks are not observed', () => {
  const mine = local('mine', BOOLEAN, FALSE);
  const body = fn('f', { locals: [mine] }, [
    step('mine = true', assign(mine, TRUE)),
    mutex_lock(lock),
    see,
    mutex_unlock(lock),
    setX,
  ]);
  const of = small([process('p', [body()])]);
  expect(judged(of, 'f: drop mine = true').kind).toBe('equivalent');
  expect(judged(of, 'f: drop seen = true').kind).toBe('equivalent');
  expect(judged(of, 'f: seen = true after lock is released').kind).toBe('equivalent');
  expect(judged(of, 'f: drop x = true').kind).toBe('unnoticed');
});

test('a ghost is observed through the clauses that read it', () => {
  const other = process('q', [fn('g', [step('seen = true by g', assign(seen, TRUE))])()]);
  const of = (clauses: Property): Spec =>
    small([process('p', [fn('f', [see, setX])()]), other], [clauses]);
  const blind = property('Blind', 'y stays false.', [clause('y', { given: x, then: not(y) })]);
  expect(judged(of(blind), 'f: drop seen = true').kind).toBe('equivalent');
  const told = property('Told', 'Once seen, y is false.', [
    clause('y', { given: seen, then: not(y) }),
  ]);
  expect(judged(of(told), 'f: drop seen = true')).toMatchObject({
    kind: 'unnoticed',
    difference: { only: 'mutant', changes: [{ name: 'x', from: 'false', to: 'true' }] },
  });
});

test('a variable that is only tested in what is dropped keeps its value, and is no difference', () => {
  const flag = variable('flag', BOOLEAN, TRUE);
  expect(judgedIn([when(flag, [setX])], 'f: if (flag) always').kind).toBe('equivalent');
});

test('one that could start with several values keeps any of them', () => {
  const flag = variable('flag', BOOLEAN, [FALSE, TRUE]);
  const mine = local('mine', BOOLEAN, FALSE);
  const body = fn('f', { locals: [mine] }, [step('mine = flag', assign(mine, flag)), setX]);
  const of = small([process('p', [body()])]);
  expect(judged(of, 'f: drop mine = flag').kind).toBe('equivalent');
  const both = fn('f', [when(flag, [setY]), setX]);
  // Where the flag is not tested, y becomes true with the flag down, too.
  expect(judged(small([process('p', [both()])]), 'f: if (flag) always')).toMatchObject({
    kind: 'unnoticed',
    difference: { only: 'mutant', changes: [{ name: 'y', from: 'false', to: 'true' }] },
  });
});

test('two steps that change places differ in what is seen between them: the mutant is told, and its last step', () => {
  const verdict = judgedIn([setX, setY], 'f: swap x = true and y = true');
  expect(verdict).toMatchObject({
    kind: 'unnoticed',
    difference: {
      only: 'mutant',
      configuration: 'all',
      changes: [{ name: 'y', from: 'false', to: 'true' }],
    },
  });
  const { steps } = (verdict as Extract<Judged, { kind: 'unnoticed' }>).difference;
  expect(steps.map(({ label }) => label)).toEqual(['y = true']);
});

test('a behaviour that the mutant has not is told of the base, up to the move that is missing', () => {
  const verdict = judgedIn([setX, setY], 'f: drop y = true');
  expect(verdict).toMatchObject({ kind: 'unnoticed', difference: { only: 'base' } });
  const { steps } = (verdict as Extract<Judged, { kind: 'unnoticed' }>).difference;
  expect(steps.map(({ label }) => label)).toEqual(['x = true', 'y = true']);
});

test('a move back to where it was before is a move', () => {
  const clear = step('x = false', assign(x, FALSE));
  expect(judgedIn([setX, clear], 'f: drop x = false')).toMatchObject({
    kind: 'unnoticed',
    difference: { only: 'base', changes: [{ name: 'x', from: 'true', to: 'false' }] },
  });
});

test('of several configurations the shortest trace counts, and the first difference', () => {
  const far = constant('far', range(0, 2), int(0), 'steps in front');
  const never = property('Never', 'x stays false.', [clause('x', { given: y, then: not(x) })]);
  const wait = (n: number): Body => [
    given(eq(far, int(n)), [step(`wait ${n}`), step(`wait ${n}#2`)]),
  ];
  const of = spec('small/several', {
    summary: 'Several configurations.',
    mirrors: 'nothing',
    constants: [far],
    processes: [
      process('p', [
        fn('f', [...wait(1), ...wait(2), setX, step('x = false', assign(x, FALSE)), setY])(),
      ]),
    ],
    properties: [never],
    configurations: ['far', 'near'].map((name, at) =>
      configuration(name, { bounds: name, set: { far: at === 0 ? 1 : 0 } }),
    ),
    base: {
      summary: 'the model',
      ref: 'derived',
      expect: { far: openQuestion('?'), near: openQuestion('?') },
    },
  });
  for (const order of [
    ['far', 'near'],
    ['near', 'far'],
  ])
    expect(judged(of, 'f: drop x = false', order)).toMatchObject({
      kind: 'noticed',
      by: [{ subject: 'Never', configuration: 'near', steps: 2 }],
    });
  expect(judged(of, 'f: drop wait 2', ['far', 'near'])).toEqual({ kind: 'absent' });
  expect(judged(of, 'f: drop wait 1', ['far', 'near'])).toEqual({ kind: 'equivalent' });
});
