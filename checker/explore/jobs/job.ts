/**
 * What the command asks of a search and what comes back: plain data, because both cross the border of a thread.
 *
 * A job names its model instead of holding it; the worker builds the model itself from the spec module.
 */
import type { Settings } from '../../lang/index.ts';
import type { Limits, SearchResult } from '../../semantics/index.ts';
import type { Engine, Examine } from '../search-model.ts';
import type { ThreadInput } from './answer-requests.ts';

/** What a search is asked to leave out. */
export interface ReductionWish {
  readonly symmetry: boolean;
  /** The one property that is searched for, with stubborn sets; null: all, without. */
  readonly por: string | null;
}

export interface Job {
  /** File URL of the module whose default export is the spec. */
  readonly url: string;
  /** Name of the variant; empty for a base without a name. */
  readonly variant: string;
  readonly configuration: string;
  /** What the command line sets. */
  readonly overrides: Settings;
  readonly limits: Limits;
  readonly engine: Engine;
  readonly reduction: ReductionWish;
  /** Digest of the model that the main thread built; the worker must arrive at the same one. */
  readonly digest: string;
  /** Name of the variable by whose values the effect of calls is counted; null: it is not. */
  readonly effectsBy: string | null;
  /** Variables that are no memory, so that they have no data races; null: races are not looked for. */
  readonly notMemory: readonly string[] | null;
}

/** How often steps inside a call fired in states in which a variable has one value, and how often they changed something shared. */
export interface EffectCount {
  /** `caller > callee(arguments)`. */
  readonly call: string;
  /** Of the variable, before the step. */
  readonly value: string;
  readonly fired: number;
  readonly changed: number;
  /** What they changed. */
  readonly variables: readonly string[];
}

export type JobOutcome =
  | {
      readonly kind: 'searched';
      readonly result: SearchResult;
      readonly effects: readonly EffectCount[];
    }
  /** The worker's heap was exhausted before a limit could stop the search. */
  | { readonly kind: 'outOfMemory'; readonly heapBytes: number }
  /** Interrupted before it started, or so busy that it had to be stopped without a result. */
  | { readonly kind: 'notSearched'; readonly isStarted: boolean }
  /** A bug: the worker died, built another model, or the reference semantics rejects a finding. */
  | { readonly kind: 'failed'; readonly message: string };

/** What a worker is started with; jobs come as messages. */
export interface WorkerInput extends ThreadInput {
  /** One number: processors that no search uses and no waiting search will. */
  readonly spare: SharedArrayBuffer;
}

/** What a worker runs, and what it looks for races with. */
export interface WorkerProgram {
  /** Of a module that calls `serveSearches(examine)`. */
  readonly url: URL;
  readonly examine: Examine;
}
