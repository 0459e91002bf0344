/**
 * A search with the engine that is asked for. The compiled one is the default; what the compiler does not take, the reference semantics
 * searches: slower, with the same result.
 */
import { compile } from '../compile/index.ts';
import type { Model } from '../model/index.ts';
import { type Limits, type SearchHooks, type SearchResult, search } from '../semantics/index.ts';
import { type CompiledHooks, type Explored, explore } from './compiled-search.ts';
import { disagreement } from './confirm.ts';
import { Disagreement, resultOf } from './findings.ts';
import type { ReductionWish } from './jobs/job.ts';
import { reductionOf } from './reduction/reduction.ts';
import type { Spare } from './team.ts';

export type Engine = 'compiled' | 'reference';

/** Looks for data races in a search that is done; null: it cannot tell. */
export type Examine = (
  explored: Explored,
  notMemory: readonly string[],
  goesOn: () => boolean,
) => SearchResult['races'] | null;

export interface SearchRequest {
  readonly model: Model;
  readonly limits: Limits;
  readonly engine: Engine;
  readonly hooks: SearchHooks;
  readonly reduction?: ReductionWish;
  readonly spare?: Spare;
  /** Absent, and where the search leaves anything out or is not compiled: races are not looked for. */
  readonly examine?: (explored: Explored) => SearchResult['races'] | null;
}

/** The part of a request that has races looked for; `notMemory` null: they are not. */
export const examining = (
  examine: Examine,
  notMemory: readonly string[] | null,
  goesOn: () => boolean = () => true,
): Pick<SearchRequest, 'examine'> =>
  notMemory === null ? {} : { examine: (explored) => examine(explored, notMemory, goesOn) };

/** Searches. Throws `Disagreement` if a finding does not stand before the reference semantics. */
export function searchModel(request: SearchRequest): SearchResult {
  const { model, limits, engine, hooks } = request;
  const compiled =
    engine === 'compiled' && hooks.onTransition === undefined ? compile(model) : null;
  if (compiled?.kind === 'program') {
    return explore(compiled.program, limits, hooksOf(request), (explored) =>
      withRaces(resultOf(explored), explored, request),
    );
  }
  const result = search(model, limits, hooks);
  const message = disagreement(model, result);
  if (message !== null) throw new Disagreement(message);
  return result;
}

function withRaces(
  result: SearchResult,
  explored: Explored,
  { examine }: SearchRequest,
): SearchResult {
  const races = explored.reduction === null ? examine?.(explored) : null;
  return races === undefined || races === null
    ? result
    : Object.freeze({ ...result, races: Object.freeze(races) });
}

function hooksOf({ model, hooks, reduction: wish, spare }: SearchRequest): CompiledHooks {
  const reduction = wish === undefined ? null : reductionOf(model, wish);
  return {
    ...hooks,
    ...(spare === undefined ? {} : { spare }),
    ...(reduction === null ? {} : { reduction }),
  };
}
