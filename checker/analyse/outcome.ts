/**
 * What a search means once it is compared with what was expected: a closed union, never a boolean.
 */
import type { Finding, SearchResult } from '../semantics/index.ts';
import type { JudgedRace } from './races/judge.ts';

/** The result of one property in one search. */
export type Judgement =
  | { readonly kind: 'holds'; readonly property: string }
  /** Violated, as the spec expects; `because` is the sentence of an `also`. */
  | {
      readonly kind: 'expected';
      readonly property: string;
      readonly finding: Finding;
      readonly because: string | null;
    }
  /** Violated although it was expected to hold, or nothing was expected. */
  | { readonly kind: 'violated'; readonly property: string; readonly finding: Finding }
  /** Violated in a search whose outcome is an open question. */
  | { readonly kind: 'open'; readonly property: string; readonly finding: Finding }
  /** Holds although it was expected to be violated. */
  | { readonly kind: 'missed'; readonly property: string }
  /** Not violated so far, but the search did not finish. */
  | { readonly kind: 'inconclusive'; readonly property: string };

/**
 * The outcome of a search. When several apply the first does: a value outside its domain, a violation nobody expected, a search that is
 * not complete, an expected violation that is missing.
 */
export type OutcomeKind =
  | 'error'
  | 'violated'
  | 'inconclusive'
  | 'missed'
  | 'open'
  | 'expected'
  | 'ok';

export interface Assessment {
  readonly kind: OutcomeKind;
  readonly result: SearchResult;
  /** In the order of the verdicts; only those that were asked for. */
  readonly judgements: readonly Judgement[];
  /** Empty also where nobody looked for races. */
  readonly races: readonly JudgedRace[];
}

export type ViolatedJudgement = Extract<Judgement, { readonly finding: Finding }>;

export const isViolated = (judgement: Judgement): judgement is ViolatedJudgement =>
  'finding' in judgement;
