/**
 * What the races of a check mean once they are compared with what the spec and the variant say of them.
 */
import type { RaceNote } from '../../lang/index.ts';
import type { FoundRace } from '../../semantics/index.ts';
import { noteOn } from './notes.ts';

export interface JudgedRace {
  /** `violated`: nobody declared it, or no expectation applies. */
  readonly kind: 'violated' | 'expected' | 'benign';
  readonly race: FoundRace;
  /** What the note says; null without one. */
  readonly because: string | null;
}

/** Benign ones do not count. */
export const isRaceViolation = ({ kind }: JudgedRace): boolean => kind !== 'benign';

/** Judges every race; `isExpecting`: what a variant is expected to have is expected here. */
export const judgeRaces = (
  races: readonly FoundRace[],
  notes: readonly RaceNote[],
  isExpecting: boolean,
): readonly JudgedRace[] =>
  races.map((race) => {
    const note = noteOn(race, notes);
    const isKnown = note !== undefined && (note.kind === 'benign' || isExpecting);
    return Object.freeze({
      kind: isKnown ? (note.kind as 'benign' | 'expected') : 'violated',
      race,
      because: isKnown ? note.reason : null,
    });
  });
