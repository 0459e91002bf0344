// Random programs mean the same to the reference checker and to the brute force, which share nothing but the description;
// and to the compiled engines, which share nothing with the reference but the model.
// ORDEAL_RANDOM_RUNS asks for a longer run, each with another seed; a failure prints the seed and the program.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutWide } from '../compile/index.ts';
import type { Model } from '../model/index.ts';
import { type Finding, replay, type SearchResult, search, stepsOf } from '../semantics/index.ts';
import { type BruteForceResult, bruteForce } from './brute-force.ts';
import { expectAgreement, expectSameWhenWide } from './engines.ts';
import { modelOf } from './outcome.ts';
import { programText } from './program-text.ts';
import { randomPrograms } from './random-models.ts';
import { blocksOf, type Program, type Statement } from './random-program.ts';
import { specOf } from './random-spec.ts';

const asked = process.env['ORDEAL_RANDOM_RUNS'];
const RUNS = asked === undefined ? 300 : Number(asked);
const MOST_STATES = 2_000;

/** A counterexample is printed as a program, not as data. */
const readable = randomPrograms.map((program) => ({
  ...program,
  [fc.toStringMethod]: () => `\n${programText(program)}`,
}));

interface Way {
  readonly steps: number;
  readonly switches: number;
  readonly isStep: boolean;
}

/** What both sides have to agree on. */
interface Summary {
  readonly distinct: number;
  readonly generated: number;
  readonly depth: number;
  /** Every property that does not hold, with its shortest trace. */
  readonly violated: Readonly<Record<string, Way>>;
}

const sorted = (ways: readonly (readonly [string, Way])[]): Readonly<Record<string, Way>> =>
  Object.fromEntries(ways.toSorted(([a], [b]) => (a < b ? -1 : 1)));

const expected = ({ distinct, generated, depth, found }: BruteForceResult): Summary => ({
  distinct,
  generated,
  depth,
  violated: sorted([...found]),
});

const actual = ({ counts, verdicts }: SearchResult): Summary => ({
  ...counts,
  violated: sorted(
    verdicts.flatMap((verdict) =>
      verdict.kind === 'violated' ? [[verdict.property, wayOf(verdict.finding)]] : [],
    ),
  ),
});

/** The step that leaves a domain is not part of the path, but whoever takes it may cost a switch. */
function wayOf(finding: Finding): Way {
  const movers = stepsOf(finding).map(({ process }) => process);
  const switches = movers.filter((process, i) => i > 0 && process !== movers[i - 1]).length;
  const isStep = finding.kind === 'check' || (finding.kind === 'error' && finding.failing !== null);
  return { steps: finding.path.steps.length, switches, isStep };
}

/** Which properties have a verdict at all: all that are declared, and what the locks assert. */
function judged(program: Program, { verdicts }: SearchResult): void {
  const declared = [...program.properties.map(({ name }) => name), 'deadlock'];
  expect(verdicts.map(({ property }) => property)).toEqual(expect.arrayContaining(declared));
  expect(verdicts.filter(({ kind }) => kind === 'inconclusive')).toEqual([]);
}

/** Replayed by name, a path goes through the same states and ends in what it was found for. */
function replayed(model: Model, finding: Finding): void {
  const { steps, states } = finding.path;
  const done = replay(model, steps, states);
  expect({ stoppedAt: done.stoppedAt, states: done.states }).toEqual({ stoppedAt: null, states });
  const seen = done.violations.filter(({ property }) => property === finding.property);
  switch (finding.kind) {
    case 'deadlock':
      expect(done.endsInDeadlock).toBe(true);
      break;
    case 'error': {
      // The failing step is where it stops; what a property reads outside of a domain stops nothing.
      const failed = replay(model, stepsOf(finding), states);
      expect(failed.stoppedAt).toBe(finding.failing === null ? null : steps.length);
      expect(failed.error).not.toBeNull();
      break;
    }
    default:
      // No sooner, or the path would not be shortest.
      expect(new Set(seen.map(({ afterSteps }) => afterSteps))).toEqual(new Set([steps.length]));
  }
}

/**
 * What the random programs were like, so that the agreement is not about nothing: how many have a statement of some kind, violate a
 * property, are `large` (more than 50 states), `failed` a check first, or are `switching` more than once in a shortest trace.
 */
class Tally {
  readonly counts = new Map<string, number>();

  add(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  of(what: string): number {
    return this.counts.get(what) ?? 0;
  }

  note(program: Program, { distinct, violated }: Summary): void {
    this.add('programs');
    if (distinct > 50) this.add('large');
    for (const property of Object.keys(violated)) this.add(property);
    if (Object.values(violated).some(({ isStep }) => isStep)) this.add('failed');
    if (Object.values(violated).some(({ switches }) => switches > 1)) this.add('switching');
    const bodies = [...program.functions, ...program.roles].flatMap(({ body }) => body.statements);
    for (const kind of new Set(bodies.flatMap(kindsIn))) this.add(kind);
  }
}

const kindsIn = (statement: Statement): string[] => [
  'operation' in statement ? statement.operation : statement.kind,
  ...blocksOf(statement)
    .flatMap(({ statements }) => statements)
    .flatMap(kindsIn),
];

test(`${RUNS} random programs mean the same to the reference checker and to the brute force`, {
  timeout: 30_000 + RUNS * 400,
}, () => {
  const tally = new Tally();
  const agrees = (program: Program): void => {
    const brute = bruteForce(program, MOST_STATES);
    if (brute === null) {
      tally.add('too large');
      return;
    }
    const model = modelOf(specOf(program));
    const result = search(model);
    expect(actual(result)).toEqual(expected(brute));
    judged(program, result);
    expectAgreement(model, result);
    if (brute.distinct % 3 === 0) expectSameWhenWide(model, result, layOutWide);
    for (const verdict of result.verdicts)
      if (verdict.kind === 'violated') replayed(model, verdict.finding);
    tally.note(program, actual(result));
  };
  const seed = asked === undefined ? { seed: 20 } : {};
  fc.assert(fc.property(readable, agrees), { numRuns: RUNS, ...seed });
  expectVariety(tally);
});

/**
 * Of the 300 of the normal run one is too large; 95 have more than 50 states, 169 a deadlock, 26 an ERROR, 178 and 155 violate the two
 * properties with clauses, 54 a check alone and 58 the balance of a lock; a shortest trace of 26 has several switches.
 */
function expectVariety(tally: Tally): void {
  const share = (what: string): number => tally.of(what) / tally.of('programs');
  expect(tally.of('too large')).toBeLessThan(RUNS / 20);
  const atLeast = (least: number, all: string): void => {
    const missing = all.split(' ').filter((what) => share(what) < least);
    expect(missing.map((what) => `${what}: ${tally.of(what)}`)).toEqual([]);
  };
  atLeast(0.25, 'FIRST BOTH deadlock large step check atomically call');
  atLeast(
    0.05,
    'CHECK failed switching S-LOCKBAL oneOf oneOfEach when while repeat forEach forever',
  );
  atLeast(0.02, 'ERROR goto return stop mutex_lock mutex_unlock mutex_trylock downgrade_write');
  atLeast(0.02, 'down_read up_read down_write up_write down_read_trylock down_write_trylock');
}
