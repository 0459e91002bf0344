/**
 * One search of a base or of a mutant, as far as the judgement needs it: no trace is looked for before it is known that it counts.
 */
import type { Program } from '../../compile/index.ts';
import { type Explored, explore, findingOf, type Sighting, walk } from '../../explore/index.ts';
import type { Finding, Limits, Progress, SearchResult } from '../../semantics/index.ts';
import type { Searched } from '../vacuity.ts';

export interface SearchHooks {
  readonly limits: Limits;
  readonly onProgress: (progress: Progress) => void;
  readonly isInterrupted: () => boolean;
}

/** A search whose findings are still to be asked for. */
export interface Look {
  readonly searched: Searched;
  readonly sightings: readonly Sighting[];
  readonly explored: Explored;
  /** The shortest trace, confirmed by the reference semantics. Throws `Disagreement`. Cost: the successors of all states. */
  readonly findingOf: (sighting: Sighting) => Finding;
}

/** Explores a program, symmetry and stubborn sets off, and hands what was found to `take`. */
export function look<T>(
  program: Program,
  { limits, onProgress, isInterrupted }: SearchHooks,
  take: (look: Look) => T,
): T {
  return explore(program, limits, { onProgress, isInterrupted }, (explored) =>
    take({
      searched: { model: program.model, result: resultWithoutVerdicts(explored) },
      sightings: explored.sightings,
      explored,
      findingOf: (sighting) => findingOf(program, sighting, walk(explored, sighting)),
    }),
  );
}

function resultWithoutVerdicts({ program, counts, completion, coverage }: Explored): SearchResult {
  const { id, configuration, digest } = program.model;
  const model = { id, configuration, digest };
  return Object.freeze({ model, counts, completion, coverage, verdicts: [] });
}
