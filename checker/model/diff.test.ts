import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DiffLine, lineDiff } from './diff.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
const text = (diff: readonly DiffLine[]) => diff.map(({ mark, text }) => `${mark}${text}`);
const changes = (diff: readonly DiffLine[]) => diff.filter(({ mark }) => mark !== ' ').length;

/** The fewest deletions and insertions, by trying all: the definition. */
function distance([a, ...as]: readonly string[], [b, ...bs]: readonly string[]): number {
  if (a === undefined) return b === undefined ? 0 : 1 + bs.length;
  if (b === undefined) return 1 + as.length;
  if (a === b) return distance(as, bs);
  return 1 + Math.min(distance(as, [b, ...bs]), distance([a, ...as], bs));
}

test('a diff leads from the first text to the second', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const diff = lineDiff(before, after);
      expect(diff.filter(({ mark }) => mark !== '+').map((line) => line.text)).toEqual(before);
      expect(diff.filter(({ mark }) => mark !== '-').map((line) => line.text)).toEqual(after);
    }),
  );
});

test('no shorter diff exists', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      expect(changes(lineDiff(before, after))).toBe(distance(before, after));
    }),
  );
});

test.each([
  ['equal texts', 'abc', 'abc', ' a b c'],
  ['a line moved down', 'abcd', 'bcad', '-a b c+a d'],
  ['a line moved up', 'abcd', 'cabd', '+c a b-c d'],
  ['two lines swapped', 'ab', 'ba', '-a b+a'],
  ['a line changed: out before in', 'abc', 'axc', ' a-b+x c'],
  ['everything new', '', 'ab', '+a+b'],
])('%s', (_, before, after, diff) => {
  expect(text(lineDiff([...before], [...after])).join('')).toBe(diff);
});
