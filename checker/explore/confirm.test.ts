// The second opinion rejects findings that are not what the reference semantics sees.

import { describe, expect, test } from 'vitest';
import type { Spec } from '../lang/index.ts';
import * as lang from '../lang/index.ts';
import { instantiate, type Model } from '../model/index.ts';
import { type Finding, type SearchResult, search, type Verdict } from '../semantics/index.ts';
import { disagreement } from './confirm.ts';

const { assign, BOOLEAN, clause, configuration, FALSE, int, not, range, step, TRUE } = lang;

const x = lang.variable('x', BOOLEAN, [FALSE, TRUE]);
const y = lang.variable('y', range(0, 3), int(0));

const CLEAR = step('y = 0', assign(y, int(0)));

/** Starts with x false or true; only where it is true does the thread do harm in its second step. */
const of: Spec = lang.spec('t/s', {
  summary: 's',
  mirrors: 'a test',
  processes: [
    lang.process('p', [
      step('y = 1', assign(y, int(1))),
      lang.when(
        x,
        [
          step('y = 2', assign(y, int(2))),
          lang.oneOf([step('y = y + 2', assign(y, lang.add(y, int(2))))], [CLEAR]),
        ],
        [lang.waitUntil(x, 'wait for x')],
      ),
    ]),
  ],
  properties: [lang.property('P', 'y is not 2.', [clause('c', { then: not(lang.eq(y, int(2))) })])],
  configurations: [configuration('c', { bounds: '1' })],
  base: { summary: 'b', ref: 'derived', expect: { c: lang.violates('P', 'deadlock') } },
});

function modelOf(): Model {
  const [conf] = of.configurations;
  if (conf === undefined) throw new Error('no configuration');
  const built = instantiate({
    spec: of,
    variant: of.variants[0],
    configuration: conf,
    overrides: {},
  });
  if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
  return built.model;
}

const model = modelOf();
const result = search(model);

/** The result with the finding on one property replaced. */
function doctored(property: string, change: (finding: Finding) => Finding): SearchResult {
  const verdicts = result.verdicts.map(
    (verdict): Verdict =>
      verdict.kind === 'violated' && verdict.property === property
        ? { ...verdict, finding: change(verdict.finding) }
        : verdict,
  );
  return { ...result, verdicts };
}

test('the search finds an invariant, a deadlock and an error, in a model with two initial states', () => {
  const violated = result.verdicts.filter(({ kind }) => kind === 'violated');
  expect(violated.map(({ property }) => property)).toEqual(['ERROR', 'P', 'deadlock']);
});

test('what the search found is confirmed', () => {
  expect(disagreement(model, result)).toBeNull();
});

describe('a finding is rejected', () => {
  const dropLast = (finding: Finding): Finding => ({
    ...finding,
    path: { steps: finding.path.steps.slice(0, -1), states: finding.path.states.slice(0, -1) },
  });

  test.each(['P', 'deadlock'])('on %s when its last step is missing', (property) => {
    expect(disagreement(model, doctored(property, dropLast))).toMatch(
      new RegExp(`^t/s\\[c\\]:${property}: .*: it violates nothing$`),
    );
  });

  test('when the violation lies before the end of the trace', () => {
    const longer = doctored('P', (finding) => {
      const { steps, states } = finding.path;
      const last = states.at(-1);
      if (last === undefined) throw new Error('no state');
      const zero = last.cells.map((value) => (value === 2 ? 0 : value));
      return {
        ...finding,
        path: {
          steps: [...steps, { process: 'p', calls: [], label: 'y = 0', choices: [] }],
          states: [...states, { ...last, cells: zero }],
        },
      };
    });
    expect(disagreement(model, longer)).toContain('it violates nothing');
  });

  test('on ERROR when the failing step does not come next', () => {
    expect(disagreement(model, doctored('ERROR', dropLast))).toContain(':ERROR: ');
  });

  test('when a step is not enabled', () => {
    const swapped = doctored('P', (finding) => ({
      ...finding,
      path: { ...finding.path, steps: finding.path.steps.toReversed() },
    }));
    expect(disagreement(model, swapped)).toContain('step 1 is not enabled');
  });

  test('when a state has another value than the step leads to', () => {
    const lied = doctored('P', (finding) => ({
      ...finding,
      path: {
        ...finding.path,
        states: finding.path.states.map((state, at) =>
          at === 1 ? { ...state, cells: state.cells.map(() => 0) } : state,
        ),
      },
    }));
    expect(disagreement(model, lied)).toContain('step 1 is not enabled');
  });
});
