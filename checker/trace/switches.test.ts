import { expect, test } from 'vitest';
import { contextSwitches } from './switches.ts';

test('a run of one thread has no context switch', () => {
  expect(contextSwitches([])).toBe(0);
  expect(contextSwitches(['a'])).toBe(0);
  expect(contextSwitches(['a', 'a', 'a'])).toBe(0);
});

test('every change of thread is one switch, also back to one that ran before', () => {
  expect(contextSwitches(['a', 'b', 'b', 'a'])).toBe(2);
  expect(contextSwitches([0, 1, 0, 1])).toBe(3);
});
