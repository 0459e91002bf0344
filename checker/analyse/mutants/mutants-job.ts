/**
 * What is asked of the threads that judge mutants, and what they answer: plain data. A mutant is known by its number in the list that
 * every thread makes for itself from the spec; its name has to be the same there.
 */
import type { ThreadInput } from '../../explore/index.ts';
import type { Settings } from '../../lang/index.ts';
import type { Limits } from '../../semantics/index.ts';
import type { Judged } from './outcome.ts';

export interface MutantsJob {
  /** File URL of the module whose default export is the spec. */
  readonly url: string;
  readonly variant: string;
  readonly configurations: readonly string[];
  readonly overrides: Settings;
  /** Of each search. */
  readonly limits: Limits;
  /** The one property that counts; null: all. */
  readonly property: string | null;
  /** Whether survivors are compared with the base; else they only hold. */
  readonly isCompared: boolean;
  /** Functions and roles to mutate; null: all that is code. */
  readonly only: readonly string[] | null;
}

export interface MutantsInput extends ThreadInput {
  readonly job: MutantsJob;
}

/** Which mutant to judge. */
export interface MutantRequest {
  readonly number: number;
  readonly name: string;
}

/** No mutant can make the one property that counts fall: in these configurations the base violates it itself. */
export interface PropertyFallen {
  readonly kind: 'fallen';
  readonly configurations: readonly string[];
}

export type MutantAnswer =
  | { readonly kind: 'judged'; readonly judged: Judged }
  | PropertyFallen
  /** The thread is gone: its heap was exhausted, or it had to be stopped. */
  | { readonly kind: 'gone'; readonly bound: 'max-mem' | 'interrupted' }
  /** A bug: the thread has other mutants, or the reference semantics rejects a trace. */
  | { readonly kind: 'failed'; readonly message: string };
