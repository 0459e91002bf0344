/**
 * Question-guided stubborn sets: which processes a search for one question has to move from a state.
 *
 * A set of processes is enough if (1) every way to an answer has a step of one of them, (2) what they can do now is in conflict with
 * nobody outside, and (3) of what they cannot do now, somebody inside is needed to enable it. Then the first step of theirs on a shortest
 * way can be taken first, and the way is as long as before. No step is put off for ever, so cycles need no care. (1) makes this right for
 * the question alone: an invariant needs whoever can make it false; a deadlock anybody who can move, because that step must not
 * be possible any more in the end.
 */
import type { Program } from '../../compile/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import { Conflicts } from '../../reduce/index.ts';
import { footprintsOf, type IsSet } from './footprints.ts';
import { allOf, type Need, Needs } from './needs.ts';

export interface Stubborn {
  /** By process and place: who has to be there with it. */
  readonly places: readonly (readonly Need[])[];
  /** Sets to begin with, of which one is enough; null for deadlock: any process that can move. */
  readonly seeds: readonly Need[] | null;
}

/** The sets for one property of a program. Cost: a comparison of all places with each other. */
export function stubbornFor(program: Program, property: string): Stubborn {
  const { processes, clauses, model } = program;
  const conflicts = new Conflicts(footprintsOf(program));
  const isSet: IsSet = (field) => model.cells[field]?.domain.kind === 'set';
  const owners = new Map(processes.map(({ field }, process) => [field, process]));
  const ownerOf = (field: number): number | null => owners.get(field) ?? null;
  const needs = new Needs(conflicts, isSet, ownerOf);
  const places = processes.map(({ moves }, process) =>
    moves.map((block, place) => needs.atPlace(block, conflicts.of(process, place))),
  );
  if (property === DEADLOCK) return { places, seeds: null };
  const number = model.properties.findIndex(({ id }) => id === property);
  const asked = clauses.filter((clause) => clause.property === number);
  const seeds = [needs, new Needs(conflicts, isSet, ownerOf, 'most')].map((each) =>
    allOf(asked.map(({ violated }) => each.before(violated, true))),
  );
  return { places, seeds };
}
