import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  add,
  assign,
  BOOLEAN,
  check,
  cond,
  FALSE,
  gt,
  int,
  isLast,
  kref,
  kref_get,
  kref_get_unless_zero,
  kref_put,
  or,
  putting,
  S_REF,
  step,
  stepWhen,
  sub,
  TRUE,
  variable,
} from '../index.ts';

const object = kref('object', 2);
const released = variable('released', BOOLEAN, FALSE);
const release = () => assign(released, or(released, isLast(object)));

const VOCABULARY: Vocabulary = {
  get: () => [kref_get(object)],
  put: () => [kref_put(object, release())],
  tryget: () => [kref_get_unless_zero(object, [], [])],
};
const bench = (vocabulary: Vocabulary): Bench => ({
  vocabulary,
  describe: (value) => `${value('object')}${value('released') === 'true' ? ' released' : ''}`,
});

/* Documentation/core-api/kref.rst: who has a reference may take another; the put that reaches zero releases, once. */
const TABLE = [
  row('', 'a get', 'enters', '2'),
  row('a get', 'b put', 'enters', '1'),
  row('', 'a put', 'enters', '0 released'),
  row('a get; b put', 'a put', 'enters', '0 released'),
  row('a put', 'a put', 'enters S-REF', '0 released'),
  row('a put', 'b get', 'enters S-REF', '0 released'),
  row('', 'a tryget', 'takes', '2'),
  row('a put', 'b tryget', 'fails', '0 released'),
  row('a tryget; b put', 'a put', 'enters', '0 released'),
  row('a get', 'b get', 'ERROR', '2'),
];

test('a reference count behaves as its documentation says', () => {
  expect(differences(TABLE, bench(VOCABULARY))).toEqual([]);
});

describe('the table notices', () => {
  const referenced = () => check(S_REF, gt(object.refs, int(0)));
  const MUTANTS: Readonly<Record<string, Vocabulary>> = {
    'a get that revives the dead': {
      get: () => [referenced(), step('get', assign(object.refs, add(object.refs, int(1))))],
    },
    'a get of the dead that nobody notices': {
      get: () => [
        step(
          'get',
          assign(object.refs, cond(gt(object.refs, int(0)), add(object.refs, int(1)), object.refs)),
        ),
      ],
    },
    'a put below zero that nobody notices': {
      put: () => [step('put', putting(object), release())],
    },
    'a put that leaves the domain': {
      put: () => [
        referenced(),
        step('put', assign(object.refs, sub(object.refs, int(1))), release()),
      ],
    },
    'a put that always releases': { put: () => [kref_put(object, assign(released, TRUE))] },
    'a put that never releases': { put: () => [kref_put(object)] },
    'a get that waits for life': {
      tryget: () => [
        stepWhen(
          'tryget = 1',
          gt(object.refs, int(0)),
          assign(object.refs, add(object.refs, int(1))),
        ),
      ],
    },
    'a get unless zero that takes nothing': {
      tryget: () => [kref_get_unless_zero(object, [kref_put(object)], [])],
    },
  };

  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    expect(differences(TABLE, bench({ ...VOCABULARY, ...mutant }))).not.toEqual([]);
  });
});
