/**
 * Comparing a search with its expectation, which is complete: exactly the named properties are violated, all others hold.
 *
 * A difference in either direction counts: an expected violation that does not happen means that the model, or the checker, has
 * lost its bite.
 */
import type { Expectation, RaceNote } from '../lang/index.ts';
import { ERROR, type SearchResult, type Verdict } from '../semantics/index.ts';
import { type Assessment, isViolated, type Judgement, type OutcomeKind } from './outcome.ts';
import { judgeRaces } from './races/judge.ts';

/**
 * Judges every verdict, or only that of the property `only`, and every race by the notes on races. `expectation` null: nothing is expected,
 * and whatever is violated counts as a violation. An ERROR is never expected and never left out.
 */
export function assess(
  result: SearchResult,
  expectation: Expectation | null,
  only: string | null = null,
  notes: readonly RaceNote[] = [],
): Assessment {
  const judgements = result.verdicts
    .filter(({ property }) => only === null || property === only || property === ERROR)
    .map((verdict) => judge(verdict, expectation));
  const absent = expectedProperties(expectation)
    .filter((property) => only === null || property === only)
    .filter((property) => result.verdicts.every((verdict) => verdict.property !== property))
    .map((property): Judgement => ({ kind: 'missed', property }));
  judgements.push(...absent);
  const races = Object.freeze(judgeRaces(result.races ?? [], notes, expectation !== null));
  return Object.freeze({
    kind: outcomeOf({ judgements, races }, result, expectation),
    result,
    judgements: Object.freeze(judgements),
    races,
  });
}

function judge(verdict: Verdict, expectation: Expectation | null): Judgement {
  const { kind, property } = verdict;
  if (kind === 'inconclusive') return { kind, property };
  const because = expectedBecause(property, expectation);
  if (kind === 'holds') return { kind: because === undefined ? 'holds' : 'missed', property };
  const { finding } = verdict;
  if (property === ERROR) return { kind: 'violated', property, finding };
  if (expectation?.kind === 'open question') return { kind: 'open', property, finding };
  return because === undefined
    ? { kind: 'violated', property, finding }
    : { kind: 'expected', property, finding, because };
}

/** Also those that say nothing of this model: what is expected of them cannot happen. */
const expectedProperties = (expectation: Expectation | null): readonly string[] =>
  expectation?.kind === 'violates'
    ? [...expectation.properties, ...expectation.also.map(({ property }) => property)]
    : [];

/** Why the property is expected to be violated: a sentence, or null without one; undefined if it is not. */
function expectedBecause(
  property: string,
  expectation: Expectation | null,
): string | null | undefined {
  if (expectation?.kind !== 'violates') return undefined;
  if (expectation.properties.includes(property)) return null;
  return expectation.also.find((also) => also.property === property)?.because;
}

function outcomeOf(
  { judgements, races }: Pick<Assessment, 'judgements' | 'races'>,
  { completion }: SearchResult,
  expectation: Expectation | null,
): OutcomeKind {
  const has = (kind: Judgement['kind']): boolean =>
    [...judgements, ...races].some((each) => each.kind === kind);
  if (judgements.some((each) => each.property === ERROR)) return 'error';
  if (has('violated')) return 'violated';
  if (completion.kind !== 'complete') return 'inconclusive';
  if (has('missed')) return 'missed';
  if (expectation?.kind === 'open question') return 'open';
  return judgements.some(isViolated) || has('expected') ? 'expected' : 'ok';
}
