/**
 * Position predicates: inside a function, at a step, resting. Answers depend on the position alone and are remembered.
 */
import type { Block, GroundStatement } from '../model/index.ts';
import type { PositionQuestions } from './evaluate.ts';
import { type Position, statementAt } from './state.ts';

interface Answers {
  readonly functions: ReadonlySet<string>;
  /** `function: label` of every step that may come next. */
  readonly steps: ReadonlySet<string>;
  readonly isResting: boolean;
}

const AT_THE_END: Answers = { functions: new Set(), steps: new Set(), isResting: true };

/** The name of a function without the note that tells two calls apart. */
export const plainName = (fn: string): string => fn.split('#')[0] as string;

export function positionQuestions(): PositionQuestions {
  const remembered = new Map<Position, Answers>();
  const answers = (position: Position | null): Answers => {
    if (position === null) return AT_THE_END;
    let known = remembered.get(position);
    if (known === undefined) {
      known = answer(position);
      remembered.set(position, known);
    }
    return known;
  };
  return {
    isInside: (position, fn) => answers(position).functions.has(fn),
    isAt: (position, fn, label) => answers(position).steps.has(`${fn}: ${label}`),
    isResting: (position) => answers(position).isResting,
  };
}

function answer(position: Position): Answers {
  const functions = new Set<string>();
  for (let at = position.parent; at !== null; at = at.parent) {
    const compound = statementAt(at);
    if (compound.kind === 'call') functions.add(plainName(compound.fn));
  }
  const steps = new Set<string>();
  const isResting = collectFirst(position.block, position.index, steps);
  enterFunctions(position.block, position.index, functions);
  return { functions, steps, isResting };
}

/** A check in front of a call: the step that it belongs to is inside the callee, and so is the process. */
function enterFunctions(block: Block, index: number, functions: Set<string>): void {
  const statement = block[index];
  if (statement?.kind === 'check') enterFunctions(block, index + 1, functions);
  if (statement === undefined || !isTransparent(statement)) return;
  if (statement.kind === 'call') functions.add(plainName(statement.fn));
  enterFunctions(statement.body, 0, functions);
}

/** Adds the steps with which control may go on from here; says whether it rests here. */
function collectFirst(block: Block, index: number, steps: Set<string>): boolean {
  const statement = block[index];
  if (statement === undefined) return false;
  if (statement.kind === 'check') return collectFirst(block, index + 1, steps);
  if (isTransparent(statement)) return collectFirst(statement.body, 0, steps);
  if (statement.kind === 'oneOf') {
    const resting = statement.branches.map((branch) => collectFirst(branch, 0, steps));
    return statement.rest || resting.every(Boolean);
  }
  if ('unit' in statement) steps.add(statement.unit.id);
  return 'rest' in statement && statement.rest;
}

const isTransparent = (
  statement: GroundStatement,
): statement is Extract<GroundStatement, { kind: 'scope' | 'call' }> =>
  statement.kind === 'scope' || statement.kind === 'call';
