import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  assign,
  type Body,
  choose,
  emptySet,
  enumeration,
  flush_work,
  forever,
  isEmpty,
  isIn,
  NONE,
  ne,
  not,
  queue_work,
  rest,
  setOf,
  step,
  stepWhen,
  worker,
  workqueue,
} from '../index.ts';

const WORK = enumeration('work', ['put', 'zap']);
const { put, zap } = WORK.values;
const queue = workqueue('wq', WORK);

const VOCABULARY: Vocabulary = {
  put: () => [queue_work(queue, put)],
  zap: () => [queue_work(queue, zap)],
  flush: () => [flush_work(queue, put)],
};
/** The worker `w` takes an item, works in one step, and is done: three moves. */
const WORKER: Body = [worker(queue, () => [step('work')])];
const bench = (vocabulary: Vocabulary, w = WORKER): Bench => ({
  vocabulary,
  others: { w },
  describe: (value) => `${value('wq.pending') || '{}'} ${value('wq.running') || 'NULL'}`,
});

/* Documentation/core-api/workqueue.rst: pending work is queued once, and an item is pending or running until it is flushed. */
const TABLE = [
  row('', 'w', 'blocks', '{} NULL'),
  row('', 'a put', 'enters', '{put} NULL'),
  row('a put', 'b put', 'enters', '{put} NULL'),
  row('a put', 'b zap', 'enters', '{put, zap} NULL'),
  row('a put', 'w', 'enters', '{} put'),
  row('a put; b zap; w; w; w', 'w', 'enters', '{} zap'),
  row('a put; w', 'b put', 'enters', '{put} put'),
  row('a put; w; b put; w; w', 'w', 'enters', '{} put'),
  row('a put; w; w', 'w', 'enters', '{} NULL'),
  row('', 'a flush', 'enters', '{} NULL'),
  row('a put', 'b flush', 'blocks', '{put} NULL'),
  row('a put; w', 'b flush', 'blocks', '{} put'),
  row('a put; w; w', 'b flush', 'blocks', '{} put'),
  row('a put; w; w; w', 'b flush', 'enters', '{} NULL'),
  row('a put; w; b put; w; w', 'c flush', 'blocks', '{put} NULL'),
  row('a zap', 'b flush', 'enters', '{zap} NULL'),
  row('a zap; w', 'b flush', 'enters', '{} zap'),
];

test('a workqueue behaves as its documentation says', () => {
  expect(differences(TABLE, bench(VOCABULARY))).toEqual([]);
});

describe('the table notices', () => {
  const VOCABULARIES: Readonly<Record<string, Vocabulary>> = {
    'a flush that does not wait for pending work': {
      flush: () => [stepWhen('flush', ne(queue.running, put as never))],
    },
    'a flush that does not wait for running work': {
      flush: () => [stepWhen('flush', not(isIn(put, queue.pending)))],
    },
    'a flush that waits for all work': {
      flush: () => [stepWhen('flush', isEmpty(queue.pending))],
    },
    'work that is not queued': { put: () => [step('queue_work')] },
  };
  const take = (...also: readonly Parameters<typeof step>[1][]) =>
    rest(
      stepWhen(
        'take',
        not(isEmpty(queue.pending)),
        choose(queue.running as never, WORK, (item) => isIn(item, queue.pending)),
        ...also,
      ),
    );
  const done = () => step('done', assign(queue.running, NONE as never));
  const WORKERS: Readonly<Record<string, Body>> = {
    'a worker that leaves the item pending': [forever([take(), step('work'), done()])],
    'a worker that drops the other items': [
      forever([take(assign(queue.pending, emptySet(setOf(WORK)))), step('work'), done()]),
    ],
    'a worker that is never done': [
      forever([worker(queue, () => [step('work')]).body[0] as never, step('work')]),
    ],
  };

  test.each(Object.entries(VOCABULARIES))('%s', (_, mutant) => {
    expect(differences(TABLE, bench({ ...VOCABULARY, ...mutant }))).not.toEqual([]);
  });

  test.each(Object.entries(WORKERS))('%s', (_, w) => {
    expect(differences(TABLE, bench(VOCABULARY, w))).not.toEqual([]);
  });
});
