// Races against what a spec and its variants say of them.

import { describe, expect, test } from 'vitest';
import {
  allHold,
  assign,
  BOOLEAN,
  benignRace,
  configuration,
  type Expectation,
  expectedRace,
  FALSE,
  fn,
  openQuestion,
  process,
  type RaceNote,
  spec,
  step,
  TRUE,
  variable,
} from '../../lang/index.ts';
import type { FoundRace, SearchResult } from '../../semantics/index.ts';
import { modelOf } from '../../testing/outcome.ts';
import { assess } from '../expectation.ts';
import { entriesOf } from '../record.ts';
import { vacuities } from '../vacuity.ts';

const flag = variable('flag', BOOLEAN, FALSE);
const other = variable('other', BOOLEAN, FALSE);

const raceOn = (name: string, writer: string, reader: string, isMarked = false): FoundRace => ({
  variable: name,
  ends: [
    { owner: writer, access: 'write', isMarked: false },
    { owner: reader, access: 'read', isMarked },
  ],
  steps: 3,
});

const RACE = raceOn('flag', 'setter', 'reader');

const resultWith = (races: SearchResult['races']): SearchResult => ({
  model: { id: 'test/s', configuration: 'small', digest: 'aa' },
  counts: { distinct: 4, generated: 5, depth: 2 },
  completion: { kind: 'complete' },
  verdicts: [{ kind: 'holds', property: 'deadlock' }],
  coverage: { units: [], premises: [], checks: [], goals: [] },
  ...(races === undefined ? {} : { races }),
});

function judged(
  races: SearchResult['races'],
  notes: readonly RaceNote[],
  expectation: Expectation | null = allHold,
): readonly string[] {
  const assessment = assess(resultWith(races), expectation, null, notes);
  return [assessment.kind, ...assessment.races.map(({ kind, because }) => `${kind} ${because}`)];
}

describe('a race', () => {
  test('that nobody declared is a violation', () => {
    expect(judged([RACE], [])).toEqual(['violated', 'violated null']);
    expect(judged([RACE], [benignRace(other, 'another')])).toEqual(['violated', 'violated null']);
    expect(judged([RACE], [], openQuestion('is it?'))).toEqual(['violated', 'violated null']);
  });

  test('that is benign changes no verdict', () => {
    expect(judged([RACE], [benignRace(flag, 'asked again')])).toEqual(['ok', 'benign asked again']);
  });

  test('that the variant expects is an expected violation, unless no expectation applies', () => {
    const notes = [expectedRace(flag, 'no lock')];
    expect(judged([RACE], notes)).toEqual(['expected', 'expected no lock']);
    expect(judged([RACE], notes, null)).toEqual(['violated', 'violated null']);
    expect(judged([RACE], [benignRace(flag, 'asked again')], null)).toEqual([
      'ok',
      'benign asked again',
    ]);
  });

  test('answers to a note on a function whose body holds one of the accesses, and to the first such', () => {
    const between = (name: string) => ({ between: [name] });
    const notes = [benignRace(flag, 'reads', between('reader')), expectedRace(flag, 'all others')];
    expect(judged([RACE, raceOn('flag', 'setter', 'stranger')], notes)).toEqual([
      'expected',
      'benign reads',
      'expected all others',
    ]);
  });

  test('that nobody looked for is none', () => {
    expect(judged(undefined, [expectedRace(flag, 'no lock')])).toEqual(['ok']);
  });
});

test('the record has a line for each variable and pair of functions', () => {
  const races = [RACE, raceOn('flag', 'setter', 'reader', true), raceOn('other', 'a', 'b')];
  const model = modelOf(specWith([]));
  const notes = [benignRace(other, 'never used')];
  const assessment = assess(resultWith(races), allHold, null, notes);
  const lines = entriesOf({ name: 'test/s[small]', model, assessment })
    .filter(({ name }) => name.includes('race-on-'))
    .map(({ word, name, rest }) => `${word} ${name} ${rest}`);
  expect(lines).toEqual([
    'VIOLATED test/s[small]:race-on-flag:setter/reader steps=3',
    'benign test/s[small]:race-on-other:a/b steps=3',
  ]);
});

function specWith(races: readonly RaceNote[]) {
  const setter = fn('setter', [step('flag = true', assign(flag, TRUE))]);
  return spec('test/s', {
    summary: 'for a test',
    mirrors: 'nothing',
    processes: [process('thread', [setter()])],
    properties: [],
    configurations: [configuration('small', { bounds: '1' })],
    base: { summary: 'base', ref: 'derived', expect: { small: allHold }, races },
  });
}

test('what a variant declares and nothing answers to is vacuous, where races were looked for', () => {
  const of = specWith([
    benignRace(flag, 'never', { between: ['setter'] }),
    expectedRace(flag, 'no lock'),
  ]);
  const [variant] = of.variants;
  const model = modelOf(specWith([]));
  const vacuous = (races: SearchResult['races']): readonly string[] =>
    vacuities({
      ...{ spec: of, variant, origins: [], property: null },
      searches: [
        {
          model,
          result: {
            ...resultWith(races),
            coverage: { ...resultWith([]).coverage, units: model.units.map(({ id }) => id) },
          },
        },
      ],
    }).map(({ kind, subject, reason }) => `${kind} ${subject} ${reason}`);
  const nothing = (subject: string): string =>
    `race race on ${subject} declared, and happens in none of 4 states`;
  expect(vacuous([RACE])).toEqual([nothing('flag')]);
  expect(vacuous([RACE, raceOn('flag', 'one', 'two')])).toEqual([]);
  expect(vacuous([])).toEqual([nothing('flag, setter'), nothing('flag')]);
  expect(vacuous(undefined)).toEqual([]);
});
