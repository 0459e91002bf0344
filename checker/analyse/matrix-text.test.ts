// The matrix as text: what is written is read back, and nothing else is taken for a matrix.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inOrder, matrixText, readMatrix } from './matrix-text.ts';
import type { Entry } from './record.ts';

const ENTRIES: readonly Entry[] = [
  { word: 'search', name: 'f/s[small]', rest: 'states=3' },
  { word: 'UNEXPECTED', name: 'f/s[small]:P', rest: '' },
  { word: 'VACUOUS', name: 'f/s', rest: "goal 'x and not x'" },
  { word: 'never', name: 'f/s[small]', rest: 'step act: x = true' },
];

test('lines are sorted by name, and the last one counts them', () => {
  expect(matrixText('f/s', ENTRIES)).toBe(
    [
      '# ordeal matrix 1: f/s',
      "VACUOUS   f/s  goal 'x and not x'",
      'never     f/s[small]  step act: x = true',
      'search    f/s[small]  states=3',
      'UNEXPECTED f/s[small]:P',
      'end       4 lines',
      '',
    ].join('\n'),
  );
});

test('what is written is read back, in whatever order it came', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...ENTRIES]), (entries) => {
      const read = readMatrix(matrixText('f/s', entries));
      expect(read).toEqual({ kind: 'matrix', spec: 'f/s', entries: inOrder(entries) });
    }),
  );
});

test('no beginning of a matrix is a matrix', () => {
  const text = matrixText('f/s', ENTRIES);
  for (let length = 0; length < text.length; length++)
    expect(readMatrix(text.slice(0, length)).kind, `${length}`).toBe('unreadable');
});

test('no matrix with a line removed or given twice is a matrix', () => {
  const lines = matrixText('f/s', ENTRIES).split('\n');
  for (let at = 0; at < lines.length; at++) {
    expect(readMatrix(lines.toSpliced(at, 1).join('\n')).kind).toBe('unreadable');
    expect(readMatrix(lines.toSpliced(at, 0, lines[at] as string).join('\n')).kind).toBe(
      'unreadable',
    );
  }
});

test.each([
  ['of another spec', 'ok        f/other[small]:P'],
  ['of a spec whose id begins the same', 'ok        f/sx[small]:P'],
  ['with a word that is none', 'fine      f/s[small]:P'],
  ['of a merge', '======='],
])('a line %s is refused with its number', (_, line) => {
  const text = matrixText('f/s', ENTRIES)
    .replace('end ', `${line}\nend `)
    .replace('4 lines', '5 lines');
  expect(readMatrix(text)).toEqual({
    kind: 'unreadable',
    message: `line 6: '${line}' is no line of a matrix`,
  });
});
