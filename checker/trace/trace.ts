/**
 * A trace: a counterexample or a replayed run as something to read, whatever it is printed as.
 *
 * Threads are numbered by their place in `threads` and called CPU0, CPU1... Everything that a rendering shows stands here
 * as text or number, so that no rendering needs the model. The structure says nothing about columns, lines or folding.
 */
import type { VariantStatus } from '../lang/index.ts';
import type { Cell, ModelTerm } from '../model/index.ts';
import type { PathState, StepName } from '../semantics/index.ts';

export interface Trace {
  /** `family/spec[/variant]`. */
  readonly id: string;
  readonly configuration: string;
  /** What the variant is, in one sentence. */
  readonly summary: string;
  /** What has to be said of the variant wherever the trace is shown; null: nothing. */
  readonly status: VariantStatus | null;
  /** Kernel version and files that the spec mirrors, or the textbook. */
  readonly mirrors: string;
  /** Constants set with `-c`, as text. */
  readonly constants: Readonly<Record<string, string>>;
  /** The violated property, or the one that a replay looks for. */
  readonly property: string;
  /** The property in one sentence. */
  readonly sentence: string;
  /** No shorter trace exists, and that is proven. */
  readonly isShortest: boolean;
  /** How often one thread is followed by another. */
  readonly switches: number;
  /** Those that take a step or are stuck at the end, in the order of the model. */
  readonly threads: readonly TraceThread[];
  /** Those that somebody holds or queues for in this trace, in the order of the model. */
  readonly locks: readonly TraceLock[];
  readonly start: TraceStart;
  readonly steps: readonly TraceStep[];
  /** `states[0]` is where it starts, `states[n]` what step n leads to; a last step that leaves a domain leads to none. */
  readonly states: readonly PathState[];
  /** What the values of `states` mean, those of locks included. */
  readonly cells: readonly Cell[];
  /** Every process of the model, in the order of the positions in `states`. */
  readonly processes: readonly string[];
  readonly ending: Ending;
  /** Kernel file and function of the last step, or of the check that failed; empty if its function mirrors none. */
  readonly source: string;
  readonly bounds: string;
  readonly digest: string;
}

export interface TraceLock {
  readonly name: string;
  readonly kind: 'mutex' | 'rwsem';
}

export interface TraceThread {
  /** `admin`, `user[0]`. */
  readonly process: string;
  /** What a column is called: the entry point, or the process if it enters in several ways. */
  readonly title: string;
  /** The title is that of the outermost call, which therefore needs no heading of its own. */
  readonly isEntryPoint: boolean;
  /** Activations that are still open at the end. */
  readonly inside: readonly number[];
}

export interface TraceStart {
  /** Every variable but the locks, in the order of the model. */
  readonly values: readonly InitialValue[];
  /** Other properties that the initial state violates. */
  readonly violates: readonly string[];
}

export interface InitialValue {
  readonly name: string;
  readonly value: string;
  /** The violated property reads it. */
  readonly isRelevant: boolean;
  /** The model starts with other values too. */
  readonly isChosen: boolean;
  /** Some process reads or writes it. */
  readonly isUsed: boolean;
}

export interface TraceStep {
  /** Counted from 1. */
  readonly number: number;
  readonly thread: number;
  /** Calls and loop values around the step, outermost first. */
  readonly frames: readonly Frame[];
  /** Without what tells it from an equal statement of the same body. */
  readonly label: string;
  /** How a lock step differs from another of the same label: `queues behind the holder`. */
  readonly note: string | null;
  /** What a condition evaluated to; null for other steps. */
  readonly outcome: boolean | null;
  /** Taking it chose among the branches of its function, and is the only sign of which. */
  readonly isBranch: boolean;
  /** Chosen values, as `name=value`. */
  readonly choices: readonly string[];
  /** Changed variables in the order of the model; locks are told by `holdings`. */
  readonly changes: readonly Change[];
  /** One per lock of the trace, after the step. */
  readonly holdings: readonly Holding[];
  /** Threads that wait in the middle of an operation, after the step. */
  readonly blocked: readonly number[];
  /** Other properties that the step, or the state it leads to, newly violates. */
  readonly violates: readonly string[];
  readonly name: StepName;
}

/** A call, or an iteration of a loop. Two steps with the same activation are in the same execution of it. */
export interface Frame {
  readonly text: string;
  readonly title: string;
  readonly isCall: boolean;
  readonly activation: number;
}

export interface Change {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** The violated property reads it. */
  readonly isRelevant: boolean;
}

/** Who has a lock. Numbers are threads. */
export interface Holding {
  readonly writer: number | null;
  readonly readers: readonly number[];
  readonly waiting: readonly number[];
}

/** A value on which the verdict rests. */
export interface Fact {
  /** `pte[0]=1`, `memory_lock held for write by CPU0`. */
  readonly text: string;
  /** The step that last changed it; 0: it was so at the start. */
  readonly since: number;
}

/** A thread that cannot go on, and what it waits for. */
export interface Wait {
  readonly thread: number;
  /** The steps that it waits to take. */
  readonly labels: readonly string[];
  /** Locks it waits for. */
  readonly locks: readonly LockWait[];
  /** Other values that keep it from going on. */
  readonly facts: readonly Fact[];
}

export interface LockWait extends TraceLock {
  /** Null for a mutex. */
  readonly mode: 'read' | 'write' | null;
  readonly holding: Holding;
}

export type Ending =
  /** The last state makes a clause false. */
  | {
      readonly kind: 'invariant';
      readonly clause: string;
      readonly text: string;
      readonly terms: readonly ModelTerm[];
      readonly facts: readonly Fact[];
    }
  /** The last step fires although its check is false. */
  | {
      readonly kind: 'check';
      readonly text: string;
      readonly terms: readonly ModelTerm[];
      readonly facts: readonly Fact[];
    }
  | { readonly kind: 'deadlock'; readonly waits: readonly Wait[] }
  /** The last step would leave a domain; it leads to no state. */
  | { readonly kind: 'error'; readonly message: string }
  /** Of a replay: every step was taken and the property was not violated, perhaps because the model does not check it. */
  | { readonly kind: 'completed'; readonly isChecked: boolean }
  /** Of a replay: the next step cannot be taken. */
  | { readonly kind: 'stopped'; readonly stop: Stop };

export interface Stop {
  readonly step: StepName;
  /** How many steps there were to take. */
  readonly of: number;
  /** Its thread, or null if the model has no such process. */
  readonly thread: number | null;
  readonly reason: StopReason;
  /** What the process can do instead. */
  readonly instead: readonly StepName[];
}

export type StopReason =
  /** The process is at the step, but its guard is false. */
  | { readonly kind: 'blocked'; readonly guard: string; readonly wait: Wait }
  /** The process is at another step. */
  | { readonly kind: 'elsewhere'; readonly isAtEnd: boolean }
  /** The step is enabled, but not with these chosen values. */
  | { readonly kind: 'choice' }
  /** The step would leave a domain. */
  | { readonly kind: 'error'; readonly message: string }
  /** The model has no initial state with the recorded values. */
  | { readonly kind: 'start'; readonly wanted: readonly string[] }
  | { readonly kind: 'unknownProcess'; readonly help: string }
  /** No step of the process has this label; `help` names the nearest that there is. */
  | { readonly kind: 'unknownStep'; readonly help: string | null };
