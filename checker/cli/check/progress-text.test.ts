// The words of a progress line.

import { expect, test } from 'vitest';
import { elapsedText, progressText } from './progress-text.ts';

const figures = {
  search: 1,
  searches: 1,
  depth: 41,
  generated: 12_412_345,
  distinct: 3_114_000,
  queued: 210_400,
  statesPerSecond: 178,
  memoryBytes: 1.2 * 2 ** 30,
};

test('counts have three digits', () => {
  expect(progressText(figures)).toBe(
    'depth 41  generated 12.4M  distinct 3.11M  queue 210k  178/s  1.2G',
  );
});

test('of several searches the number is told', () => {
  expect(progressText({ ...figures, search: 3, searches: 41 })).toMatch(
    /^search 3 of 41 {2}depth 41 /,
  );
});

test('time is hours, minutes and seconds', () => {
  expect([70_000, 3_600_000, 999].map(elapsedText)).toEqual(['00:01:10', '01:00:00', '00:00:00']);
});
