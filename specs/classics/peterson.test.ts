// Counts by hand. A thread is outside (n), has raised its flag (t), waits (w), is inside (c) or about to lower its flag (u); flags follow from
// that, so a state is two such places and the turn.
//   both in {n,t}: the turn is free                                          2 * 2 * 2 =  8
//   one in {w,c,u}, the other in {n,t}: the turn is the other's (it was given
//     away last by the one, or the other would still wait)               2 * (3 * 2) = 12
//   both in {w,c,u}: w,w with either turn, and one in {c,u} with its own
//     turn while the other waits                                            2 + 2 * 2 =  6
//   together                                                                           26
// A thread can always move except in w while the other's flag is up and the turn is the other's. That is the case in 8 states:
// (w,t), (t,w), (w,w) with either turn, and (c,w), (u,w), (w,c), (w,u). So 2 * 26 - 8 = 44 transitions, and 45 generated.
// Farthest is (t,t) with a turn of 1: thread 0 passes once (5 steps), and both raise their flags.

import { expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import peterson from './peterson.ts';

test('Peterson excludes, does not block, and has the counts found by hand', () => {
  expect(outcomeOf(peterson)).toEqual({ distinct: 26, generated: 45, depth: 7, violated: {} });
});

test('a turn given away before the flag is raised lets both in, with three steps of each', () => {
  expect(outcomeOf(peterson, { variant: 'turn-first' }).violated).toEqual({ MutualExclusion: 6 });
});
