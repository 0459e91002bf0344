/**
 * What the verdict rests on, lettered, and the arrows from the step that last wrote each value to the step that violates.
 *
 * An arrow runs in a track of its own in the gutter, from row to row, so that it needs neither a script nor a picture. Values that the
 * violating step wrote itself, or that never changed, have a letter and no arrow.
 */
import type { Fact, Trace } from '../../trace/index.ts';
import { violatingStep } from '../rows.ts';

/** A value on which the verdict rests, and the letter by which it is called. */
export interface LetteredFact extends Fact {
  readonly letter: string;
}

export interface Arrow {
  readonly letter: string;
  /** The step that wrote last. */
  readonly from: number;
  /** The step that violates. */
  readonly to: number;
}

/** What a track shows in one row. */
export type Segment = 'none' | 'start' | 'through' | 'end';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const MOST_ARROWS = 6;

/** The facts of a false clause or a failed check, in their order. */
export function letteredFacts({ ending }: Pick<Trace, 'ending'>): readonly LetteredFact[] {
  if (ending.kind !== 'invariant' && ending.kind !== 'check') return [];
  return ending.facts.map((fact, at) => ({
    ...fact,
    letter: ending.facts.length > LETTERS.length ? String(at + 1) : (LETTERS[at] as string),
  }));
}

/** One arrow for each fact that an earlier step wrote; the longest ones first, so that tracks do not cross. */
export function arrowsOf(trace: Pick<Trace, 'ending' | 'steps'>): readonly Arrow[] {
  const to = violatingStep(trace);
  return letteredFacts(trace)
    .filter(({ since }) => since > 0 && since < to)
    .map(({ letter, since }) => ({ letter, from: since, to }))
    .sort((a, b) => a.from - b.from)
    .slice(0, MOST_ARROWS);
}

/** What the track of an arrow shows in the row of these steps. */
export function segmentOf({ from, to }: Arrow, first: number, last: number): Segment {
  if (first <= from && from <= last) return 'start';
  if (first <= to && to <= last) return 'end';
  return from < first && last < to ? 'through' : 'none';
}

/** The letters of the facts that speak of a variable and that this step wrote last. */
export function lettersFor(
  facts: readonly LetteredFact[],
  variable: string,
  step: number,
): readonly LetteredFact[] {
  return facts.filter(({ text, since }) => since === step && text.startsWith(`${variable}=`));
}
