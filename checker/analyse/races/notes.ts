/**
 * What a spec and its variants say of a race. A note on the variant itself goes before one on all variants.
 */
import type { RaceNote, Spec, Variant } from '../../lang/index.ts';
import type { FoundRace } from '../../semantics/index.ts';

/** Those of the variant first. */
export const notesFor = (spec: Spec, { races }: Variant): readonly RaceNote[] => [
  ...races,
  ...spec.races,
];

/** Variables that are no memory of the kernel's. */
export const notMemoryIn = (notes: readonly RaceNote[]): readonly string[] =>
  notes.filter(({ kind }) => kind === 'not memory').map(({ variable }) => variable);

/**
 * The note that a race answers to. Functions are those whose bodies hold the accesses, not their callers: of several callers only the
 * nearest race is known, which would speak for all.
 */
export const noteOn = (
  { variable, ends }: Pick<FoundRace, 'variable' | 'ends'>,
  notes: readonly RaceNote[],
): RaceNote | undefined =>
  notes.find(
    (note) =>
      note.kind !== 'not memory' &&
      isNamed(variable, note.variable) &&
      (note.functions.length === 0 || ends.some(({ owner }) => note.functions.includes(owner))),
  );

/** Races with one key are one race, whichever steps of the functions meet. */
export const raceKey = ({ variable, ends }: Pick<FoundRace, 'variable' | 'ends'>): string =>
  JSON.stringify([variable, ...ends.map((each) => [each.owner, each.access, each.isMarked])]);

/** Whether a cell is the variable that is named, or a part of it. */
export const isNamed = (cell: string, variable: string): boolean =>
  cell === variable || cell.startsWith(`${variable}.`);
