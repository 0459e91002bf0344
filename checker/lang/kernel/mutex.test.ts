import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  assign,
  check,
  element,
  eq,
  indexDomain,
  mutex,
  mutex_lock,
  mutex_trylock,
  mutex_unlock,
  mutexes,
  NONE,
  ne,
  or,
  S_LOCKBAL,
  self,
  step,
  stepWhen,
} from '../index.ts';

const lock = mutex('lock');
const VOCABULARY: Vocabulary = {
  lock: () => [mutex_lock(lock)],
  trylock: () => [mutex_trylock(lock, [], [])],
  unlock: () => [mutex_unlock(lock)],
};
const bench = (vocabulary: Vocabulary): Bench => ({
  vocabulary,
  describe: (value) => value('lock.owner').replace('NULL', 'free'),
});

/* Documentation/locking/mutex-design.rst: one owner, only the owner may unlock, no recursion. */
const TABLE = [
  row('', 'a lock', 'enters', 'a'),
  row('a lock', 'b lock', 'blocks', 'a'),
  row('a lock', 'a lock', 'blocks', 'a'),
  row('a lock', 'a unlock', 'enters', 'free'),
  row('a lock; a unlock', 'b lock', 'enters', 'b'),
  row('a lock', 'b unlock', 'enters S-LOCKBAL', 'a'),
  row('', 'a unlock', 'enters S-LOCKBAL', 'free'),
  row('a lock; a unlock', 'a unlock', 'enters S-LOCKBAL', 'free'),
  row('', 'a trylock', 'takes', 'a'),
  row('a lock', 'b trylock', 'fails', 'a'),
  row('a lock', 'a trylock', 'fails', 'a'),
  row('a trylock', 'b lock', 'blocks', 'a'),
  row('a trylock', 'a unlock', 'enters', 'free'),
];

test('a mutex behaves as its documentation says', () => {
  expect(differences(TABLE, bench(VOCABULARY))).toEqual([]);
});

test('the mutexes of an array are locked each for itself', () => {
  const two = mutexes('lock', indexDomain('bar', 2));
  const at = (n: number) => two.at(element(indexDomain('bar', 2), n));
  const vocabulary: Vocabulary = {
    lock0: () => [mutex_lock(at(0))],
    lock1: () => [mutex_lock(at(1))],
  };
  const describe = (value: (cell: string) => string) =>
    `${value('lock[0].owner')} ${value('lock[1].owner')}`;
  const rows = [
    row('a lock0', 'b lock1', 'enters', 'a b'),
    row('a lock0', 'b lock0', 'blocks', 'a NULL'),
    row('a lock0', 'a lock1', 'enters', 'a a'),
  ];
  expect(differences(rows, { vocabulary, describe })).toEqual([]);
});

describe('the table notices', () => {
  const take = (label: string, guard = eq(lock.owner, NONE)) =>
    stepWhen(label, guard, assign(lock.owner, self));
  const MUTANTS: Readonly<Record<string, Vocabulary>> = {
    'a lock that two may hold': { lock: () => [step('mutex_lock', assign(lock.owner, self))] },
    'a lock that its owner may take again': {
      lock: () => [take('mutex_lock', or(eq(lock.owner, NONE), eq(lock.owner, self)))],
    },
    'an unlock by anybody': {
      unlock: () => [
        check(S_LOCKBAL, eq(lock.owner, self)),
        step('mutex_unlock', assign(lock.owner, NONE)),
      ],
    },
    'an unlock that nobody checks': {
      unlock: () => [stepWhen('mutex_unlock', ne(lock.owner, NONE), assign(lock.owner, NONE))],
    },
    'an unlock that keeps the lock': {
      unlock: () => [check(S_LOCKBAL, eq(lock.owner, self)), step('mutex_unlock')],
    },
    'a trylock that waits': { trylock: () => [take('mutex_trylock = 1')] },
    'a trylock that fails on a free lock': {
      trylock: () => [step('mutex_trylock = 0')],
    },
  };

  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    expect(differences(TABLE, bench({ ...VOCABULARY, ...mutant }))).not.toEqual([]);
  });
});
