// An analysis that is stopped before it has anything to report.

import { expect, test } from 'vitest';
import type { Cell } from '../check/plan.ts';
import type { Context } from '../context.ts';
import { type AnalysisArguments, tellCut } from './analyses.ts';

const cell = { name: 'f/s/v[c]', model: { bounds: '1 lock' } } as unknown as Cell;

function told(
  args: Pick<AnalysisArguments, 'format' | 'fine'>,
  context: { readonly json?: true; readonly isQuiet?: true } = {},
): string {
  let printed = '';
  const out = (text: string): void => {
    printed += text;
  };
  const whole = {
    out,
    json: false,
    isQuiet: false,
    isVerbose: false,
    paint: (word: string) => word,
  };
  const cut = { analysis: 'locks', cell, bound: 'interrupted' as const };
  tellCut(cut, args, { ...whole, ...context } as unknown as Context);
  return printed;
}

test('it is told in the form that was asked for', () => {
  expect(told({ format: 'text' })).toBe('INCONCLUSIVE f/s/v[c]  bound=interrupted\n');
  expect(told({ format: 'text', fine: true })).toContain(' f/s/v[c] (fine)  bound=');
  expect(told({ format: 'md' })).toMatch(
    /^### .*`f\/s\/v\[c\]`\n\nINCONCLUSIVE bound=interrupted\n$/,
  );
  const line = told({ format: 'text' }, { json: true });
  expect(JSON.parse(line)).toEqual({
    ...{ v: 1, type: 'locks', name: 'f/s/v[c]', bounds: '1 lock' },
    ...{ complete: false, bound: 'interrupted' },
  });
  expect(line.trimEnd().split('\n')).toHaveLength(1);
  expect(told({ format: 'text' }, { isQuiet: true })).toBe('');
});
