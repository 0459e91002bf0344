/**
 * A small space is searched at once, in the thread that asks: starting another one would take longer than the search.
 */
import type { SearchResult } from '../semantics/index.ts';
import { type SearchRequest, searchModel } from './search-model.ts';

/** States up to which it is a matter of milliseconds: a thread that starts takes longer. */
const SMALL_STATES = 50_000;

/** The result, or null: the space is not small. Blocks the thread for some ten milliseconds. */
export function searchSmall(request: SearchRequest): SearchResult | null {
  const { limits } = request;
  const maxStates = Math.min(limits.maxStates ?? SMALL_STATES, SMALL_STATES);
  const result = searchModel({ ...request, limits: { ...limits, maxStates } });
  const { completion } = result;
  const isCutHere =
    maxStates !== limits.maxStates &&
    completion.kind === 'limitReached' &&
    completion.bound === 'max-states';
  return isCutHere ? null : result;
}
