/**
 * What every analysis of reached states starts from and answers with: plain data, because both cross the border of a thread.
 */
import { compile, type Row } from '../../compile/index.ts';
import { type Explored, explore, pathOf, walk } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import type { Completion, Counts, Limits, Path, Progress } from '../../semantics/index.ts';

/** How far the search got that an analysis rests on. */
export interface Extent {
  readonly counts: Counts;
  readonly completion: Completion;
}

export type Analysed<T> =
  | { readonly kind: 'analysed'; readonly extent: Extent; readonly found: T }
  /** The compiled search does not take this model. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface AnalysisHooks {
  readonly onProgress?: (progress: Progress) => void;
  readonly isInterrupted?: () => boolean;
}

export interface AnalysisWish {
  readonly model: Model;
  readonly limits: Limits;
  readonly hooks: AnalysisHooks;
}

/** Explores the model and hands what was reached to `look`. `isWhole`: it was not interrupted on the way. */
export function analyse<T>(
  { model, limits, hooks }: AnalysisWish,
  look: (
    explored: Explored,
    goesOn: () => boolean,
  ) => { readonly found: T; readonly isWhole: boolean },
): Analysed<T> {
  const compiled = compile(model);
  if (compiled.kind === 'refused') return compiled;
  const goesOn = (): boolean => hooks.isInterrupted?.() !== true;
  return explore(compiled.program, limits, hooks, (explored) => {
    const { found, isWhole } = look(explored, goesOn);
    const { counts, completion } = explored;
    const cut: Completion = { kind: 'limitReached', bound: 'interrupted', unexpanded: 0 };
    const extent = { counts, completion: isWhole ? completion : cut };
    return { kind: 'analysed', extent, found };
  });
}

/** The shortest path to one of the states that are sought, of which the nearest are at this depth. */
export function pathTo(
  explored: Explored,
  depth: number,
  isSought: (row: Row) => boolean,
): { readonly path: Path; readonly row: Row } {
  const walked = walk(explored, { kind: 'sought', depth, isSought });
  return { path: pathOf(explored.program, walked), row: walked.rows.at(-1) as Row };
}
