import { expect, test } from 'vitest';
import { readFragment, writeFragment } from './fragment.ts';

test.each([
  ['#step-5', { step: 5, taken: [] }],
  ['#step-0', { step: 0, taken: [] }],
  ['#step-5~2.0', { step: 5, taken: [2, 0] }],
  ['#step-99', { step: 12, taken: [] }],
  ['', { step: 12, taken: [] }],
  ['#table', { step: 12, taken: [] }],
  ['#step-5~x', { step: 12, taken: [] }],
])("'%s' is a place", (fragment, place) => {
  expect(readFragment(fragment, 12)).toEqual(place);
});

test('what is written is read again', () => {
  for (const taken of [[], [0], [2, 0, 11]]) {
    expect(readFragment(writeFragment(7, taken), 12)).toEqual({ step: 7, taken });
  }
});
