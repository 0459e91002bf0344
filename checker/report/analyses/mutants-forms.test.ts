// What Markdown says of mutants that text says, too.

import { expect, test } from 'vitest';
import { mutantsFound } from '../../analyse/index.ts';
import { unnoticed } from '../../lang/index.ts';
import { mutantLines } from './mutants.ts';
import { mutantMarkdown } from './mutants-forms.ts';

const mutant = { name: 'f: drop a()', fn: 'f', step: 'a()', operator: 'drop', detail: '' } as const;

test('a note that is not true is told in every form', () => {
  const notes = [unnoticed('why', 'f: drop a()', 'f: drop b()')];
  const found = mutantsFound([{ mutant, judged: { kind: 'equivalent' } }], notes, true);
  const report = { name: 'a/b/c', configurations: [], property: null, found };
  const text = mutantLines(report, { paint: (word) => word, isVerbose: false });
  expect(text.filter((line) => line.startsWith('UNEXPECTED'))).toHaveLength(2);
  expect(mutantMarkdown(report).slice(-4)).toEqual([
    '| UNEXPECTED: the spec says that it goes unnoticed | it is |',
    '| --- | --- |',
    '| f: drop a() | equivalent |',
    '| f: drop b() | unknown |',
  ]);
});
