import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  and,
  assign,
  type Body,
  check,
  cond,
  down_read,
  down_read_trylock,
  down_write,
  down_write_trylock,
  downgrade_write,
  emptySet,
  eq,
  isEmpty,
  isIn,
  NONE,
  type None,
  not,
  oneOf,
  PROCESS,
  type ProcessId,
  rwsem,
  S_LOCKBAL,
  self,
  setOf,
  step,
  stepWhen,
  up_read,
  up_write,
  withElement,
  withoutElement,
} from '../index.ts';

const lock = rwsem('lock');
const unfair = rwsem('lock', { writerPriority: false });

const vocabularyOf = (of: typeof lock): Vocabulary => ({
  down_read: () => [down_read(of)],
  down_write: () => [down_write(of)],
  down_read_trylock: () => [down_read_trylock(of, [], [])],
  down_write_trylock: () => [down_write_trylock(of, [], [])],
  up_read: () => [up_read(of)],
  up_write: () => [up_write(of)],
  downgrade_write: () => [downgrade_write(of)],
});

/** `W:a` held for write, `R:ab` for read, `Q:c` queued writers. */
function describeLock(value: (cell: string) => string): string {
  const members = (cell: string) => value(cell).replace(/[{}, ]/g, '');
  const writer = value('lock.writer').replace('NULL', '');
  const parts = [`W:${writer}`, `R:${members('lock.readers')}`, `Q:${members('lock.waiting')}`];
  return parts.filter((part) => part.length > 2).join(' ') || 'free';
}

const bench = (vocabulary: Vocabulary): Bench => ({ vocabulary, describe: describeLock });

/* Documentation/locking/locktypes.rst: many readers or one writer, with strict ownership. */
const OWNERSHIP = [
  row('', 'a down_read', 'enters', 'R:a'),
  row('', 'a down_write', 'enters', 'W:a'),
  row('a down_read', 'b down_read', 'enters', 'R:ab'),
  row('a down_write', 'b down_read', 'blocks', 'W:a'),
  row('a down_write; a up_write', 'b down_read', 'enters', 'R:b'),
  row('a down_read; a up_read', 'b down_write', 'enters', 'W:b'),
  row('a down_read; b down_read', 'a up_read', 'enters', 'R:b'),
  row('a down_read', 'b up_read', 'enters S-LOCKBAL', 'R:a'),
  row('a down_write', 'b up_write', 'enters S-LOCKBAL', 'W:a'),
  row('a down_write', 'a up_read', 'enters S-LOCKBAL', 'W:a'),
  row('a down_read', 'a up_write', 'enters S-LOCKBAL', 'R:a'),
  row('', 'a up_read', 'enters S-LOCKBAL', 'free'),
  row('', 'a up_write', 'enters S-LOCKBAL', 'free'),
  /* Taking it again for read goes well until a writer comes in between: what lockdep reports. */
  row('a down_read', 'a down_read', 'enters S-LOCKBAL', 'R:a'),
  row('a down_write', 'a down_read', 'blocks', 'W:a'),
];

const TRYLOCKS = [
  row('', 'a down_read_trylock', 'takes', 'R:a'),
  row('', 'a down_write_trylock', 'takes', 'W:a'),
  row('a down_read', 'b down_read_trylock', 'takes', 'R:ab'),
  row('a down_read', 'b down_write_trylock', 'fails', 'R:a'),
  row('a down_write', 'b down_read_trylock', 'fails', 'W:a'),
  row('a down_write', 'b down_write_trylock', 'fails', 'W:a'),
  row('a down_write', 'a down_write_trylock', 'fails', 'W:a'),
  row('a down_read', 'a down_read_trylock', 'takes S-LOCKBAL', 'R:a'),
];

const DOWNGRADE = [
  row('a down_write', 'a downgrade_write', 'enters', 'R:a'),
  row('a down_write; a downgrade_write', 'b down_read', 'enters', 'R:ab'),
  row('a down_write; a downgrade_write', 'a up_read', 'enters', 'free'),
  row('a down_read', 'a downgrade_write', 'enters S-LOCKBAL', 'R:a'),
  row('a down_write', 'b downgrade_write', 'enters S-LOCKBAL', 'W:a'),
];

/* kernel/locking/rwsem.c: a waiting writer holds off new readers, and whoever waits fails both trylocks. */
const QUEUE = [
  row('a down_read', 'b down_write', 'queues', 'R:a Q:b'),
  row('a down_write', 'b down_write', 'queues', 'W:a Q:b'),
  row('a down_read; b down_write', 'b', 'blocks', 'R:a Q:b'),
  row('a down_read; b down_write', 'c down_read', 'blocks', 'R:a Q:b'),
  row('a down_read; b down_write', 'c down_read_trylock', 'fails', 'R:a Q:b'),
  row('a down_read; b down_write; a up_read', 'c down_write_trylock', 'fails', 'Q:b'),
  row('a down_read; b down_write; a up_read', 'c down_read', 'blocks', 'Q:b'),
  row('a down_read; b down_write; a up_read', 'c down_write', 'queues', 'Q:bc'),
  row('a down_read; b down_write; a up_read', 'b', 'enters', 'W:b'),
  row('a down_read; b down_write; c down_write; a up_read', 'c', 'enters', 'W:c Q:b'),
  row('a down_read; b down_write; a up_read; b', 'b up_write', 'enters', 'free'),
  row('a down_write; b down_write', 'a downgrade_write', 'enters', 'R:a Q:b'),
  row('a down_write; b down_write; a downgrade_write', 'c down_read', 'blocks', 'R:a Q:b'),
  row('a down_read', 'a down_write', 'queues', 'R:a Q:a'),
  row('a down_read; a down_write', 'a', 'blocks', 'R:a Q:a'),
  row('a down_write', 'a down_write', 'queues', 'W:a Q:a'),
  row('a down_write; a down_write', 'a', 'blocks', 'W:a Q:a'),
  row('a down_read; b down_write', 'a down_read', 'blocks', 'R:a Q:b'),
];

const NO_QUEUE = [
  row('a down_read', 'b down_write', 'blocks', 'R:a'),
  row('a down_write', 'b down_write', 'blocks', 'W:a'),
  row('a down_read; b down_write', 'c down_read', 'enters', 'R:ac'),
  row('a down_read; b down_write', 'c down_read_trylock', 'takes', 'R:ac'),
  row('a down_read; b down_write; a up_read', 'c down_write_trylock', 'takes', 'W:c'),
  row('a down_read; b down_write; a up_read', 'b', 'enters', 'W:b'),
  row('a down_read', 'a down_write', 'blocks', 'R:a'),
  row('a down_write', 'a down_write', 'blocks', 'W:a'),
];

const COMMON = [...OWNERSHIP, ...TRYLOCKS, ...DOWNGRADE];

test('a semaphore of Linux behaves as its documentation says', () => {
  expect(differences([...COMMON, ...QUEUE], bench(vocabularyOf(lock)))).toEqual([]);
});

test('a semaphore without writer priority differs in the queue only', () => {
  expect(differences([...COMMON, ...NO_QUEUE], bench(vocabularyOf(unfair)))).toEqual([]);
  expect(differences(QUEUE, bench(vocabularyOf(unfair)))).not.toEqual([]);
});

describe('the table notices', () => {
  const isFree = () => and(eq(lock.writer, NONE), isEmpty(lock.readers));
  const addReader = () => assign(lock.readers, withElement(lock.readers, self));
  const heldForRead = () => check(S_LOCKBAL, isIn(self, lock.readers));
  const takeForRead = (guard = eq(lock.writer, NONE)): Body => [
    check(S_LOCKBAL, not(isIn(self, lock.readers))),
    stepWhen('down_read', guard, addReader()),
  ];
  const takeForWrite = () => stepWhen('down_write', isFree(), assign(lock.writer, self));
  const queue = () =>
    step('down_write#queue', assign(lock.waiting, withElement(lock.waiting, self)));
  const dequeue = () => assign(lock.waiting, withoutElement(lock.waiting, self));
  const release = cond<ProcessId | None>;

  const MUTANTS: Readonly<Record<string, Vocabulary>> = {
    'a reader that passes a queued writer': { down_read: () => takeForRead() },
    'a reader that enters beside a writer': {
      down_read: () => takeForRead(isEmpty(lock.waiting)),
    },
    'a reader that waits for other readers': {
      down_read: () => takeForRead(and(isFree(), isEmpty(lock.waiting))),
    },
    'a writer that does not queue': { down_write: () => [takeForWrite()] },
    'a writer that enters beside readers': {
      down_write: () => [stepWhen('down_write', eq(lock.writer, NONE), assign(lock.writer, self))],
    },
    'a writer that stays queued when it enters': {
      down_write: () => [
        oneOf(
          [stepWhen('at once', and(isFree(), isEmpty(lock.waiting)), assign(lock.writer, self))],
          [queue(), takeForWrite()],
        ),
      ],
    },
    'a writer that queues on a free lock': {
      down_write: () => [
        queue(),
        stepWhen('down_write', isFree(), assign(lock.writer, self), dequeue()),
      ],
    },
    'a fresh writer that passes the queue': {
      down_write: () => [
        oneOf(
          [takeForWrite()],
          [
            stepWhen(
              'down_write#queue',
              not(isFree()),
              assign(lock.waiting, withElement(lock.waiting, self)),
            ),
            stepWhen('queued', isFree(), assign(lock.writer, self), dequeue()),
          ],
        ),
      ],
    },
    'a release that empties the lock': {
      up_read: () => [
        heldForRead(),
        step('up_read', assign(lock.readers, emptySet(setOf(PROCESS)))),
      ],
    },
    'a foreign release that takes the lock away': {
      up_write: () => [
        check(S_LOCKBAL, eq(lock.writer, self)),
        step('up_write', assign(lock.writer, NONE)),
      ],
    },
    'a foreign release that nobody notices': {
      up_write: () => [
        step('up_write', assign(lock.writer, release(eq(lock.writer, self), NONE, lock.writer))),
      ],
    },
    'a second read lock that nobody notices': {
      down_read: () => [
        stepWhen('down_read', and(eq(lock.writer, NONE), isEmpty(lock.waiting)), addReader()),
      ],
    },
    'a read trylock that passes a queued writer': {
      down_read_trylock: () => [
        oneOf(
          [stepWhen('down_read_trylock = 1', eq(lock.writer, NONE), addReader())],
          [stepWhen('down_read_trylock = 0', not(eq(lock.writer, NONE)))],
        ),
      ],
    },
    'a write trylock that passes a queued writer': {
      down_write_trylock: () => [
        oneOf(
          [stepWhen('down_write_trylock = 1', isFree(), assign(lock.writer, self))],
          [stepWhen('down_write_trylock = 0', not(isFree()))],
        ),
      ],
    },
    'a trylock that waits': {
      down_write_trylock: () => [
        stepWhen(
          'down_write_trylock = 1',
          and(isFree(), isEmpty(lock.waiting)),
          assign(lock.writer, self),
        ),
      ],
    },
    'a downgrade that lets go': { downgrade_write: () => [up_write(lock)] },
  };

  test('no difference where the same is written by hand', () => {
    const same: Vocabulary = {
      down_read: () => takeForRead(and(eq(lock.writer, NONE), isEmpty(lock.waiting))),
      up_read: () => [
        heldForRead(),
        step('up_read', assign(lock.readers, withoutElement(lock.readers, self))),
      ],
    };
    const vocabulary = { ...vocabularyOf(lock), ...same };
    expect(differences([...COMMON, ...QUEUE], bench(vocabulary))).toEqual([]);
  });

  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    const vocabulary = { ...vocabularyOf(lock), ...mutant };
    expect(differences([...COMMON, ...QUEUE], bench(vocabulary))).not.toEqual([]);
  });
});
