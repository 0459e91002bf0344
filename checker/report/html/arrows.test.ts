import { describe, expect, test } from 'vitest';
import { abbaDeadlock, modelOf, resetRace, traceIn } from '../../testing/trace-models.ts';
import { arrowsOf, letteredFacts, lettersFor, segmentOf } from './arrows.ts';

const zap = traceIn(modelOf(resetRace, 'zap-before-lock'), 'S-REVRESET');

test('every value that the verdict rests on has a letter; only what an earlier step wrote has an arrow', () => {
  expect(letteredFacts(zap)).toEqual([
    { letter: 'a', text: 'in_reset=true', since: 12 },
    { letter: 'b', text: 'pte[0]=true', since: 4 },
  ]);
  expect(arrowsOf(zap)).toEqual([{ letter: 'b', from: 4, to: 12 }]);
});

test('a deadlock has no arrows: no step violates', () => {
  expect(arrowsOf(traceIn(modelOf(abbaDeadlock()), 'deadlock'))).toEqual([]);
});

test('a letter stands at the step that wrote the value, beside that variable alone', () => {
  const facts = letteredFacts(zap);
  expect(lettersFor(facts, 'pte[0]', 4).map(({ letter }) => letter)).toEqual(['b']);
  expect(lettersFor(facts, 'pte[0]', 5)).toEqual([]);
  expect(lettersFor(facts, 'pte', 4)).toEqual([]);
});

describe('the track of an arrow', () => {
  const arrow = { letter: 'a', from: 4, to: 9 };
  test.each([
    [3, 3, 'none'],
    [4, 4, 'start'],
    [2, 6, 'start'],
    [5, 8, 'through'],
    [9, 9, 'end'],
    [10, 10, 'none'],
  ] as const)('in the row of steps %i to %i: %s', (first, last, segment) => {
    expect(segmentOf(arrow, first, last)).toBe(segment);
  });
});
