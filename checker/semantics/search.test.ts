/**
 * Edges of the meaning that a random model rarely meets: errors outside of steps, checks in front of blocked steps, rest
 * behind checks, and which sighting of a property counts.
 */
import { describe, expect, test } from 'vitest';
import {
  allHold,
  array,
  assign,
  BOOLEAN,
  type Body,
  check,
  clause,
  configuration,
  element,
  FALSE,
  forEach,
  forever,
  type Goal,
  goal,
  indexDomain,
  local,
  NONE,
  not,
  oneOf,
  optional,
  type Property,
  process,
  property,
  type Role,
  range,
  rest,
  spec,
  step,
  stepWhen,
  TRUE,
  valueOf,
  variable,
  waitUntil,
  when,
} from '../lang/index.ts';
import { instantiate } from '../model/index.ts';
import { type SearchResult, search } from './index.ts';

const SLOT = indexDomain('slot', 2);

function run(
  processes: readonly Role[],
  properties: readonly Property[] = [],
  goals: readonly Goal[] = [],
): SearchResult {
  const built = spec('test/edge', {
    summary: 'edge',
    mirrors: 'nothing',
    processes,
    properties,
    configurations: [configuration('small', { bounds: 'none', goals })],
    base: { summary: 'base', ref: 'test', expect: { small: allHold } },
  });
  const [variant] = built.variants;
  const [only] = built.configurations;
  if (only === undefined) throw new Error('no configuration');
  const made = instantiate({ spec: built, variant, configuration: only, overrides: {} });
  if (made.kind === 'specError') throw new Error(JSON.stringify(made.problems));
  return search(made.model);
}

const verdictOf = (result: SearchResult, name: string) =>
  result.verdicts.find((verdict) => verdict.property === name);

describe('a property or a goal that reads outside of a domain', () => {
  const used = variable('used', array(SLOT, BOOLEAN), FALSE);
  const current = variable('current', optional(SLOT), element(SLOT, 0));
  const forget: Body = [step('forget', assign(current, NONE))];
  const isUsed = used.at(valueOf(current));

  test('is an ERROR with the trace to that state', () => {
    const result = run(
      [process('p', forget)],
      [property('P', 'p', [clause('c', { then: not(isUsed) })])],
    );
    const verdict = verdictOf(result, 'ERROR');
    expect(verdict).toMatchObject({ kind: 'violated', finding: { kind: 'error', failing: null } });
    expect(verdict?.kind === 'violated' ? verdict.finding.path.steps : []).toHaveLength(1);
    expect(verdictOf(result, 'P')?.kind).toBe('holds');
  });

  test('is an ERROR for a goal too', () => {
    const result = run([process('p', forget)], [], [goal('g', isUsed)]);
    expect(verdictOf(result, 'ERROR')?.kind).toBe('violated');
  });
});

describe('a check', () => {
  const used = variable('used', array(SLOT, BOOLEAN), FALSE);
  const current = variable('current', optional(SLOT), NONE);
  const P = property('P', 'p');

  test('in front of a step that is not enabled is not evaluated', () => {
    const blocked = process('p', [
      check(P, used.at(valueOf(current))),
      rest(waitUntil(used.at(element(SLOT, 0)), 'wait')),
    ]);
    const result = run([blocked], [P]);
    expect(verdictOf(result, 'ERROR')).toBeUndefined();
    expect(verdictOf(result, 'P')?.kind).toBe('holds');
  });

  test('in front of a loop whose head rests leaves the process at rest', () => {
    const flag = variable('flag', BOOLEAN, FALSE);
    const worker = process('worker', [
      check(P, not(flag)),
      forever([rest(stepWhen('take', flag, assign(flag, FALSE)))]),
    ]);
    const result = run([worker], [P]);
    expect(verdictOf(result, 'deadlock')?.kind).toBe('holds');
  });

  test('that fails at the depth of a false clause leaves the word to the clause', () => {
    const flag = variable('flag', BOOLEAN, FALSE);
    const both = property('P', 'p', [clause('c', { then: not(flag) })]);
    const result = run(
      [process('p', [check(both, flag), step('set', assign(flag, TRUE))])],
      [both],
    );
    expect(verdictOf(result, 'P')).toMatchObject({ finding: { kind: 'invariant' } });
  });
});

test('a condition over locals that reads outside of a domain behind a choice is an ERROR', () => {
  const index = local('index', optional(SLOT), element(SLOT, 0));
  const mine = local('mine', array(SLOT, BOOLEAN), FALSE);
  const chooser = process('chooser', { locals: [index, mine] }, [
    step('forget', assign(index, NONE)),
    oneOf([when(mine.at(valueOf(index)), [step('a')], [step('b')])], [step('c')]),
  ]);
  expect(verdictOf(run([chooser]), 'ERROR')?.kind).toBe('violated');
});

test('more positions than fit into one unit of a key are told apart', { timeout: 120_000 }, () => {
  const flag = variable('flag', BOOLEAN, FALSE);
  const many = process('many', [
    forEach(range(0, 32_900), () => [step('one'), step('two')]),
    step('last', assign(flag, TRUE)),
  ]);
  const result = run([many], [property('P', 'p', [clause('c', { then: not(flag) })])]);
  expect(result.counts.distinct).toBe(2 * 32_901 + 2);
  expect(verdictOf(result, 'P')?.kind).toBe('violated');
});
