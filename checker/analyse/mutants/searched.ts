/**
 * One search of a base or of a mutant, as far as the judgement needs it: no trace is looked for before it is known that it counts.
 */
import type { Program } from '../../compile/index.ts';
import { type Explored, explore, findingOf, type Sighting, walk } from '../../explore/index.ts';
import type { Bound, Finding, Limits, Progress, SearchResult } from '../../semantics/index.ts';
import type { Searched } from '../vacuity.ts';

export interface SearchHooks {
  readonly limits: Limits;
  readonly onProgress: (progress: Progress) => void;
  readonly isInterrupted: () => boolean;
}

/** A comparison with the base cannot be made: a search that it rests on was cut, or there is more to keep than fits. */
export class ComparisonCut extends Error {
  readonly bound: Bound;
  constructor(bound: Bound) {
    super(bound);
    this.bound = bound;
  }
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

/**
 * The same for a comparison, which needs every state: that an earlier search of the program was complete says nothing of this one, as
 * time passes and users interrupt. Throws `ComparisonCut`.
 */
export function lookAtAll<T>(program: Program, hooks: SearchHooks, take: (look: Look) => T): T {
  return look(program, hooks, (found) => {
    const { completion } = found.explored;
    if (completion.kind === 'limitReached') throw new ComparisonCut(completion.bound);
    return take(found);
  });
}

function resultWithoutVerdicts({ program, counts, completion, coverage }: Explored): SearchResult {
  const { id, configuration, digest } = program.model;
  const model = { id, configuration, digest };
  return Object.freeze({ model, counts, completion, coverage, verdicts: [] });
}
