// Two runs side by side: which word a difference gets, and what is not compared.

import { describe, expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Entry } from './record.ts';

const SEARCH: Entry = { word: 'search', name: 'f/s/v[c]', rest: 'states=3 depth=1 model=aa' };
const OK: Entry = { word: 'ok', name: 'f/s/v[c]:P', rest: '' };
const VIOLATED: Entry = { word: 'VIOLATED', name: 'f/s/v[c]:P', rest: 'steps=9 switches=2' };
const EXPECTED: Entry = { ...VIOLATED, word: 'expected' };
const NEVER: Entry = { word: 'never', name: 'f/s/v[c]', rest: 'step act: x = true' };
const VACUOUS: Entry = { word: 'VACUOUS', name: 'f/s/v', rest: 'step act: x = true' };

const all = () => true;

const linesOf = (before: readonly Entry[], after: readonly Entry[], isAnswered = all) =>
  compare(before, after, isAnswered).differences.map(
    ({ kind, name, text }) => `${kind} ${name} ${text}`,
  );

describe('differences', () => {
  test.each([
    ['the same', [SEARCH, OK], [OK, SEARCH], []],
    ['a violation', [OK], [VIOLATED], ['changed f/s/v[c]:P ok -> VIOLATED steps=9 switches=2']],
    [
      'a repair',
      [EXPECTED],
      [OK],
      ['changed f/s/v[c]:P expected steps=9 switches=2 -> ok  (improvement)'],
    ],
    [
      'another expectation alone',
      [VIOLATED],
      [EXPECTED],
      ['changed f/s/v[c]:P VIOLATED steps=9 switches=2 -> expected steps=9 switches=2'],
    ],
    [
      'a longer trace',
      [EXPECTED],
      [{ ...EXPECTED, rest: 'steps=11 switches=2' }],
      ['drift f/s/v[c]:P steps 9 -> 11'],
    ],
    [
      'other counts',
      [SEARCH],
      [{ ...SEARCH, rest: 'states=4 depth=1 model=bb' }],
      ['drift f/s/v[c] states 3 -> 4 (model changed)'],
    ],
    [
      'other counts of the same model',
      [SEARCH],
      [{ ...SEARCH, rest: 'states=4 depth=1 model=aa' }],
      ['drift f/s/v[c] states 3 -> 4'],
    ],
    ['lost coverage', [], [NEVER], ['drift f/s/v[c] not covered: step act: x = true']],
    [
      'won coverage',
      [NEVER],
      [],
      ['drift f/s/v[c] covered now, or no longer there: step act: x = true'],
    ],
    ['vacuity', [], [VACUOUS], ['changed f/s/v VACUOUS: step act: x = true']],
    ['no more vacuity', [VACUOUS], [], ['changed f/s/v no longer vacuous: step act: x = true']],
    ['a property that is gone', [SEARCH, OK], [SEARCH], ['gone f/s/v[c]:P ok']],
    ['a property that is new', [SEARCH], [SEARCH, OK], ['new f/s/v[c]:P ok']],
    [
      'a search that is gone, in one line',
      [SEARCH, OK, NEVER],
      [],
      ['gone f/s/v[c] the search with 1 verdict'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(linesOf(before, after)).toEqual(expected);
  });
});

test('a run without an answer calls nothing gone', () => {
  expect(linesOf([SEARCH, OK, VACUOUS], [], () => false)).toEqual([]);
});

test('cells are verdicts, and the same ones are counted apart from searches', () => {
  const other = { ...OK, name: 'f/s/v[c]:Q' };
  expect(compare([SEARCH, OK, other], [SEARCH, VIOLATED, other, NEVER], all)).toMatchObject({
    cells: 2,
    searches: 1,
    sameCells: 1,
  });
});
