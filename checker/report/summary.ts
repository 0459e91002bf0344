/**
 * The last line of a run: how many searches came out how.
 */
import type { SearchReport, Word } from './result-lines.ts';

export interface Tally {
  readonly searches: readonly { readonly word: Word; readonly rule: SearchReport['rule'] }[];
  readonly vacuous: number;
  /** Searches that an interrupt prevented. */
  readonly notSearched: number;
  readonly isComplete: boolean;
}

/** How many searches came out how: in the matrix a violation is unexpected, in a verdict it is a violation. */
export function countsOf({ searches, vacuous, notSearched }: Tally) {
  const count = (rule: SearchReport['rule'] | null, ...words: readonly Word[]): number =>
    searches.filter((each) => (rule ?? each.rule) === each.rule && words.includes(each.word))
      .length;
  return {
    searches: searches.length,
    ok: count(null, 'ok'),
    expected: count(null, 'expected'),
    open: count(null, 'open'),
    unexpected: count('matrix', 'VIOLATED') + count(null, 'UNEXPECTED'),
    violated: count('verdict', 'VIOLATED'),
    inconclusive: count(null, 'INCONCLUSIVE'),
    error: count(null, 'ERROR'),
    vacuous,
    notSearched,
  };
}

export function summaryLine(tally: Tally): string {
  const counts = countsOf(tally);
  const isMatrix = tally.searches.some(({ rule }) => rule === 'matrix');
  const parts = [
    `${counts.searches} search${counts.searches === 1 ? '' : 'es'}`,
    `${counts.ok} ok`,
    // Also told when there are none: a reader of a matrix looks for the nought.
    ...(isMatrix ? [`${counts.expected} as expected`, `${counts.unexpected} unexpected`] : []),
    ...(isMatrix ? [] : ifAny(counts.unexpected, 'unexpected')),
    ...ifAny(counts.violated, 'violated'),
    ...ifAny(counts.open, 'open'),
    ...ifAny(counts.inconclusive, 'inconclusive'),
    ...ifAny(counts.error, 'in error'),
    ...ifAny(counts.vacuous, 'vacuous'),
    ...ifAny(counts.notSearched, 'not searched'),
  ];
  return `summary: ${parts.join(', ')}; ${tally.isComplete ? 'complete, exact store' : 'not complete'}`;
}

const ifAny = (count: number, text: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${text}`];
