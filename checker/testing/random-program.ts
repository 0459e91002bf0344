/**
 * The plain description of a small random program: data only, nothing of the spec language in it.
 *
 * It is read twice: `random-spec.ts` translates it to a spec, `brute-force.ts` interprets it by its own means. So nothing here
 * says what a statement means. Names are unique within a program, and so are the labels of the statements and the numbers of the
 * blocks.
 */

/** What a variable holds: a number, a truth value, no value, a set as an ascending list. Arrays are lists of these. */
export type Scalar = number | boolean | null | readonly number[];

export type ScalarDomain =
  | { readonly kind: 'boolean' }
  | { readonly kind: 'range' | 'optional' | 'set'; readonly low: number; readonly high: number };

/** Array indices run from `low` to `high`. */
export interface ArrayDomain {
  readonly kind: 'array';
  readonly low: number;
  readonly high: number;
  readonly element: ScalarDomain;
}

export interface Variable {
  readonly name: string;
  readonly domain: ScalarDomain | ArrayDomain;
  /** Alternatives; of an array, of every element for itself. */
  readonly initial: readonly Scalar[];
}

export type Operator =
  | 'not'
  | 'and'
  | 'or'
  | 'implies'
  | 'eq'
  | 'ne'
  | 'lt'
  | 'le'
  | 'gt'
  | 'ge'
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
  | 'size'
  | 'isEmpty'
  | 'present'
  | 'valueOf'
  | 'READ_ONCE';

/** A process by its number, or the one that executes the step. */
export type ProcessRef = number | 'self';

export type Expression =
  | { readonly kind: 'literal'; readonly value: Scalar; readonly domain: ScalarDomain }
  | { readonly kind: 'shared' | 'local' | 'bound'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly index: Expression }
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly operands: readonly Expression[];
    }
  | {
      readonly kind: 'every' | 'some' | 'count';
      readonly bound: string;
      readonly low: number;
      readonly high: number;
      readonly body: Expression;
    }
  | { readonly kind: 'owns'; readonly lock: string; readonly process: ProcessRef }
  | {
      readonly kind: 'holds';
      readonly lock: string;
      readonly mode: 'read' | 'write';
      readonly process: ProcessRef;
    }
  | { readonly kind: 'queued'; readonly lock: string }
  | { readonly kind: 'inside'; readonly process: number; readonly fn: string }
  | { readonly kind: 'resting'; readonly process: number }
  | { readonly kind: 'quiescent' };

export type Target =
  | { readonly kind: 'shared'; readonly name: string }
  | { readonly kind: 'local'; readonly name: string }
  | { readonly kind: 'element'; readonly array: string; readonly index: Expression };

export type Effect =
  | { readonly kind: 'assign' | 'WRITE_ONCE'; readonly target: Target; readonly value: Expression }
  | { readonly kind: 'assignAll'; readonly array: string; readonly value: Expression }
  | {
      readonly kind: 'choose';
      readonly target: Target;
      readonly domain: ScalarDomain;
      readonly bound: string;
      readonly where: Expression | null;
    };

export interface Block {
  readonly id: number;
  readonly statements: readonly Statement[];
}

export type LockOperation =
  | 'mutex_lock'
  | 'mutex_unlock'
  | 'down_read'
  | 'up_read'
  | 'down_write'
  | 'up_write'
  | 'downgrade_write';

export type Statement =
  | {
      readonly kind: 'step';
      readonly label: string;
      readonly guard: Expression | null;
      readonly effects: readonly Effect[];
      readonly rest: boolean;
    }
  | {
      readonly kind: 'when';
      readonly label: string;
      readonly condition: Expression;
      readonly then: Block;
      readonly otherwise: Block;
    }
  | {
      readonly kind: 'while';
      readonly label: string;
      readonly condition: Expression;
      readonly body: Block;
    }
  | { readonly kind: 'forever'; readonly body: Block }
  | { readonly kind: 'repeat'; readonly times: number; readonly body: Block }
  | {
      readonly kind: 'forEach';
      readonly bound: string;
      readonly low: number;
      readonly high: number;
      readonly backwards: boolean;
      readonly body: Block;
    }
  | {
      readonly kind: 'oneOfEach';
      readonly bound: string;
      readonly low: number;
      readonly high: number;
      readonly rest: boolean;
      readonly body: Block;
    }
  | { readonly kind: 'oneOf'; readonly branches: readonly Block[]; readonly rest: boolean }
  | {
      readonly kind: 'call';
      readonly label: string;
      readonly fn: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'label' | 'goto'; readonly name: string }
  | { readonly kind: 'return' | 'stop' }
  | { readonly kind: 'check'; readonly property: string; readonly condition: Expression }
  | {
      readonly kind: 'atomically';
      readonly label: string;
      readonly body: Block;
      readonly rest: boolean;
    }
  | {
      readonly kind: 'lock';
      readonly label: string;
      readonly operation: LockOperation;
      readonly lock: string;
    }
  | {
      readonly kind: 'trylock';
      readonly label: string;
      readonly operation: 'mutex_trylock' | 'down_read_trylock' | 'down_write_trylock';
      readonly lock: string;
      readonly taken: Block;
      readonly busy: Block;
    };

export type Lock =
  | { readonly name: string; readonly kind: 'mutex' }
  | { readonly name: string; readonly kind: 'rwsem'; readonly writerPriority: boolean };

export interface Parameter {
  readonly name: string;
  readonly low: number;
  readonly high: number;
}

/** Declared before those that call it. */
export interface FunctionText {
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly locals: readonly Variable[];
  readonly body: Block;
}

export interface RoleText {
  readonly name: string;
  /** Instances; null: one, without a number. */
  readonly count: number | null;
  readonly locals: readonly Variable[];
  readonly body: Block;
}

export interface PropertyText {
  readonly name: string;
  readonly clauses: readonly { readonly given: Expression | null; readonly then: Expression }[];
}

export interface Program {
  readonly shared: readonly Variable[];
  readonly locks: readonly Lock[];
  readonly functions: readonly FunctionText[];
  readonly roles: readonly RoleText[];
  readonly properties: readonly PropertyText[];
}

/** The blocks directly inside of a statement. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case 'when':
      return [statement.then, statement.otherwise];
    case 'trylock':
      return [statement.taken, statement.busy];
    case 'oneOf':
      return statement.branches;
    case 'while':
    case 'forever':
    case 'repeat':
    case 'forEach':
    case 'oneOfEach':
    case 'atomically':
      return [statement.body];
    default:
      return [];
  }
}
