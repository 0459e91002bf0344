/**
 * The model: what a spec becomes once variant, configuration and constants are fixed. Frozen, finite and ground.
 *
 * Everything reads this one structure: the reference semantics, the compiled search, traces, analyses, printing. Constants
 * are folded, quantifiers and `forEach` are unrolled, every process instance has a statement tree of its own in which
 * `self` is a number, and every scalar of the state is a *cell*. What is left is a tree of a dozen statement kinds
 * over expressions of a handful of kinds.
 */
import type { LockAction, Source, VariableKind, VariantStatus } from '../lang/index.ts';

/** Values are integers from `low` to `high`; `names` gives the text of `low`, `low + 1`... where they are not numbers. */
export interface ValueDomain {
  readonly kind: 'boolean' | 'enum' | 'range' | 'index' | 'process' | 'optional' | 'set';
  readonly low: number;
  readonly high: number;
  /** The smallest value besides NONE; of a set, the smallest member. */
  readonly first: number;
  readonly names: readonly string[] | null;
  /** Names of the members, of a set only: bit i stands for member i. */
  readonly members: readonly string[] | null;
}

/** One scalar of the state. */
export interface Cell {
  readonly index: number;
  /** As printed: `pm`, `mapped[1]`, `memory_lock.writer`, `user[0].ret`. */
  readonly name: string;
  /** Unique, and safe in TLA+ and Promela. */
  readonly identifier: string;
  readonly kind: VariableKind;
  readonly domain: ValueDomain;
  /** Alternatives; the initial states are all combinations. */
  readonly initial: readonly number[];
  /** The process a local belongs to. */
  readonly process: number | null;
  /** Every access is atomic by itself: never a data race. */
  readonly isAtomic: boolean;
}

export type GroundOperator =
  | 'not'
  | 'and'
  | 'or'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'add'
  | 'sub'
  | 'if'
  | 'in'
  | 'with'
  | 'without'
  | 'union'
  | 'intersect'
  | 'minus'
  | 'subset'
  | 'size';

export type GroundExpr =
  | { readonly kind: 'literal'; readonly value: number }
  /** `isMarked`: read with `READ_ONCE()`. */
  | { readonly kind: 'cell'; readonly cell: number; readonly isMarked?: true }
  /** The element of `choices` with number `index - low`; outside of them is an error of the run. */
  | {
      readonly kind: 'select';
      readonly index: GroundExpr;
      readonly low: number;
      readonly choices: readonly GroundExpr[];
      readonly array: string;
    }
  | {
      readonly kind: 'operator';
      readonly operator: GroundOperator;
      readonly operands: readonly GroundExpr[];
    }
  | {
      readonly kind: 'position';
      readonly predicate: 'inside' | 'at' | 'resting';
      readonly process: number;
      readonly fn: string | null;
      readonly label: string | null;
    };

/** A cell to write: fixed, or selected by an index computed before the step. */
export type GroundPlace = Extract<GroundExpr, { kind: 'cell' | 'select' }>;

export type GroundEffect =
  | {
      readonly kind: 'assign';
      readonly place: GroundPlace;
      readonly value: GroundExpr;
      readonly marked: boolean;
    }
  | {
      readonly kind: 'choose';
      readonly place: GroundPlace;
      readonly name: string;
      readonly options: readonly ChoiceOption[];
    };

/** A value that may be chosen, its text, and the condition under which it may. */
export interface ChoiceOption {
  readonly value: number;
  readonly text: string;
  readonly where: GroundExpr | null;
}

interface GroundBase {
  readonly source: Source;
}

/** A step of the C code: what `unused`, coverage and vacuity speak of. Shared by all calls and instances. */
export interface Unit {
  readonly id: string;
  /** Function or role whose body holds the step. */
  readonly owner: string;
  readonly label: string;
  /** The reason given with `unused`, or null. */
  readonly unused: string | null;
  readonly source: Source;
}

export interface GroundStep extends GroundBase {
  readonly kind: 'step';
  readonly label: string;
  readonly unit: Unit;
  readonly guard: GroundExpr | null;
  readonly effects: readonly GroundEffect[];
  readonly lock: GroundLockAction | null;
  readonly rest: boolean;
}

export interface GroundLockAction extends Omit<LockAction, 'lock'> {
  /** The cell of the lock's writer, which identifies the lock; null when the lock is selected at run time. */
  readonly lock: number | null;
}

export interface GroundWhen extends GroundBase {
  readonly kind: 'when';
  readonly label: string;
  readonly unit: Unit;
  readonly condition: GroundExpr;
  /** Reads shared state: a step of its own. Otherwise control passes through. */
  readonly isStep: boolean;
  readonly then: Block;
  readonly otherwise: Block;
  /** Coverage of the branches that say something; null for an empty one. */
  readonly thenUnit: Unit | null;
  readonly otherwiseUnit: Unit | null;
  readonly rest: boolean;
}

export interface GroundWhile extends GroundBase {
  readonly kind: 'while';
  readonly label: string;
  readonly unit: Unit;
  /** Null: for ever. */
  readonly condition: GroundExpr | null;
  readonly isStep: boolean;
  readonly body: Block;
  readonly rest: boolean;
}

/** One iteration of a `forEach` or `repeat`: a scope of labels, named by what it binds. */
export interface GroundScope extends GroundBase {
  readonly kind: 'scope';
  readonly binding: string | null;
  readonly body: Block;
}

export interface GroundOneOf extends GroundBase {
  readonly kind: 'oneOf';
  readonly branches: readonly Block[];
  readonly rest: boolean;
}

export interface GroundCall extends GroundBase {
  readonly kind: 'call';
  readonly fn: string;
  readonly title: string;
  /** Kernel file and function that it mirrors. */
  readonly mirrors: string | null;
  readonly args: readonly string[];
  /** Locals and the value they return to. */
  readonly resets: readonly { readonly cell: number; readonly value: number }[];
  readonly body: Block;
}

export interface GroundCheck extends GroundBase {
  readonly kind: 'check';
  readonly property: string;
  readonly condition: GroundExpr;
  readonly text: string;
  readonly terms: readonly ModelTerm[];
}

export interface GroundAtomically extends GroundBase {
  readonly kind: 'atomically';
  readonly label: string;
  readonly unit: Unit;
  readonly body: Block;
  readonly rest: boolean;
}

export interface GroundLabel extends GroundBase {
  readonly kind: 'label';
  readonly name: string;
}

export interface GroundGoto extends GroundBase {
  readonly kind: 'goto';
  readonly label: string;
}

export interface GroundReturn extends GroundBase {
  readonly kind: 'return';
}

export interface GroundStop extends GroundBase {
  readonly kind: 'stop';
}

export type GroundStatement =
  | GroundStep
  | GroundWhen
  | GroundWhile
  | GroundScope
  | GroundOneOf
  | GroundCall
  | GroundCheck
  | GroundAtomically
  | GroundLabel
  | GroundGoto
  | GroundReturn
  | GroundStop;

export type Block = readonly GroundStatement[];

export interface ModelProcess {
  readonly index: number;
  /** `admin`, `user[0]`. */
  readonly name: string;
  readonly role: string;
  readonly body: Block;
}

export interface ModelLock {
  readonly name: string;
  readonly kind: 'mutex' | 'rwsem';
  /** Cell of the owner or writer: a process or none. */
  readonly writer: number;
  /** Cells of the sets of readers and of queued writers; null for a mutex. */
  readonly readers: number | null;
  readonly waiting: number | null;
}

/** A named expression that a text mentions, and what it stands for. */
export interface ModelTerm {
  readonly name: string;
  readonly text: string;
}

export interface ModelClause {
  readonly name: string;
  readonly given: GroundExpr | null;
  readonly then: GroundExpr;
  readonly givenText: string | null;
  readonly thenText: string;
  /** The names in both texts, each in front of those that it mentions itself. */
  readonly terms: readonly ModelTerm[];
  readonly source: Source;
}

export interface ModelProperty {
  readonly id: string;
  readonly sentence: string;
  readonly clauses: readonly ModelClause[];
  /** Some `check` statement names it. */
  readonly hasChecks: boolean;
}

export interface ModelGoal {
  readonly name: string;
  readonly condition: GroundExpr;
}

export interface Model {
  /** `family/spec[/variant]`. */
  readonly id: string;
  readonly configuration: string;
  /** What the variant is, in one sentence. */
  readonly summary: string;
  /** What has to be said of it wherever a result is told; null: nothing. */
  readonly status: VariantStatus | null;
  readonly bounds: string;
  /** Kernel version and files that the spec mirrors, or the textbook. */
  readonly mirrors: string;
  /** Value of every constant, as text. */
  readonly constants: Readonly<Record<string, string>>;
  readonly cells: readonly Cell[];
  readonly processes: readonly ModelProcess[];
  readonly locks: readonly ModelLock[];
  readonly properties: readonly ModelProperty[];
  readonly goals: readonly ModelGoal[];
  readonly units: readonly Unit[];
  /** SHA-256 of all of the above that has a meaning: no source positions, no sentences. */
  readonly digest: string;
}

/** The property that no reachable state is stuck; always checked. */
export const DEADLOCK = 'deadlock';
