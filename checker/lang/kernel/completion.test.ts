import { describe, expect, test } from 'vitest';
import { type Bench, differences, row, type Vocabulary } from '../../testing/kernel-lab.ts';
import {
  add,
  assign,
  complete,
  completing,
  completion,
  FALSE,
  gt,
  int,
  reinit_completion,
  step,
  stepWhen,
  sub,
  TRUE,
  wait_for_completion,
} from '../index.ts';

const done = completion('done');
const twice = completion('done', 2);

const vocabularyOf = (of: typeof done): Vocabulary => ({
  complete: () => [complete(of)],
  wait: () => [wait_for_completion(of)],
  reinit: () => [reinit_completion(of)],
});
const bench = (vocabulary: Vocabulary): Bench => ({
  vocabulary,
  describe: (value) => value('done'),
});

/* Documentation/scheduler/completion.rst: complete() before wait_for_completion() is fine, one event frees one waiter. */
const TABLE = [
  row('', 'a wait', 'blocks', '0'),
  row('', 'a complete', 'enters', '1'),
  row('a complete', 'b wait', 'enters', '0'),
  row('b wait; a complete', 'b', 'enters', '0'),
  row('b wait; c wait; a complete; b', 'c', 'blocks', '0'),
  row('a complete', 'a reinit', 'enters', '0'),
  row('a complete; a reinit', 'b wait', 'blocks', '0'),
  row('', 'a reinit', 'enters', '0'),
];
const SATURATED = [
  row('a complete', 'a complete', 'enters', '1'),
  row('a complete; a complete; b wait', 'c wait', 'blocks', '0'),
];
const COUNTED = [
  row('a complete', 'a complete', 'enters', '2'),
  row('a complete; a complete', 'a complete', 'enters', '2'),
  row('a complete; a complete; b wait', 'c wait', 'enters', '0'),
];

test('a completion behaves as its documentation says', () => {
  expect(differences([...TABLE, ...SATURATED], bench(vocabularyOf(done)))).toEqual([]);
  expect(differences([...TABLE, ...COUNTED], bench(vocabularyOf(twice)))).toEqual([]);
});

test('a completion may be an effect of a bigger step, on a condition', () => {
  const vocabulary: Vocabulary = {
    ...vocabularyOf(done),
    yes: () => [step('yes', completing(done, TRUE))],
    no: () => [step('no', completing(done, FALSE))],
  };
  const rows = [
    row('', 'a yes', 'enters', '1'),
    row('a yes', 'a yes', 'enters', '1'),
    row('', 'a no', 'enters', '0'),
    row('a yes', 'a no', 'enters', '1'),
  ];
  expect(differences(rows, bench(vocabulary))).toEqual([]);
});

describe('the table notices', () => {
  const MUTANTS: Readonly<Record<string, Vocabulary>> = {
    'a wait that consumes nothing': { wait: () => [stepWhen('wait', gt(done.done, int(0)))] },
    'a wait that never blocks': { wait: () => [step('wait', assign(done.done, int(0)))] },
    'a completion without saturation': {
      complete: () => [step('complete', assign(done.done, add(done.done, int(1))))],
    },
    'a completion that is lost when nobody waits': { complete: () => [step('complete')] },
    'a reinit that forgets one event only': {
      reinit: () => [step('reinit', assign(done.done, sub(done.done, int(1))))],
    },
  };

  test.each(Object.entries(MUTANTS))('%s', (_, mutant) => {
    const vocabulary = { ...vocabularyOf(done), ...mutant };
    expect(differences([...TABLE, ...SATURATED], bench(vocabulary))).not.toEqual([]);
  });
});
