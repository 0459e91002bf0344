/**
 * A search with the engine that is asked for. The compiled one is the default; what the compiler does not take, the reference semantics
 * searches: slower, with the same result.
 */
import { compile } from '../compile/index.ts';
import type { Model } from '../model/index.ts';
import { type Limits, type SearchHooks, type SearchResult, search } from '../semantics/index.ts';
import { type CompiledHooks, explore } from './compiled-search.ts';
import { disagreement } from './confirm.ts';
import { Disagreement, resultOf } from './findings.ts';
import type { ReductionWish } from './job.ts';
import { reductionOf } from './reduction.ts';
import type { Spare } from './team.ts';

export type Engine = 'compiled' | 'reference';

export interface SearchRequest {
  readonly model: Model;
  readonly limits: Limits;
  readonly engine: Engine;
  readonly hooks: SearchHooks;
  readonly reduction?: ReductionWish;
  readonly spare?: Spare;
}

/** Searches. Throws `Disagreement` if a finding does not stand before the reference semantics. */
export function searchModel(request: SearchRequest): SearchResult {
  const { model, limits, engine, hooks } = request;
  const compiled =
    engine === 'compiled' && hooks.onTransition === undefined ? compile(model) : null;
  if (compiled?.kind === 'program') {
    return explore(compiled.program, limits, hooksOf(request), resultOf);
  }
  const result = search(model, limits, hooks);
  const message = disagreement(model, result);
  if (message !== null) throw new Disagreement(message);
  return result;
}

function hooksOf({ model, hooks, reduction: wish, spare }: SearchRequest): CompiledHooks {
  const reduction = wish === undefined ? null : reductionOf(model, wish);
  return {
    ...hooks,
    ...(spare === undefined ? {} : { spare }),
    ...(reduction === null ? {} : { reduction }),
  };
}
