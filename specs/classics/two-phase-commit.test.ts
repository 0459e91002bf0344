// Counts of the textbook model: TLC, SPIN, rumur and an independent C program agree on them. With N = 7 they are 296448, 2744706 and 22;
// that takes the reference checker close to a minute and is left to the command.

import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import twoPhaseCommit from './two-phase-commit.ts';

describe('two-phase commit is consistent and has the published counts', () => {
  test.each([
    [3, 288, 1_146, 10],
    [4, 1_568, 8_258, 13],
    [5, 8_832, 58_146, 16],
    [6, 50_816, 402_306, 19],
  ])('N=%i', { timeout: 120_000 }, (N, distinct, generated, depth) => {
    const outcome = outcomeOf(twoPhaseCommit, { set: { N } });
    expect(outcome).toEqual({ distinct, generated, depth, violated: {} });
  });
});

test('the two configurations have 3 and 5 participants', () => {
  expect(outcomeOf(twoPhaseCommit, { configuration: 'small' }).distinct).toBe(288);
  expect(outcomeOf(twoPhaseCommit, { configuration: 'medium' }).distinct).toBe(8_832);
});

describe('is inconsistent', () => {
  test.each([2, 3, 4])(
    'when one vote of %i is enough: vote, count, announce, commit, and one gives up',
    (N) => {
      const { violated } = outcomeOf(twoPhaseCommit, { variant: 'first-vote', set: { N } });
      expect(violated).toEqual({ Consistent: 5, Stable: 5 });
    },
  );

  test.each([2, 3, 4])(
    'when one of %i changes its mind: N votes, N counted, announce, commit, give up',
    (N) => {
      const { violated } = outcomeOf(twoPhaseCommit, { variant: 'change-of-mind', set: { N } });
      expect(violated).toEqual({ Consistent: 2 * N + 3, Stable: 2 * N + 3 });
    },
  );
});
