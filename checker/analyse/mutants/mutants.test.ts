// Which mutants a body has, by name and by what their code prints.

import { expect, test } from 'vitest';
import {
  and,
  assign,
  BOOLEAN,
  type Body,
  c,
  check,
  down_read,
  down_write,
  FALSE,
  fn,
  lockdep_assert_held_write,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  note,
  oneOf,
  process,
  READ_ONCE,
  returnFromFunction,
  rwsem,
  S_ASSERT,
  type Spec,
  step,
  stepWhen,
  TRUE,
  up_read,
  up_write,
  variable,
  WRITE_ONCE,
  when,
} from '../../lang/index.ts';
import { validateSpec } from '../../model/index.ts';
import { search } from '../../semantics/index.ts';
import { modelOf, violatedOf } from '../../testing/outcome.ts';
import { small } from '../../testing/small-model.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

const [x, y] = [variable('x', BOOLEAN, FALSE), variable('y', BOOLEAN, FALSE)];
const [set, clear] = [step('x = true', assign(x, TRUE)), step('x = false', assign(x, FALSE))];
const lock = mutex('lock');
const sem = rwsem('sem');

const mutants = (spec: Spec): readonly Mutant[] => mutantsOf(spec, spec.variants[0]);
const specOf = (body: Body): Spec => small([process('p', [fn('f', body)()])]);
const namesOf = (body: Body): readonly string[] => mutants(specOf(body)).map(({ name }) => name);
const named = (body: Body, operator: Mutant['operator']): readonly string[] =>
  mutants(specOf(body))
    .filter((each) => each.operator === operator)
    .map(({ name }) => name);

test('a step is left out, and two that are neighbours change places', () => {
  expect(namesOf([set, clear])).toEqual([
    'f: drop x = true',
    'f: drop x = false',
    'f: swap x = true and x = false',
  ]);
});

test('what comes to the same code is one mutant, and two of one name are numbered', () => {
  expect(namesOf([set, set])).toEqual(['f: drop x = true']);
  expect(namesOf([set, clear, set])).toEqual([
    'f: drop x = true',
    'f: drop x = false',
    'f: drop x = true (2)',
    'f: swap x = true and x = false',
    'f: swap x = false and x = true',
  ]);
});

test('every step of a locked section is moved out of it, on both sides', () => {
  const other = step('y = true', assign(y, TRUE));
  expect(namesOf([mutex_lock(lock), set, other, mutex_unlock(lock)])).toEqual([
    'f: drop mutex_lock(&lock)',
    'f: drop x = true',
    'f: drop y = true',
    'f: skip unlock mutex_unlock(&lock)',
    'f: x = true before lock is taken',
    'f: x = true after lock is released',
    'f: y = true before lock is taken',
    'f: y = true after lock is released',
    'f: swap x = true and y = true',
  ]);
});

test('a callee that takes the lock begins the section, and one that gives it back in passing ends none', () => {
  const take = fn('take', [mutex_lock(lock)]);
  const pass = fn('pass', [mutex_unlock(lock), clear, mutex_lock(lock)]);
  const body = [take(), pass(), set, mutex_unlock(lock)];
  const moved = [...named(body, 'before lock'), ...named(body, 'after unlock')];
  expect(moved).toContain('f: x = true after lock is released');
  expect(moved).toContain('f: x = true before lock is taken');
});

test('an early return that unlocks does not end the section of the way that goes on', () => {
  const body = [
    mutex_lock(lock),
    when(y, [note('early', mutex_unlock(lock)), returnFromFunction()]),
    set,
    mutex_unlock(lock),
  ];
  expect(named(body, 'after unlock')).toContain('f: x = true after lock is released');
  expect(named(body, 'drop re-check')).toEqual(['f: drop re-check if (y)']);
});

test('a condition that leaves is not tested; one that does not, is always or never true', () => {
  expect(namesOf([when(y, [set], [clear])])).toEqual([
    'f: if (y) always',
    'f: if (y) never',
    "f: negate 'y' in if (y)",
    'f: drop x = true',
    'f: drop x = false',
  ]);
});

test('each conjunct is negated and left out, also behind the name of an inline function', () => {
  expect(named([when(and(x, not(y)), [set])], 'negate')).toEqual([
    "f: negate 'x' in if (x && !y)",
    "f: negate '!y' in if (x && !y)",
  ]);
  expect(named([stepWhen('wait', y), set], 'drop conjunct')).toEqual([
    "f: drop conjunct 'y' in wait",
  ]);
});

test('a marked access becomes a plain one, whether it reads or writes', () => {
  const body = [
    step('y = READ_ONCE(x)', assign(y, READ_ONCE(x))),
    step('WRITE_ONCE(x, true)', WRITE_ONCE(x, TRUE)),
  ];
  expect(named(body, 'unmark')).toEqual([
    'f: unmark y = READ_ONCE(x)',
    'f: unmark WRITE_ONCE(x, true)',
  ]);
});

test('a check moves with its step, and stays when the step is dropped', () => {
  const body = [mutex_lock(lock), check(S_ASSERT, y), set, mutex_unlock(lock)];
  const bodyOf = (name: string): readonly string[] => {
    const mutant = mutants(specOf(body)).find((each) => each.name === name) as Mutant;
    return (mutant.variant.replace['f'] as Body).map(({ kind }) => kind);
  };
  expect(bodyOf('f: x = true before lock is taken')).toEqual([
    'check',
    'step',
    'operation',
    'operation',
  ]);
  expect(bodyOf('f: drop x = true')).toEqual(['operation', 'check', 'operation']);
});

test('the first step of a branch with a condition chooses, and stays where it is', () => {
  const body = [oneOf([stepWhen('if (y)', y), set], [step('else')])];
  expect(named(body, 'swap')).toEqual([]);
});

test('a semaphore taken for read instead of for write is given back in the mode in which it is held', () => {
  const writes = fn('writes', [
    down_write(sem),
    lockdep_assert_held_write(sem),
    set,
    up_write(sem),
  ]);
  const reads = fn('reads', [down_read(sem), clear, up_read(sem)]);
  const spec = small([process('p', [writes()]), process('q', [reads()])]);
  const all = mutants(spec).filter(({ operator }) => operator === 'read lock');
  expect(all.map(({ name }) => name)).toEqual(['writes: read lock down_write(&sem)']);
  const mutant = all[0] as Mutant;
  const result = search(modelOf(mutant.spec, { variant: mutant.variant.name }));
  expect(violatedOf(result)).toEqual({ 'S-ASSERT': 2 });
});

test('the release follows also where another function gives the lock back', () => {
  const takes = fn('takes', [down_write(sem)]);
  const both = fn('both', [takes(), set, up_write(sem)]);
  const other = fn('other', [note('own', down_write(sem)), clear, up_write(sem)]);
  const spec = small([process('p', [both()]), process('q', [other()])]);
  const names = mutants(spec).filter(({ operator }) => operator === 'read lock');
  expect(names.map(({ fn: owner, changed }) => [owner, changed])).toEqual([
    ['other', ['both', 'other']],
    ['takes', ['both', 'other', 'takes']],
  ]);
  for (const { spec: changed, variant } of names)
    expect(violatedOf(search(modelOf(changed, { variant: variant.name })))).toEqual({});
});

test('what a process does besides calling is left alone; where nothing is called it is the code', () => {
  const called = small([process('p', [set, fn('f', [clear])()])]);
  expect(mutants(called).map(({ name }) => name)).toEqual(['f: drop x = false']);
  expect(mutantsOf(called, called.variants[0], ['p']).map(({ name }) => name)).toEqual([
    'p: drop x = true',
    'p: drop f()',
    'p: swap x = true and f()',
  ]);
  expect(mutants(small([process('p', [set])])).map(({ name }) => name)).toEqual([
    'p: drop x = true',
  ]);
});

test('a mutated spec is a whole spec: the rules of the language hold for it', () => {
  const spec = specOf([mutex_lock(lock), set, step(c`y = ${x}`, assign(y, x)), mutex_unlock(lock)]);
  for (const mutant of mutants(spec)) expect(validateSpec(mutant.spec), mutant.name).toEqual([]);
});
