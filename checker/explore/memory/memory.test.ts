// How memory is divided.

import { expect, test } from 'vitest';
import { memoryBytes, planMemory } from './memory.ts';

test('all workers together leave memory to the system', () => {
  for (const workers of [1, 2, 8]) {
    const { heapBytes } = planMemory(workers);
    expect(heapBytes * workers).toBeLessThan(Math.max(memoryBytes(), workers * 2 ** 28));
  }
});

test('a search stops by itself before its heap is exhausted', () => {
  for (const wish of [undefined, 2 ** 30, 3 * 2 ** 30]) {
    const { heapBytes, limitBytes } = planMemory(2, wish);
    expect(limitBytes).toBeLessThan(heapBytes);
    if (wish !== undefined) expect(limitBytes).toBe(wish);
  }
});
