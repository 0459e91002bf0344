import { expect, test } from 'vitest';
import {
  abbaDeadlock,
  modelOf,
  overflow,
  queueDeadlock,
  traceIn,
} from '../testing/trace-models.ts';
import { waitCycle } from './cycle.ts';
import type { Trace } from './trace.ts';

const cycleOf = ({ ending }: Trace): readonly number[] =>
  ending.kind === 'deadlock' ? waitCycle(ending.waits) : [];

test('two threads that have what the other wants wait for each other; a third that waits for a flag is in no circle', () => {
  expect(cycleOf(traceIn(modelOf(abbaDeadlock()), 'deadlock'))).toEqual([0, 1, 0]);
});

test('a reader waits for the writer that queues before it', () => {
  expect(cycleOf(traceIn(modelOf(queueDeadlock()), 'deadlock'))).toEqual([0, 1, 2, 0]);
});

test('no deadlock, no circle', () => {
  expect(cycleOf(traceIn(modelOf(overflow()), 'ERROR'))).toEqual([]);
});
