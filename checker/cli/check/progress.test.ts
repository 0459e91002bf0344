// When progress is told: at once on a terminal, not for a short search in a log.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProgressStyle } from '../context.ts';
import { makeContext } from '../context.ts';
import { plainHost } from '../host.ts';
import { startProgress } from './progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** How often progress was told in a search that takes so long. */
async function linesWithin(progress: ProgressStyle, elapsedMs: number): Promise<number> {
  let lines = 0;
  const sinks = { out: () => {}, err: (text: string) => void (/depth/.test(text) && lines++) };
  const context = await makeContext(sinks, plainHost(), { color: 'never', progress });
  const reporter = startProgress(1, context);
  vi.advanceTimersByTime(elapsedMs);
  reporter.stop();
  return lines;
}

test.each([
  ['tty', 800, 0],
  ['tty', 1000, 1],
  ['tty', 2000, 3],
  ['plain', 1900, 0],
  ['plain', 2100, 1],
  ['plain', 13_000, 2],
  ['json', 1000, 1],
] as const)('%s: after %i ms %i lines', async (style, elapsedMs, lines) => {
  expect(await linesWithin(style, elapsedMs)).toBe(lines);
});
