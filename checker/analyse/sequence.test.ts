// The difference of sequences, against its definition.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedItems } from './sequence.ts';

const diff = (before: string, after: string) => {
  const { added, removed } = changedItems([...before], [...after], (item) => item);
  return { added: added.join(''), removed: removed.join('') };
};

test.each([
  ['abc', 'abc', '', ''],
  ['abc', 'acb', 'b', 'b'],
  ['abc', 'ac', '', 'b'],
  ['', 'ab', 'ab', ''],
  ['abcd', 'xbcy', 'xy', 'ad'],
])('%s -> %s', (before, after, added, removed) => {
  expect(diff(before, after)).toEqual({ added, removed });
});

/** Length of the longest common subsequence, by trying all of them. */
function longest(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const skipped = Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
  return a[0] === b[0] ? Math.max(skipped, longest(a.slice(1), b.slice(1)) + 1) : skipped;
}

test('what is left beside the changes is a longest common subsequence', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  fc.assert(
    fc.property(word, word, (before, after) => {
      const { added, removed } = diff(before, after);
      const common = longest(before, after);
      return added.length === after.length - common && removed.length === before.length - common;
    }),
  );
});
