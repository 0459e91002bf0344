// The documents say what the checker does, and their examples are run to see that it is so.

import { describe, expect, test } from 'vitest';
import { examplesIn, resultsOf } from './examples.ts';
import { filesBelow } from './files.ts';

const documents = ['README.md', ...filesBelow('docs').filter((path) => path.endsWith('.md'))];
const examples = documents.flatMap((path) => examplesIn(path));

describe('an example has the result that stands below it', () => {
  test.each(examples.filter(({ claimed }) => claimed.length > 0))('$place', (example) => {
    expect(resultsOf(example)).toEqual(example.claimed);
  });
});

test('every example of the page on meaning states its result', () => {
  const meaning = examples.filter(({ place }) => place.startsWith('docs/meaning.md:'));
  expect(meaning.length).toBeGreaterThan(20);
  expect(meaning.filter(({ claimed }) => claimed.length === 0)).toEqual([]);
});
