/**
 * What is said of a mutant: a closed union, plain data, because it crosses the border of a thread.
 */
import type { Bound, StepName } from '../../semantics/index.ts';

/** Somebody who notices a mutant. */
export interface Notice {
  /**
   * `race`: a data race that the spec does not declare. `goal`: it is not reached any more. `vacuity`: something never happens any
   * more, of which `check` says VACUOUS.
   */
  readonly kind: 'property' | 'deadlock' | 'ERROR' | 'race' | 'goal' | 'vacuity';
  /** Id of the property, variable of the race, name of the goal, or what never happens. */
  readonly subject: string;
  /** Configuration in which it shows; of several the one with the shortest trace. Null: all of them together. */
  readonly configuration: string | null;
  /** Of the shortest trace, in steps; null where there is none to show. */
  readonly steps: number | null;
}

/** One value that changes, as text. */
export interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The shortest behaviour that only one of the two has: a way to a state, and a last step that changes something in a way of its own. */
export interface OwnBehaviour {
  readonly only: 'mutant' | 'base';
  readonly configuration: string;
  readonly steps: readonly StepName[];
  /** What the last step changes of the observed variables; empty: only the truth of a clause. */
  readonly changes: readonly Change[];
}

export type Judged =
  | {
      readonly kind: 'noticed';
      readonly by: readonly Notice[];
      /** The shortest trace of all; empty when only something that does not happen any more shows it. */
      readonly trace: readonly StepName[];
    }
  /** Validation refuses it. */
  | { readonly kind: 'illFormed'; readonly problem: string }
  /** The mutated line is in no model of these configurations, or the model is the same. */
  | { readonly kind: 'absent' }
  /** A limit was hit before anything was noticed. */
  | { readonly kind: 'undecided'; readonly bound: Bound | 'not compiled' }
  /** The same observable moves as the base. */
  | { readonly kind: 'equivalent' }
  | { readonly kind: 'unnoticed'; readonly difference: OwnBehaviour }
  /** Not noticed, and not compared with the base: with one property asked for, that one does not notice. */
  | { readonly kind: 'holds' };
