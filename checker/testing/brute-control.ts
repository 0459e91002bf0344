/**
 * The brute force, its control flow: what passes through without a step of its own.
 *
 * `settle` moves one process on until it stands at a step, at a choice of blocks, at a check or at its end.
 */
import { bound, isTrue, readsShared, type Scope } from './brute-expressions.ts';
import {
  type Bindings,
  type Code,
  type Frame,
  frameOf,
  numbers,
  type ProcessState,
  type State,
} from './brute-state.ts';
import type { Block, Statement } from './random-program.ts';

export function processOf(state: State, process: number): ProcessState {
  const found = state.processes[process];
  if (found === undefined) throw new RangeError(`process ${process}`);
  return found;
}

export const updated = (state: State, process: number, change: Partial<ProcessState>): State => ({
  ...state,
  processes: state.processes.map((each, i) => (i === process ? { ...each, ...change } : each)),
});

export const topOf = (state: State, process: number): Frame | undefined =>
  processOf(state, process).frames.at(-1);

/** What the process executes next; undefined at the end of a block, or of the process. */
export function statementAt(code: Code, state: State, process: number): Statement | undefined {
  const top = topOf(state, process);
  return top === undefined ? undefined : code.blocks.get(top.block)?.statements[top.at];
}

export const scopeOf = (code: Code, state: State, process: number): Scope => ({
  code,
  state,
  process,
  bindings: topOf(state, process)?.bindings ?? {},
  positions: null,
});

/** Moves past the statement. */
export function advance(state: State, process: number): State {
  const { frames } = processOf(state, process);
  return updated(state, process, {
    frames: frames.map((frame, i) =>
      i === frames.length - 1 ? { ...frame, at: frame.at + 1 } : frame,
    ),
  });
}

/** Enters a block; where the process stands now, it stands again when the block is done. */
export function enter(
  state: State,
  process: number,
  block: Block,
  more: Partial<Frame> = {},
): State {
  const bindings = topOf(state, process)?.bindings ?? {};
  return updated(state, process, {
    frames: [...processOf(state, process).frames, { ...frameOf(block, bindings), ...more }],
  });
}

/** Moves past the statement and into a block of it. */
export const enterPast = (
  state: State,
  process: number,
  block: Block,
  more: Partial<Frame> = {},
): State => enter(advance(state, process), process, block, more);

export function settle(code: Code, state: State, process: number): State {
  let now = state;
  for (let passed = 0; passed < 1000; passed++) {
    const next = pass(code, now, process);
    if (next === null) return now;
    now = next;
  }
  throw new Error('a cycle without a step');
}

/** Passes through one statement; null where the process has to stop. */
function pass(code: Code, state: State, process: number): State | null {
  const top = topOf(state, process);
  if (top === undefined) return null;
  const statement = statementAt(code, state, process);
  if (statement === undefined) return top.isAtomic ? null : leave(code, state, process);
  switch (statement.kind) {
    case 'when':
    case 'while':
      return readsShared(statement.condition, top.bindings)
        ? null
        : decide(code, state, process, statement);
    case 'forever':
      return enter(state, process, statement.body);
    case 'repeat':
    case 'forEach':
      return iterate(state, process, statement.body, iterationsOf(statement, top.bindings));
    case 'call':
      return call(code, state, process, statement);
    case 'label':
      return advance(state, process);
    case 'goto':
      return jump(code, state, process, statement.name);
    case 'return':
      return comeBack(code, state, process);
    case 'stop':
      return updated(resetLocals(code, state, process, functionsOf(state, process)), process, {
        frames: [],
      });
    default:
      return null;
  }
}

/** Evaluates the condition and goes where it leads. */
export function decide(
  code: Code,
  state: State,
  process: number,
  statement: Extract<Statement, { kind: 'when' | 'while' }>,
): State {
  const holds = isTrue(statement.condition, scopeOf(code, state, process));
  if (statement.kind === 'when')
    return enterPast(state, process, holds ? statement.then : statement.otherwise);
  return holds ? enter(state, process, statement.body) : advance(state, process);
}

/** What the names mean in each round of a loop. */
function iterationsOf(
  loop: Extract<Statement, { kind: 'repeat' | 'forEach' }>,
  bindings: Bindings,
): Bindings[] {
  if (loop.kind === 'repeat') return numbers(1, loop.times).map(() => bindings);
  const values = numbers(loop.low, loop.high);
  return (loop.backwards ? values.reverse() : values).map((value) =>
    bound(bindings, loop.bound, value),
  );
}

function iterate(
  state: State,
  process: number,
  body: Block,
  iterations: readonly Bindings[],
): State {
  const [first, ...left] = iterations;
  if (first === undefined) return advance(state, process);
  return enterPast(state, process, body, { bindings: first, left });
}

function call(
  code: Code,
  state: State,
  process: number,
  statement: Extract<Statement, { kind: 'call' }>,
): State {
  const definition = code.program.functions.find(({ name }) => name === statement.fn);
  if (definition === undefined) throw new Error(`no function ${statement.fn}`);
  const outside = topOf(state, process)?.bindings ?? {};
  const pairs = definition.params.map(({ name }, i) => {
    const expression = statement.args[i];
    if (expression === undefined) throw new Error(`no argument for ${name}`);
    return [name, { expression, bindings: outside }] as const;
  });
  return enterPast(state, process, definition.body, {
    bindings: Object.fromEntries(pairs),
    fn: definition.name,
  });
}

/** At the end of a block: the next iteration, or what follows it. */
export function leave(code: Code, state: State, process: number): State {
  const { frames } = processOf(state, process);
  const top = frames.at(-1) as Frame;
  const outer = frames.slice(0, -1);
  const [next, ...left] = top.left;
  if (next !== undefined)
    return updated(state, process, { frames: [...outer, { ...top, at: 0, bindings: next, left }] });
  const left_ = top.fn === null ? state : resetLocals(code, state, process, [top.fn]);
  return updated(left_, process, { frames: outer });
}

/** Out of the blocks that do not have the label, up to the one that has it. */
function jump(code: Code, state: State, process: number, name: string): State {
  const { frames } = processOf(state, process);
  const labelIn = ({ block }: Frame): number =>
    code.blocks
      .get(block)
      ?.statements.findIndex((each) => each.kind === 'label' && each.name === name) ?? -1;
  const depth = frames.findLastIndex((frame) => labelIn(frame) >= 0);
  const target = frames[depth];
  if (target === undefined) throw new Error(`no label ${name}`);
  return updated(state, process, {
    frames: [...frames.slice(0, depth), { ...target, at: labelIn(target) }],
  });
}

/** Out of the function; outside of any, to the end of the process. */
function comeBack(code: Code, state: State, process: number): State {
  const { frames } = processOf(state, process);
  const depth = frames.findLastIndex(({ fn }) => fn !== null);
  const fn = frames[depth]?.fn ?? null;
  const left = fn === null ? state : resetLocals(code, state, process, [fn]);
  return updated(left, process, { frames: frames.slice(0, Math.max(depth, 0)) });
}

export const functionsOf = (state: State, process: number): string[] =>
  processOf(state, process).frames.flatMap(({ fn }) => (fn === null ? [] : [fn]));

function resetLocals(
  code: Code,
  state: State,
  process: number,
  functions: readonly string[],
): State {
  const initial = code.program.functions
    .filter(({ name }) => functions.includes(name))
    .flatMap(({ locals }) => locals.map((each) => [each.name, each.initial[0] ?? null] as const));
  return updated(state, process, {
    locals: { ...processOf(state, process).locals, ...Object.fromEntries(initial) },
  });
}
