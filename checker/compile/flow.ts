/**
 * Control flow between steps, ahead of time: from the end of a statement to every place where control may come to rest, as a
 * tree of the conditions over locals on the way.
 *
 * Conditions over constants and locals, jumps, calls and returns are no steps (`docs/meaning.md`). This is the compiler's own
 * reading of that rule; it shares nothing with the reference semantics but the model.
 */
import {
  type Block,
  type GroundExpr,
  type GroundStatement,
  type Unit,
  unreachable,
} from '../model/index.ts';
import { Refused } from './refused.ts';

/** A statement in the tree of a process: `trail` holds the compound statements around it, innermost last. */
export interface Place {
  readonly block: Block;
  readonly index: number;
  readonly parent: Place | null;
  /** Which block of the parent it is in. */
  readonly branch: number;
  /** Unique within the process. */
  readonly key: string;
}

export const statementOf = ({ block, index }: Place): GroundStatement =>
  block[index] as GroundStatement;

/** Where control goes. */
export type Arrival =
  /**
   * At a place where it rests, or null: the process has ended. On the way `units` were passed and calls `entered`, some of
   * them left again.
   */
  | {
      readonly kind: 'rest';
      readonly place: Place | null;
      readonly units: readonly Unit[];
      readonly entered: readonly Place[];
    }
  /** Locals return to their initial values first. */
  | { readonly kind: 'reset'; readonly resets: readonly Reset[]; readonly then: Arrival }
  | {
      readonly kind: 'decide';
      readonly condition: GroundExpr;
      readonly yes: Arrival;
      readonly no: Arrival;
    };

export interface Reset {
  readonly cell: number;
  readonly value: number;
}

type Conditional = Extract<GroundStatement, { kind: 'when' | 'while' }>;

/** Decisions between two steps, one inside the other; more than any spec has, and less than a stack holds. */
const MOST_DECISIONS = 500;

/** What is passed so far, on one way. */
interface Way {
  readonly units: readonly Unit[];
  readonly entered: readonly Place[];
  readonly length: number;
}

const START: Way = { units: [], entered: [], length: 0 };

const rest = (place: Place | null, { units, entered }: Way): Arrival => ({
  kind: 'rest',
  place,
  units,
  entered,
});

/** The first place of a process. */
export const enterProcess = (body: Block): Arrival => enterBlock(body, null, 0, START);

/** Where control goes after the statement at `place`. */
export const afterPlace = (place: Place): Arrival => after(place, START);

/** Where control goes inside block number `branch` of the statement at `place`. */
export const intoBlock = (place: Place, block: Block, branch: number): Arrival =>
  into(place, block, branch, START);

/** Where control goes when the condition at `place`, a step of its own, holds or does not. */
export function branchOf(place: Place, statement: Conditional, holds: boolean): Arrival {
  return taken(place, statement, holds, START);
}

function after(place: Place, way: Way): Arrival {
  if (place.index + 1 < place.block.length) return enter(sibling(place, place.index + 1), way);
  const { parent } = place;
  if (parent === null) return rest(null, way);
  const compound = statementOf(parent);
  if (compound.kind === 'while') return enter(parent, way);
  const next = (): Arrival => after(parent, way);
  return compound.kind === 'call' ? reset(compound.resets, next()) : next();
}

function into(parent: Place, block: Block, branch: number, way: Way): Arrival {
  return block.length > 0 ? enterBlock(block, parent, branch, way) : after(parent, way);
}

function enterBlock(block: Block, parent: Place | null, branch: number, way: Way): Arrival {
  if (block.length === 0) return rest(null, way);
  return enter(placeAt(block, 0, parent, branch), way);
}

function enter(place: Place, way: Way): Arrival {
  const statement = statementOf(place);
  switch (statement.kind) {
    case 'step':
    case 'atomically':
    case 'oneOf':
    case 'check':
      return rest(place, way);
    case 'when':
    case 'while':
      return statement.isStep ? rest(place, way) : decision(place, statement, way);
    case 'scope':
      return into(place, statement.body, 0, way);
    case 'call':
      return into(place, statement.body, 0, { ...way, entered: [...way.entered, place] });
    case 'label':
      return after(place, way);
    case 'goto':
      return after(labelled(place, statement.label), longer(way));
    case 'return':
      return leave(place, way);
    case 'stop':
      return reset(resetsAround(place), rest(null, way));
    default:
      return unreachable(statement);
  }
}

function decision(place: Place, statement: Conditional, way: Way): Arrival {
  const { condition } = statement;
  if (condition === null) return taken(place, statement, true, way);
  return {
    kind: 'decide',
    condition,
    yes: taken(place, statement, true, way),
    no: taken(place, statement, false, way),
  };
}

function taken(place: Place, statement: Conditional, holds: boolean, way: Way): Arrival {
  const passed = longer(way, statement.unit);
  if (statement.kind === 'while')
    return holds ? into(place, statement.body, 0, passed) : after(place, passed);
  const unit = holds ? statement.thenUnit : statement.otherwiseUnit;
  const further = unit === null ? passed : longer(passed, unit);
  return into(place, holds ? statement.then : statement.otherwise, holds ? 0 : 1, further);
}

function leave(place: Place, way: Way): Arrival {
  for (let at = place.parent; at !== null; at = at.parent) {
    const compound = statementOf(at);
    if (compound.kind === 'call') return reset(compound.resets, after(at, way));
  }
  return rest(null, way);
}

/** The label that a jump names, in this block or one around it. */
function labelled(place: Place, name: string): Place {
  for (let at: Place | null = place; at !== null; at = at.parent) {
    const index = at.block.findIndex((each) => each.kind === 'label' && each.name === name);
    if (index >= 0) return sibling(at, index);
  }
  throw new Refused(`a jump to '${name}', which is nowhere`);
}

function resetsAround(place: Place): readonly Reset[] {
  const resets: Reset[] = [];
  for (let at = place.parent; at !== null; at = at.parent) {
    const compound = statementOf(at);
    if (compound.kind === 'call') resets.push(...compound.resets);
  }
  return resets;
}

const reset = (resets: readonly Reset[], then: Arrival): Arrival =>
  resets.length === 0 ? then : { kind: 'reset', resets, then };

const sibling = ({ block, parent, branch }: Place, index: number): Place =>
  placeAt(block, index, parent, branch);

function placeAt(block: Block, index: number, parent: Place | null, branch: number): Place {
  const key = parent === null ? `${index}` : `${parent.key}/${branch}.${index}`;
  return { block, index, parent, branch, key };
}

function longer({ units, entered, length }: Way, unit?: Unit): Way {
  if (length >= MOST_DECISIONS)
    throw new Refused('control can pass hundreds of decisions between two steps');
  return { units: unit === undefined ? units : [...units, unit], entered, length: length + 1 };
}
