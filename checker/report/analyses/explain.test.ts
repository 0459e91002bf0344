// What is said of the steps that a property needs when none of them is known.

import { expect, test } from 'vitest';
import type { JudgedMutant } from '../../analyse/index.ts';
import { explanationLines, explanationMarkdown } from './explain.ts';

const mutant = { name: 'f: drop a()', fn: 'f', step: 'a()', operator: 'drop', detail: '' } as const;
const HOLDS: JudgedMutant = { mutant, judged: { kind: 'holds' } };
const LEFT: JudgedMutant = { mutant, judged: { kind: 'undecided', bound: 'interrupted' } };

const textsOf = (judged: readonly JudgedMutant[]): readonly string[] => {
  const explanation = { name: 'a/b/c', settings: [], property: 'P', cells: [], judged };
  return [explanationLines(explanation), explanationMarkdown(explanation)].map((lines) =>
    lines.join(' ').replaceAll(/\s+/g, ' '),
  );
};

test('that a property needs no step is said only where all mutants are decided', () => {
  for (const text of textsOf([HOLDS, HOLDS]))
    expect(text).toContain('needs no single step: it holds in all 2 mutants');
  for (const text of textsOf([HOLDS, LEFT, LEFT])) {
    expect(text).not.toContain('needs no single step');
    expect(text).toContain(
      'whether it needs a step is not known: it holds in 1 mutants, 2 were not decided',
    );
  }
});
