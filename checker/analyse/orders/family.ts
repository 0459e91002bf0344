/**
 * One model for all orders of a block: at the end of every unit any other unit may come next.
 *
 * Which one comes next is chosen by a mark, a step that does nothing; the search takes marks together with what stands around
 * them, so that nobody sees them. Made from the ground model, in which `UNIT` stands in front of every unit.
 */
import { repeat } from '../../lang/index.ts';
import {
  type Block,
  type GroundExpr,
  type GroundStatement,
  innerBlocks,
  type Model,
} from '../../model/index.ts';
import { plainName } from '../../semantics/index.ts';
import { LEAVE } from './universe.ts';

/** What a mark does: the next unit of the order, LEAVE for the end; or a jump to one, over all between: with LEAVE, a return. */
export interface Mark {
  readonly unit: number;
  readonly isJump: boolean;
}

const NEXT_UNIT = '@next ';
const JUMP_TO_UNIT = '@jump ';
const NEXT = '@next';
const END = '@end';
const RETURN = '@return';

/** What a step with this label chooses; null for an ordinary step. */
export function markOf(label: string): Mark | null {
  const isJump = label.startsWith(JUMP_TO_UNIT);
  if (!isJump && !label.startsWith(NEXT_UNIT)) return null;
  return { unit: Number(label.slice(label.indexOf(' '))), isJump };
}

const NEVER: GroundExpr = Object.freeze({ kind: 'literal', value: 0 });

type GroundStep = Extract<GroundStatement, { kind: 'step' }>;
type Owned = Pick<GroundStatement, 'source'> & { readonly fn: string };

/** Every order at once. `model` has `UNIT` in front of every unit of a block of `fn`. */
export const familyModel = (model: Model, fn: string): Model =>
  withBlocks(model, (block) => (hasUnits(block) ? familyBlock(block, fn) : block));

/**
 * The function is never called: nobody gets past its first step. Who would call it in the middle of something does not rest there, so
 * that a lock that it holds is no finding; for the same reason a deadlock of this model says nothing.
 */
export const environmentModel = (model: Model, fn: string): Model =>
  withBlocks(model, (block) =>
    block.map((statement) => {
      if (statement.kind !== 'call' || plainName(statement.fn) !== fn) return statement;
      return Object.freeze({
        ...statement,
        body: [Object.freeze({ ...mark(statement, `${NEXT_UNIT}${LEAVE}`), guard: NEVER })],
      });
    }),
  );

/** The blocks of the units, where the model has them first; null: it has none. */
export function unitBlocks(model: Model): readonly Block[] | null {
  const find = (block: Block): readonly Block[] | null => {
    if (hasUnits(block)) return unitsOf(block);
    for (const inner of block.flatMap(innerBlocks)) {
      const found = find(inner);
      if (found !== null) return found;
    }
    return null;
  };
  return model.processes.reduce<readonly Block[] | null>(
    (all, { body }) => all ?? find(body),
    null,
  );
}

/** Stands in front of every unit, and makes no step. */
export const UNIT = repeat(1, []);

// Known by where it was made: a spec may have an empty scope of its own.
const isMark = ({ source }: GroundStatement): boolean => source === UNIT.source;

const hasUnits = (block: Block): boolean => block.some(isMark);

function unitsOf(block: Block): readonly Block[] {
  const units: GroundStatement[][] = [];
  for (const statement of block) {
    if (isMark(statement)) units.push([]);
    else units.at(-1)?.push(statement);
  }
  return units;
}

/** A choice of the next unit, the units one below the other, and a choice of one for every label that is jumped to from another unit. */
function familyBlock(block: Block, fn: string): Block {
  const { source } = block[0] as GroundStatement;
  const owned = { fn, source };
  const units = unitsOf(block);
  const label = (name: string): GroundStatement => ({ kind: 'label', name, source });
  const goto = (to: string): GroundStatement => ({ kind: 'goto', label: to, source });
  const choice = (branches: readonly Block[]): GroundStatement => ({
    kind: 'oneOf',
    branches,
    rest: false,
    source,
  });
  const enter = (unit: number): string => `@unit ${unit}`;
  const choices = units.map((_, unit) => [mark(owned, `${NEXT_UNIT}${unit}`), goto(enter(unit))]);
  const leave = [mark(owned, `${NEXT_UNIT}${LEAVE}`), goto(END)];
  const bodies = units.flatMap((unit, number) => [
    label(enter(number)),
    ...redirected(unit),
    goto(NEXT),
  ]);
  const landings = units.flatMap((unit, number) =>
    labelsIn(unit).flatMap((name) => [
      label(landingFor(name)),
      choice([[mark(owned, `${JUMP_TO_UNIT}${number}`), goto(name)]]),
    ]),
  );
  const returned = [mark(owned, `${JUMP_TO_UNIT}${LEAVE}`), { kind: 'return' as const, source }];
  const returns = units.some(hasReturn) ? [label(RETURN), choice([returned])] : [];
  return [label(NEXT), choice([...choices, leave]), ...bodies, ...landings, ...returns, label(END)];
}

/** Of the function itself: that of a callee is its own. */
const hasReturn = (block: Block): boolean =>
  block.some(
    (statement) =>
      statement.kind === 'return' ||
      (statement.kind !== 'call' && innerBlocks(statement).some(hasReturn)),
  );

const landingFor = (label: string): string => `@to ${label}`;

const labelsIn = (unit: Block): readonly string[] =>
  unit.flatMap((statement) => (statement.kind === 'label' ? [statement.name] : []));

/** Jumps to other units, and returns, go to where that is chosen first. */
function redirected(unit: Block): Block {
  const own = new Set<string>();
  const note = (block: Block): void => {
    for (const statement of block) {
      if (statement.kind === 'label') own.add(statement.name);
      if (statement.kind !== 'call') for (const inner of innerBlocks(statement)) note(inner);
    }
  };
  note(unit);
  const inBlock = (block: Block): Block => block.map(inStatement);
  const inStatement = (statement: GroundStatement): GroundStatement => {
    if (statement.kind === 'call') return statement;
    if (statement.kind === 'return')
      return Object.freeze({ kind: 'goto', label: RETURN, source: statement.source });
    if (statement.kind === 'goto' && !own.has(statement.label))
      return Object.freeze({ ...statement, label: landingFor(statement.label) });
    return withInner(statement, inBlock);
  };
  return inBlock(unit);
}

function mark({ fn, source }: Owned, label: string): GroundStep {
  return Object.freeze({
    kind: 'step',
    label,
    unit: { id: `${fn}: ${label}`, owner: fn, label, unused: null, source },
    guard: null,
    effects: [],
    lock: null,
    rest: false,
    source,
  });
}

/** Every block of the processes, the innermost first. */
function withBlocks(model: Model, change: (block: Block) => Block): Model {
  const inBlock = (block: Block): Block =>
    Object.freeze(change(block.map((statement) => withInner(statement, inBlock))));
  const processes = model.processes.map((each) =>
    Object.freeze({ ...each, body: inBlock(each.body) }),
  );
  return Object.freeze({ ...model, processes: Object.freeze(processes) });
}

function withInner(statement: GroundStatement, inBlock: (block: Block) => Block): GroundStatement {
  switch (statement.kind) {
    case 'when':
      return Object.freeze({
        ...statement,
        then: inBlock(statement.then),
        otherwise: inBlock(statement.otherwise),
      });
    case 'oneOf':
      return Object.freeze({ ...statement, branches: statement.branches.map(inBlock) });
    case 'call':
    case 'while':
    case 'scope':
    case 'atomically':
      return Object.freeze({ ...statement, body: inBlock(statement.body) });
    default:
      return statement;
  }
}
