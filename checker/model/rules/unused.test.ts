import { expect, test } from 'vitest';
import { linesMarked, placesOf, problemsOf } from '../../testing/mistakes/cases.ts';
import { careful } from '../../testing/mistakes/unused/own/neighbour.ts';
import { losing } from '../../testing/mistakes/unused/own/spec.ts';

const url = new URL('../../testing/mistakes/unused/own/spec.ts', import.meta.url).href;

test('reports what a spec built and lost, where it was written', () => {
  const places = placesOf(problemsOf(losing), url);
  expect(places.toSorted()).toEqual(linesMarked(url));
});

test('gives the line of a shared helper that lost a part, and the line of the spec that called it', () => {
  const inHelper = problemsOf(losing).find(({ message }) => message.startsWith("'enabled' "));
  expect(inHelper?.at.slice(0, 2)).toEqual([
    expect.stringMatching(/unused\/vocabulary\.ts:12:80$/),
    expect.stringMatching(/unused\/own\/spec\.ts:\d+:\d+$/),
  ]);
});

test('blames no spec for what another in its folder lost, nor for what a shared vocabulary offers', () => {
  expect(problemsOf(careful)).toEqual([]);
});
