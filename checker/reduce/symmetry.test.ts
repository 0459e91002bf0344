// Which roles are interchangeable, and what is named when they are not. The models are the smallest that differ in one thing.

import { describe, expect, test } from 'vitest';
import type { Role, SpecOptions, Statement } from '../lang/index.ts';
import * as lang from '../lang/index.ts';
import { modelOf } from '../testing/outcome.ts';
import { always, small } from '../testing/small-model.ts';
import { symmetryOf } from './symmetry.ts';

const { and, array, assign, BOOLEAN, eq, every, FALSE, int, not, range, self, some, step } = lang;

const N = range(0, 3);
const x = lang.variable('x', N, int(0));

/** Two instances of `user` with this body, and what else the spec has. */
const users = (body: readonly Statement[], more: Partial<SpecOptions> = {}, extra: Role[] = []) =>
  symmetryOf(modelOf(small([lang.process('user', { count: 2 }, body), ...extra], [], more)));

const refusal = (answer: ReturnType<typeof users>): string => {
  expect(answer.symmetry).toBeNull();
  const [first] = answer.refusals;
  const line =
    first?.source
      ?.frames()[0]
      ?.replace(/^.*\//, '')
      .replace(/:\d+:\d+$/, '') ?? '';
  return `${first?.role}: ${first?.text}${line === '' ? '' : ` @${line}`}`;
};

const roles = ({ symmetry, refusals }: ReturnType<typeof users>): readonly string[] => {
  expect(refusals).toEqual([]);
  return symmetry?.roles.map(({ role }) => role) ?? [];
};

describe('instances are interchangeable', () => {
  test('when they do the same to what is shared', () => {
    expect(roles(users([step('x = 1', assign(x, int(1)))]))).toEqual(['user']);
  });

  test('when each has a local and an element of its own', () => {
    const mine = lang.variable('mine', array(lang.PROCESS, BOOLEAN), FALSE);
    const own = lang.local('own', N, int(0));
    const role = lang.process('user', { count: 3, locals: [own] }, [
      step('own = 1', assign(own, int(1))),
      step('mine = true', assign(mine.at(self), lang.TRUE)),
    ]);
    const { symmetry } = symmetryOf(modelOf(small([role])));
    expect(symmetry?.roles.map(({ families }) => families.length)).toEqual([2]);
  });

  test('when they are members of sets and holders of locks', () => {
    const lock = lang.rwsem('lock');
    const { symmetry, refusals } = users([
      lang.down_read(lock),
      lang.up_read(lock),
      lang.down_write(lock),
      lang.up_write(lock),
    ]);
    expect(refusals).toEqual([]);
    expect([symmetry?.sets.length, symmetry?.holders.length]).toEqual([2, 1]);
  });

  test('when another process chooses one of them', () => {
    const wanted = lang.variable('wanted', lang.optional(lang.PROCESS), lang.NONE);
    const chooser = lang.process('chooser', [
      lang.oneOfEach(lang.PROCESS, (p) => [step(lang.c`wanted = ${p}`, assign(wanted, p))]),
    ]);
    const waiting = [lang.stepWhen('wait', eq(wanted, self))];
    expect(roles(users(waiting, {}, [chooser]))).toEqual(['user']);
  });

  test('when a property or a goal speaks of all of them, and clauses become each other', () => {
    const go = lang.fn('go', [step('x = 1', assign(x, int(1)))]);
    const user = lang.process('user', { count: 3 }, [go()]);
    const alone = lang.property('Alone', 'One at a time.', [
      lang.clauseFor(user.instances, 'alone', (p) => ({
        given: lang.inside(p, go),
        then: every(user.instances, (q) => lang.implies(lang.ne(p, q), not(lang.inside(q, go)))),
      })),
    ]);
    const { symmetry, refusals } = symmetryOf(modelOf(small([user], [alone])));
    expect(refusals).toEqual([]);
    expect(symmetry?.clauses).toEqual([[[0, 1, 2]]]);
  });
});

describe('a role is refused, with the expression and its place,', () => {
  test('when its instances use their number', () => {
    const number = lang.param('number', range(0, 1));
    const role = lang.process('user', { count: 2, instance: number }, [
      step('x = number', assign(x, number)),
    ]);
    expect(refusal(symmetryOf(modelOf(small([role]))))).toBe(
      "user: '0' in the step 'x = number' tells user[0] from user[1] @symmetry.test.ts",
    );
  });

  test('when a guard compares their order', () => {
    const first = lang.stepWhen('first', lang.lt(lang.ordinal(self), x));
    expect(refusal(users([first]))).toBe(
      "user: '0 < x' in the step 'first' tells user[0] from user[1] @symmetry.test.ts",
    );
  });

  test('when another process waits for one of them', () => {
    const holder = lang.variable('holder', lang.optional(lang.PROCESS), lang.NONE);
    const user = lang.process('user', { count: 2 }, [step('take', assign(holder, self))]);
    const other = lang.process('other', [
      lang.stepWhen(
        'wait for the first',
        some(lang.PROCESS, (p) => and(eq(lang.ordinal(p), int(0)), eq(holder, p))),
      ),
    ]);
    expect(refusal(symmetryOf(modelOf(small([user, other]))))).toMatch(
      /'holder == user\[0\]' in the step 'wait for the first' tells user\[0\] from user\[1\]/,
    );
  });

  test('when a loop goes from one to the next', () => {
    const seen = lang.variable('seen', array(lang.PROCESS, BOOLEAN), FALSE);
    const walker = lang.process('walker', [
      lang.forEach(lang.PROCESS, (p) => [
        step('seen = true', assign(seen.at(p), lang.TRUE)),
        lang.waitUntil(seen.at(p), 'wait'),
      ]),
    ]);
    expect(refusal(users([step('x = 1', assign(x, int(1)))], {}, [walker]))).toMatch(
      /'seen\[user\[0\]\]' in .* tells user\[0\] from user\[1\] @symmetry\.test\.ts/,
    );
  });

  test('when the order in which they are looked at decides whether an array is read outside', () => {
    const mine = lang.variable('mine', array(lang.PROCESS, BOOLEAN), FALSE);
    const ready = (high: number) => {
      const flags = lang.variable('flags', array(range(0, high), BOOLEAN), FALSE);
      const all = every(lang.PROCESS, (p) => lang.or(mine.at(p), flags.at(x)));
      return users([lang.stepWhen('go', all, assign(mine.at(self), lang.TRUE))]);
    };
    expect(roles(ready(3))).toEqual(['user']);
    expect(refusal(ready(2))).toMatch(/'mine\[user\[0\]\]' in the step 'go' tells user/);
  });

  test('when somebody may be between two steps of a branch for one of them', () => {
    const seen = lang.variable('seen', array(lang.PROCESS, BOOLEAN), FALSE);
    const chooser = lang.process('chooser', [
      lang.oneOfEach(lang.PROCESS, (p) => [
        step(lang.c`look at ${p}`),
        step('seen = true', assign(seen.at(p), lang.TRUE)),
      ]),
    ]);
    expect(refusal(users([step('x = 1', assign(x, int(1)))], {}, [chooser]))).toMatch(
      /'seen\[user\[0\]\]' in the step 'seen = true' tells user\[0\] from user\[1\]/,
    );
  });

  test('when they start differently', () => {
    const first = lang.variable(
      'first',
      lang.optional(lang.PROCESS),
      lang.element(lang.PROCESS, 0),
    );
    expect(refusal(users([lang.stepWhen('go', eq(first, self), assign(first, lang.NONE))]))).toBe(
      "user: the initial value or the domain of 'first' tells user[0] from user[1]",
    );
  });

  test('when a property speaks of one of them', () => {
    const holder = lang.variable('holder', lang.optional(lang.PROCESS), lang.NONE);
    const user = lang.process('user', { count: 2 }, [step('take', assign(holder, self))]);
    const never = always('NotTheFirst', lang.ne(holder, lang.element(lang.PROCESS, 0)));
    expect(refusal(symmetryOf(modelOf(small([user], [never]))))).toMatch(
      /'holder != user\[0\]' in the property NotTheFirst tells user\[0\] from user\[1\]/,
    );
  });

  test('when instances refer to each other', () => {
    const peer = lang.variable('peer', array(lang.PROCESS, lang.optional(lang.PROCESS)), lang.NONE);
    expect(refusal(users([step('peer', assign(peer.at(self), self))]))).toBe(
      "user: 'peer[user[0]]' belongs to one instance and refers to another",
    );
  });

  test('when an element belongs to two of them', () => {
    const pair = lang.variable('pair', array(lang.PROCESS, array(lang.PROCESS, BOOLEAN)), FALSE);
    expect(refusal(users([step('pair', assign(pair.at(self).at(self), lang.TRUE))]))).toBe(
      "user: 'pair[user[0]][user[0]]' belongs to several instances, or not to all of them",
    );
  });
});

test('a model without two instances of a role has neither symmetry nor refusals', () => {
  const role = lang.process('only', [step('x = 1', assign(x, int(1)))]);
  expect(symmetryOf(modelOf(small([role])))).toEqual({ symmetry: null, refusals: [] });
});

test('one role that cannot be permuted does not keep another from it', () => {
  const number = lang.param('number', range(0, 1));
  const odd = lang.process('odd', { count: 2, instance: number }, [
    step('x = number', assign(x, number)),
  ]);
  const { symmetry, refusals } = users([step('x = 1', assign(x, int(1)))], {}, [odd]);
  expect(symmetry?.roles.map(({ role }) => role)).toEqual(['user']);
  expect(refusals.map(({ role }) => role)).toEqual(['odd']);
});
