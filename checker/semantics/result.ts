/**
 * What a search found: a closed union per property, exact counts, and never a boolean.
 *
 * Shared by every engine. Paths are given by states and steps; `checker/trace` turns them into something to read.
 */
import type { Model } from '../model/index.ts';

/** Exact and reproducible, whatever the machine. */
export interface Counts {
  /** Distinct states. */
  readonly distinct: number;
  /** Initial states and every fired transition. */
  readonly generated: number;
  /** Longest shortest path, in steps. */
  readonly depth: number;
}

/** A step of a path: who did what, by name, so that it survives edits elsewhere in the spec. */
export interface StepName {
  readonly process: string;
  /** Calls around the step, outermost first, with arguments and loop values: `vfio_pci_dma_buf_move(true)`, `b=0`. */
  readonly calls: readonly string[];
  readonly label: string;
  /** Values picked by `choose`, in order: `target=D3`. */
  readonly choices: readonly string[];
}

/** A path from an initial state: `states[0]` is initial, `steps[i]` leads to `states[i + 1]`. Values by cell number. */
export interface Path {
  readonly steps: readonly StepName[];
  readonly states: readonly PathState[];
}

export interface PathState {
  readonly cells: readonly number[];
  /** Per process: what it is about to do, for `states` and for deadlocks. */
  readonly positions: readonly PositionText[];
}

/** Where a process is, in words. */
export interface PositionText {
  readonly calls: readonly string[];
  /** Labels of the steps it may take next; empty at the end. */
  readonly next: readonly string[];
  readonly isResting: boolean;
}

/** What a violated property has to show. */
export type Finding =
  /** The last state of the path makes clause number `clause` false. */
  | {
      readonly kind: 'invariant';
      readonly property: string;
      readonly clause: number;
      readonly path: Path;
    }
  /** The last step of the path fires although its check is false. */
  | {
      readonly kind: 'check';
      readonly property: string;
      readonly condition: string;
      readonly path: Path;
    }
  /** The last state of the path has no enabled step although some process does not rest. */
  | { readonly kind: 'deadlock'; readonly property: 'deadlock'; readonly path: Path }
  /**
   * A value or an index outside its domain: the step `failing` after the path would read or write it; null: a property or a
   * goal reads it in the last state, or a process on its way to its first step.
   */
  | {
      readonly kind: 'error';
      readonly property: 'ERROR';
      readonly message: string;
      readonly failing: StepName | null;
      readonly path: Path;
    };

/** The steps of a finding, the failing one of an error included. */
export function stepsOf(finding: Finding): readonly StepName[] {
  if (finding.kind !== 'error' || finding.failing === null) return finding.path.steps;
  return [...finding.path.steps, finding.failing];
}

export type Verdict =
  | { readonly kind: 'holds'; readonly property: string }
  | { readonly kind: 'violated'; readonly property: string; readonly finding: Finding }
  /** Nothing found, but the search did not finish. */
  | { readonly kind: 'inconclusive'; readonly property: string };

/** Why a search ended before it was complete. */
export type Bound = 'max-states' | 'max-depth' | 'max-time' | 'max-mem' | 'first' | 'interrupted';

export type Completion =
  | { readonly kind: 'complete' }
  /** Counts are those of the last complete level; `unexpanded` of its states were not expanded. */
  | { readonly kind: 'limitReached'; readonly bound: Bound; readonly unexpanded: number };

/** What the search saw, for vacuity. */
export interface Coverage {
  /** Ids of the units that fired or were passed through. */
  readonly units: readonly string[];
  /** `property clause-number` of every clause whose premise held in some state. */
  readonly premises: readonly string[];
  /** Properties of which a check was evaluated. */
  readonly checks: readonly string[];
  /** Goals that held in some state. */
  readonly goals: readonly string[];
}

/** What a search left out. Its figures are then of representatives, not of states. */
export interface Reduced {
  /** Roles whose instances were taken as interchangeable; may be none. */
  readonly symmetry: readonly string[];
  /** The only property that the search was for, with stubborn sets; null: without. */
  readonly por: string | null;
}

/** Only steps that one property needs were taken: such a search says nothing of what happens and what does not. */
export const isPartial = ({ reduced }: Pick<SearchResult, 'reduced'>): boolean =>
  reduced !== undefined && reduced.por !== null;

/** What the figures of a search count. */
export const countedIn = ({ reduced }: Pick<SearchResult, 'reduced'>): string =>
  reduced === undefined ? 'states' : 'representatives';

/** One of two accesses that nothing orders. */
export interface RaceAccess {
  /** Function or role whose body holds the step. */
  readonly owner: string;
  readonly access: 'read' | 'write' | 'read-write';
  /** `READ_ONCE()`, `WRITE_ONCE()`. */
  readonly isMarked: boolean;
}

/** Accesses of two functions to one plain variable, next in some reached state, and nothing orders them. */
export interface FoundRace {
  /** Without indices: `revoked`. */
  readonly variable: string;
  /** The first one writes. */
  readonly ends: readonly [RaceAccess, RaceAccess];
  /** To the nearest state in which both are next. */
  readonly steps: number;
}

export interface SearchResult {
  readonly model: Pick<Model, 'id' | 'configuration' | 'digest'>;
  /** Absent: the search left nothing out. */
  readonly reduced?: Reduced;
  readonly counts: Counts;
  readonly completion: Completion;
  /** One per property in declared order, then deadlock; an ERROR, if there is one, first. */
  readonly verdicts: readonly Verdict[];
  readonly coverage: Coverage;
  /** Data races, whatever the spec says of them, nearest first; absent: nobody looked. */
  readonly races?: readonly FoundRace[];
}

export interface Limits {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTimeMs?: number;
  /** Bytes of memory that the search may use. */
  readonly maxMemoryBytes?: number;
  /** Stop at the end of the level with the first violation. */
  readonly first?: boolean;
}

/** Reported at most a few times a second while a search runs. */
export interface Progress {
  readonly depth: number;
  readonly generated: number;
  readonly distinct: number;
  readonly queued: number;
}
