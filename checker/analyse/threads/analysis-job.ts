/**
 * What is asked of the thread in which an analysis runs, and what it answers: plain data.
 */
import type { Settings } from '../../lang/index.ts';
import type { Limits } from '../../semantics/index.ts';
import type { Closeness } from '../closeness/index.ts';
import type { LockOrder } from '../locks/index.ts';
import type { Races } from '../races/index.ts';
import type { Extent } from './analysis.ts';

export interface AnalysisJob {
  readonly analysis: 'races' | 'locks' | 'closeness';
  /** File URL of the module whose default export is the spec. */
  readonly url: string;
  readonly variant: string;
  readonly configuration: string;
  readonly overrides: Settings;
  readonly limits: Limits;
  /** The one property that is asked about; null: all. Races and locks know no properties. */
  readonly property: string | null;
  /** Races: merged steps are taken apart. */
  readonly isFine: boolean;
  /** Digest of the model that the main thread built; the worker must arrive at the same one. */
  readonly digest: string;
}

export type AnalysisOutcome =
  | { readonly kind: 'races'; readonly extent: Extent; readonly found: Races }
  | { readonly kind: 'locks'; readonly extent: Extent; readonly found: LockOrder }
  | { readonly kind: 'closeness'; readonly extent: Extent; readonly found: Closeness }
  | { readonly kind: 'refused'; readonly reason: string }
  /** It had to be stopped, or the heap was exhausted, before there was anything to report. */
  | { readonly kind: 'cut'; readonly bound: 'interrupted' | 'max-mem' }
  /** A bug: the worker died, built another model, or the reference semantics rejects a path. */
  | { readonly kind: 'failed'; readonly message: string };
