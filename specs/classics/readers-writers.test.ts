// Counts by hand. A reader rests (0), reads (1) or is about to leave (2). A writer rests, is queued, writes or is about to leave.
//
// While somebody writes, all readers rest. While nobody does, each writer rests or is queued and the readers are anywhere: 3^R 2^W
// states, for a queue forms while a reader is inside, who may then go on, or while another writer writes. With one of W writing, in 2
// places, the others rest or are queued: 2 W 2^(W-1) states.
//
// Moves while nobody writes and nobody is queued: every reader and every writer, (R + W) 3^R. With some of the writers queued: readers
// inside only, (2/3) R 3^R; resting writers queue, 3^R each; queued ones enter when all readers rest, 1 each. While one
// writes: it, and each resting writer, who queues.
//   R=2 W=1: 20 states, 3*9 + (12 + 1) + 2                                = 42 moves
//   R=3 W=1: 56 states, 4*27 + (54 + 1) + 2                               = 165
//   R=2 W=2: 44 states, 4*9 + 2*(12 + 9 + 1) + (12 + 2) + 4*(1 + 1) + 4*1 = 106
// Farthest: every reader about to leave and every writer queued, 2 R + W steps.
//
// Reader preference: the same states, and resting readers may enter past the queue: R 3^R moves instead of (2/3) R 3^R for each set of
// queued writers. R=2 W=1: 6 more; R=3 W=1: 27 more; R=2 W=2: three such sets, 18 more.

import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import readersWriters from './readers-writers.ts';

const SIZES = [
  { R: 2, W: 1, distinct: 20, moves: 42, overtaking: 6 },
  { R: 3, W: 1, distinct: 56, moves: 165, overtaking: 27 },
  { R: 2, W: 2, distinct: 44, moves: 106, overtaking: 18 },
];

describe.each(SIZES)('with $R readers and $W writers', ({ R, W, distinct, moves, overtaking }) => {
  const set = { R, W };
  const depth = 2 * R + W;

  test('the base holds and has the counts found by hand', () => {
    const outcome = outcomeOf(readersWriters, { set });
    expect(outcome).toEqual({ distinct, generated: 1 + moves, depth, violated: {} });
  });

  test('without writer priority a reader overtakes in 3 steps: a reader, the queue, a reader', () => {
    expect(outcomeOf(readersWriters, { variant: 'reader-preference', set })).toEqual({
      distinct,
      generated: 1 + moves + overtaking,
      depth,
      violated: { WriterPriority: 3 },
    });
  });

  test('a reader who does not look for a writer reads beside it in 2 steps', () => {
    const { violated } = outcomeOf(readersWriters, { variant: 'blind-readers', set });
    expect(violated).toEqual({ WriterAlone: 2 });
  });
});

test('the small configuration has 2 readers and 2 writers', () => {
  expect(outcomeOf(readersWriters).distinct).toBe(44);
});
