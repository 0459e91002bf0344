// A search that is cut, at whatever moment, decides nothing: every verdict is the one that all searches together would give, or none.

import { describe, expect, test } from 'vitest';
import {
  assign,
  BOOLEAN,
  clause,
  configuration,
  constant,
  eq,
  FALSE,
  fn,
  given,
  int,
  openQuestion,
  process,
  property,
  range,
  spec,
  step,
  TRUE,
  variable,
  when,
} from '../../lang/index.ts';
import { Judge } from './judge.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { Judged } from './outcome.ts';

const n = constant('n', range(1, 2), int(1), 'where x becomes true');
const x = variable('x', BOOLEAN, FALSE);
const y = variable('y', BOOLEAN, FALSE);
const z = variable('z', BOOLEAN, FALSE);
const set = (name: string, cell: typeof x) => step(`${name} = true`, assign(cell, TRUE));

// What happens in g where x is true does so in both configurations, and in the second one without f.
const f = fn('f', [step('nothing'), set('x', x), set('y', y), step('y = false', assign(y, FALSE))]);
const g = fn('g', [when(x, [set('z', z), step('z = false', assign(z, FALSE))])]);
const of = spec('small/cut', {
  summary: 'Two threads that race in two configurations.',
  mirrors: 'nothing',
  constants: [n],
  processes: [
    process('p', [given(eq(n, int(1)), [f()]), given(eq(n, int(2)), [set('x', x)])]),
    process('q', [g()]),
  ],
  properties: [property('Needs', 'z needs x.', [clause('z', { given: z, then: x })])],
  races: [],
  configurations: [1, 2].map((value) =>
    configuration(`n${value}`, { bounds: `n is ${value}`, set: { n: value } }),
  ),
  base: {
    summary: 'the model',
    ref: 'derived',
    expect: { n1: openQuestion('?'), n2: openQuestion('?') },
  },
});
const [variant] = of.variants;

function judged(mutant: Mutant, isInterrupted: () => boolean): Judged {
  const configurations = ['n1', 'n2'];
  const wish = { spec: of, variant, configurations, overrides: {}, property: null };
  const hooks = { limits: {}, onProgress: () => {}, isInterrupted };
  return new Judge({ ...wish, isCompared: true }, hooks).judge(mutant);
}

/** What is said when the question whether to stop is answered with yes, once or from then on, when asked for the `at`-th time. */
function cutAt(mutant: Mutant, at: number, isOnce: boolean): Judged | null {
  let asked = 0;
  const verdict = judged(mutant, () => ++asked === at || (!isOnce && asked > at));
  return asked < at ? null : verdict;
}

const KINDS = {
  'f: drop nothing': 'equivalent',
  'f: drop y = false': 'unnoticed',
  'f: drop x = true': 'unnoticed',
  'g: if (x) always': 'noticed',
} as const;

describe.each([
  ['once, as a limit does', true],
  ['for good, as a user does', false],
])('cut %s', (_, isOnce) => {
  test.each(Object.entries(KINDS))('%s', (name, whole) => {
    const mutant = mutantsOf(of, variant).find((each) => each.name === name) as Mutant;
    expect(judged(mutant, () => false).kind).toBe(whole);
    const kinds = new Set<string>();
    for (let at = 1; ; at++) {
      const verdict = cutAt(mutant, at, isOnce);
      if (verdict === null) break;
      kinds.add(verdict.kind);
    }
    expect([...kinds].filter((kind) => kind !== whole)).toEqual(['undecided']);
  });
});
