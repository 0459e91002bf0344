// Small files: the limits of the house on the length of the checker's files, tests included.

import { expect, test } from 'vitest';
import { readText, typescriptBelow } from './files.ts';

const lineCount = (path: string): number => readText(path).trimEnd().split('\n').length;

const sizes = typescriptBelow('checker')
  .map((path) => ({ path, lines: lineCount(path) }))
  .sort((a, b) => a.lines - b.lines);

const quantile = (share: number): number =>
  sizes[Math.ceil(share * sizes.length) - 1]?.lines ?? Number.NaN;

test('no file is longer than 500 lines', () => {
  expect(sizes.filter(({ lines }) => lines > 500)).toEqual([]);
});

test('nine files of ten have at most 300 lines', () => {
  expect(quantile(0.9)).toBeLessThanOrEqual(300);
});

test('half of the files have at most 150 lines', () => {
  expect(quantile(0.5)).toBeLessThanOrEqual(150);
});
