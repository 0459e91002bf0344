/**
 * The brute force, its state: plain objects, keyed by their JSON.
 *
 * A process's position is its stack of frames: which block, which statement of it comes next, what the names mean there, which
 * iterations are still to come. Nothing is numbered, packed or shared.
 */
import {
  type ArrayDomain,
  type Block,
  blocksOf,
  type Expression,
  type Program,
  type Scalar,
  type Variable,
} from './random-program.ts';

export type ArrayValue = Readonly<Record<number, Scalar>>;

/** What a parameter or a loop name stands for: an expression, and what the names in it mean. */
export interface Binding {
  readonly expression: Expression;
  readonly bindings: Bindings;
}
export type Bindings = Readonly<Record<string, Binding>>;

export interface Frame {
  readonly block: number;
  /** The next statement of the block. */
  readonly at: number;
  readonly bindings: Bindings;
  /** One entry per iteration that follows this one. */
  readonly left: readonly Bindings[];
  /** The function whose body this is; null: a block inside of a body. */
  readonly fn: string | null;
  readonly isAtomic: boolean;
}

export interface ProcessState {
  /** Outermost first; empty at the end of the process. */
  readonly frames: readonly Frame[];
  /** At a down_write: the process has queued. */
  readonly isQueued: boolean;
  readonly locals: Readonly<Record<string, Scalar>>;
}

/** A mutex has an owner only, which stands in `writer`. */
export interface LockState {
  readonly writer: number | null;
  readonly readers: readonly number[];
  readonly waiting: readonly number[];
}

export interface State {
  readonly shared: Readonly<Record<string, Scalar | ArrayValue>>;
  readonly locks: Readonly<Record<string, LockState>>;
  readonly processes: readonly ProcessState[];
}

/** The program and what is looked up in it. */
export interface Code {
  readonly program: Program;
  readonly blocks: ReadonlyMap<number, Block>;
  /** Per process the number of its role. */
  readonly roleOf: readonly number[];
}

export function loadCode(program: Program): Code {
  const blocks = new Map<number, Block>();
  const visit = (block: Block): void => {
    blocks.set(block.id, block);
    block.statements.flatMap(blocksOf).forEach(visit);
  };
  for (const { body } of [...program.functions, ...program.roles]) visit(body);
  const roleOf = program.roles.flatMap(
    ({ count }, role) => Array(count ?? 1).fill(role) as number[],
  );
  return { program, blocks, roleOf };
}

export const frameOf = (block: Block, bindings: Bindings): Frame => ({
  block: block.id,
  at: 0,
  bindings,
  left: [],
  fn: null,
  isAtomic: false,
});

export const literal = (value: number): Expression => ({
  kind: 'literal',
  value,
  domain: { kind: 'range', low: value, high: value },
});

export const numbers = (low: number, high: number): number[] =>
  Array.from({ length: high - low + 1 }, (_, i) => low + i);

/** All combinations of initial values, before anything has passed through. */
export function initialStates({ program, roleOf }: Code): State[] {
  const locks = Object.fromEntries(
    program.locks.map(({ name }) => [name, { writer: null, readers: [], waiting: [] }]),
  );
  const locals = roleOf.map((role) => {
    const own = program.roles[role]?.locals ?? [];
    return combinations([...own, ...program.functions.flatMap((each) => each.locals)]);
  });
  const processes = product(locals).map((each) =>
    each.map((values, process) => ({
      frames: [frameOf(bodyOf(program, roleOf[process] ?? 0), {})],
      isQueued: false,
      locals: values as Record<string, Scalar>,
    })),
  );
  return combinations(program.shared).flatMap((shared) =>
    processes.map((each) => ({ shared, locks, processes: each })),
  );
}

const bodyOf = ({ roles }: Program, role: number): Block => {
  const found = roles[role];
  if (found === undefined) throw new RangeError(`role ${role}`);
  return found.body;
};

function combinations(variables: readonly Variable[]): Record<string, Scalar | ArrayValue>[] {
  const values = variables.map(({ domain, initial }) =>
    domain.kind === 'array' ? arraysOf(domain, initial) : initial,
  );
  return product<Scalar | ArrayValue>(values).map((row) =>
    Object.fromEntries(variables.map(({ name }, i) => [name, row[i] as Scalar | ArrayValue])),
  );
}

function arraysOf({ low, high }: ArrayDomain, initial: readonly Scalar[]): ArrayValue[] {
  const indices = numbers(low, high);
  return product(indices.map(() => initial)).map((row) =>
    Object.fromEntries(indices.map((index, i) => [index, row[i] as Scalar])),
  );
}

/** Every way to take one of each list. */
export function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (rows, list) => rows.flatMap((row) => list.map((each) => [...row, each])),
    [[]],
  );
}
