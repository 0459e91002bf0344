/**
 * Control flow between steps: how a process gets from the end of one step to the position of the next.
 *
 * Conditions over constants and locals, jumps, calls, returns and loop counters are no steps; control passes through
 * them as part of the step before (`docs/meaning.md`). A check in front of a step is part of the position: it is evaluated when
 * that step fires.
 */
import type { List } from 'immutable';
import {
  type Block,
  type GroundStatement,
  type ModelProcess,
  type Unit,
  unreachable,
} from '../model/index.ts';
import { isTrue, type PositionQuestions } from './evaluate.ts';
import { type Position, PositionTable, statementAt } from './state.ts';

/** Where control came to rest, with the locals that were reset on the way. */
export interface Arrival {
  readonly position: Position | null;
  readonly cells: List<number>;
}

/** Control flow of one process. `units` collects what control passed through, for coverage. */
export class Control {
  readonly table: PositionTable;
  readonly #body: Block;
  readonly #asks: PositionQuestions;

  constructor(process: ModelProcess, asks: PositionQuestions) {
    this.table = new PositionTable(process.index);
    this.#body = process.body;
    this.#asks = asks;
  }

  start(cells: List<number>, units: Unit[]): Arrival {
    return this.#enterBlock(this.#body, null, 0, cells, units) ?? { position: null, cells };
  }

  /** Control after the statement at `position` is done. */
  after(position: Position, cells: List<number>, units: Unit[]): Arrival {
    let at = position;
    let now = cells;
    for (;;) {
      if (at.index + 1 < at.block.length)
        return this.#enter(sibling(this.table, at, at.index + 1), now, units);
      if (at.parent === null) return { position: null, cells: now };
      at = at.parent;
      const compound = statementAt(at);
      if (compound.kind === 'while') return this.#enter(at, now, units);
      if (compound.kind === 'call') now = resetLocals(compound, now);
    }
  }

  /** The first position inside a block of the statement at `parent`, or what follows that statement if the block is empty. */
  into(
    parent: Position,
    block: Block,
    branch: number,
    cells: List<number>,
    units: Unit[],
  ): Arrival {
    return (
      this.#enterBlock(block, parent, branch, cells, units) ?? this.after(parent, cells, units)
    );
  }

  #enterBlock(
    block: Block,
    parent: Position | null,
    branch: number,
    cells: List<number>,
    units: Unit[],
  ): Arrival | null {
    if (block.length === 0) return null;
    return this.#enter(this.table.at(block, 0, parent, branch), cells, units);
  }

  #enter(position: Position, cells: List<number>, units: Unit[]): Arrival {
    const statement = statementAt(position);
    switch (statement.kind) {
      case 'step':
      case 'atomically':
      case 'oneOf':
      case 'check':
        return { position, cells };
      case 'when':
        return statement.isStep
          ? { position, cells }
          : this.branch(position, statement, cells, units);
      case 'while':
        return statement.isStep
          ? { position, cells }
          : this.branch(position, statement, cells, units);
      case 'scope':
      case 'call':
        return this.into(position, statement.body, 0, cells, units);
      case 'label':
        return this.after(position, cells, units);
      case 'goto':
        return this.after(this.#labelled(position, statement.label), cells, units);
      case 'return':
        return this.#leave(position, cells, units);
      case 'stop':
        return { position: null, cells: resetAllLocals(position, cells) };
      default:
        return unreachable(statement);
    }
  }

  /** Decides a condition in this state and goes where it leads. */
  branch(position: Position, statement: Conditional, cells: List<number>, units: Unit[]): Arrival {
    const reading = { cells, positions: null, asks: this.#asks };
    const holds = statement.condition === null || isTrue(statement.condition, reading);
    units.push(statement.unit);
    if (statement.kind === 'while') {
      return holds
        ? this.into(position, statement.body, 0, cells, units)
        : this.after(position, cells, units);
    }
    const unit = holds ? statement.thenUnit : statement.otherwiseUnit;
    if (unit !== null) units.push(unit);
    return this.into(
      position,
      holds ? statement.then : statement.otherwise,
      holds ? 0 : 1,
      cells,
      units,
    );
  }

  /** The label that a jump names: in this block or one around it, within the function. */
  #labelled(position: Position, name: string): Position {
    for (let at: Position | null = position; at !== null; at = at.parent) {
      const index = at.block.findIndex((each) => each.kind === 'label' && each.name === name);
      if (index >= 0) return sibling(this.table, at, index);
    }
    throw new Error(`no label '${name}': validation lets no such model through`);
  }

  #leave(position: Position, cells: List<number>, units: Unit[]): Arrival {
    for (let at = position.parent; at !== null; at = at.parent) {
      const compound = statementAt(at);
      if (compound.kind === 'call') return this.after(at, resetLocals(compound, cells), units);
    }
    return { position: null, cells };
  }
}

export type Conditional = Extract<GroundStatement, { kind: 'when' | 'while' }>;

function sibling(table: PositionTable, position: Position, index: number): Position {
  return table.at(position.block, index, position.parent, branchOf(position));
}

/** Which block of its parent a position is in: read off its path, where the branch is written. */
function branchOf(position: Position): number {
  const last = position.path.slice(position.path.lastIndexOf('.') + 1);
  return position.parent === null ? 0 : Number(last.slice(0, last.indexOf(':')));
}

function resetLocals(
  call: Extract<GroundStatement, { kind: 'call' }>,
  cells: List<number>,
): List<number> {
  return call.resets.reduce((now, { cell, value }) => now.set(cell, value), cells);
}

function resetAllLocals(position: Position, cells: List<number>): List<number> {
  let now = cells;
  for (let at = position.parent; at !== null; at = at.parent) {
    const compound = statementAt(at);
    if (compound.kind === 'call') now = resetLocals(compound, now);
  }
  return now;
}
