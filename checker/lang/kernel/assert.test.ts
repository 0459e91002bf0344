import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  type Check,
  check,
  down_read,
  down_write,
  holds,
  isWriteLocked,
  lockdep_assert_held,
  lockdep_assert_held_read,
  lockdep_assert_held_write,
  mutex,
  mutex_lock,
  or,
  rwsem,
  S_ASSERT,
  self,
  step,
} from '../index.ts';

const lock = rwsem('lock');
const igate = mutex('igate');

/** The assertion stands in front of a step: it is not one itself. */
const asserting = (assertion: () => Check) => () => [assertion(), step('step')];

const VOCABULARY: Vocabulary = {
  read: () => [down_read(lock)],
  write: () => [down_write(lock)],
  lock: () => [mutex_lock(igate)],
  held_write: asserting(() => lockdep_assert_held_write(lock)),
  held_read: asserting(() => lockdep_assert_held_read(lock)),
  held: asserting(() => lockdep_assert_held(lock)),
  held_mutex: asserting(() => lockdep_assert_held(igate)),
};
const bench = (vocabulary: Vocabulary): Bench => ({ vocabulary, describe: () => '' });

/* include/linux/lockdep.h: the calling thread holds the lock, in that mode; what others hold does not count. */
const TABLE = [
  row('', 'a held_write', 'enters S-ASSERT', ''),
  row('a write', 'a held_write', 'enters', ''),
  row('a read', 'a held_write', 'enters S-ASSERT', ''),
  row('b write', 'a held_write', 'enters S-ASSERT', ''),
  row('', 'a held_read', 'enters S-ASSERT', ''),
  row('a read', 'a held_read', 'enters', ''),
  row('a write', 'a held_read', 'enters S-ASSERT', ''),
  row('b read', 'a held_read', 'enters S-ASSERT', ''),
  row('', 'a held', 'enters S-ASSERT', ''),
  row('a read', 'a held', 'enters', ''),
  row('a write', 'a held', 'enters', ''),
  row('b read', 'a held', 'enters S-ASSERT', ''),
  row('', 'a held_mutex', 'enters S-ASSERT', ''),
  row('a lock', 'a held_mutex', 'enters', ''),
  row('b lock', 'a held_mutex', 'enters S-ASSERT', ''),
];

test('lock assertions ask for what the calling thread holds', () => {
  expect(differences(TABLE, bench(VOCABULARY))).toEqual([]);
});

describe('the table notices', () => {
  const anyMode = () => or(holds(self, lock, 'read'), holds(self, lock, 'write'));
  const MUTANTS: Readonly<Record<string, Vocabulary>> = {
    'an assertion that somebody holds the lock': {
      held_write: asserting(() => check(S_ASSERT, isWriteLocked(lock))),
    },
    'an assertion of write that accepts read': {
      held_write: asserting(() => check(S_ASSERT, anyMode())),
    },
    'an assertion of read that accepts write': {
      held_read: asserting(() => check(S_ASSERT, anyMode())),
    },
    'an assertion of either mode that accepts write only': {
      held: asserting(() => lockdep_assert_held_write(lock)),
    },
    'no assertion at all': { held_mutex: () => [step('step')] },
  };

  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    expect(differences(TABLE, bench({ ...VOCABULARY, ...mutant }))).not.toEqual([]);
  });
});
