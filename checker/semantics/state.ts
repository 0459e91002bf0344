/**
 * States of the reference semantics: immutable lists of cell values and of positions.
 *
 * A position is a path in the statement tree of its process. Paths are interned, so that equal positions are the same object
 * and a state has a short canonical string: the key of every store. (An immutable Map or Record must never be that key: their
 * hash adds up small integers and collides massively.)
 */
import { List } from 'immutable';
import type { Block, GroundStatement, Model } from '../model/index.ts';

/** Where a process is: a statement in a block, and the compound statements around it. Null stands for the end. */
export interface Position {
  readonly block: Block;
  readonly index: number;
  /** The compound statement whose block this is; null at the top of the process. */
  readonly parent: Position | null;
  /** Number of the process whose tree it is. */
  readonly process: number;
  /** The path as text, unique within the process. */
  readonly path: string;
  /** Unique within the process, in order of first use; part of keys, never of results. */
  readonly id: number;
}

export const statementAt = (position: Position): GroundStatement =>
  position.block[position.index] as GroundStatement;

export interface State {
  readonly cells: List<number>;
  readonly positions: List<Position | null>;
}

/** Interns the positions of one process. */
export class PositionTable {
  readonly #process: number;
  readonly #byPath = new Map<string, Position>();
  readonly #byId: (Position | null)[] = [null];

  constructor(process: number) {
    this.#process = process;
  }

  /** The position at `index` of `block`; `branch` tells the blocks of one parent apart. */
  at(block: Block, index: number, parent: Position | null, branch: number): Position {
    const path = parent === null ? `${index}` : `${parent.path}.${branch}:${index}`;
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    const position: Position = Object.freeze({
      process: this.#process,
      block,
      index,
      parent,
      path,
      id: this.#byId.length,
    });
    this.#byPath.set(path, position);
    this.#byId.push(position);
    return position;
  }

  byId(id: number): Position | null {
    return this.#byId[id] as Position | null;
  }
}

/** Canonical strings of states, and back. One or two UTF-16 units per cell, two per process. */
export class StateCodec {
  readonly #model: Model;
  readonly #tables: readonly PositionTable[];

  constructor(model: Model, tables: readonly PositionTable[]) {
    this.#model = model;
    this.#tables = tables;
  }

  key(state: State): string {
    const units: number[] = [];
    let index = 0;
    for (const value of state.cells) {
      const { domain } = this.#model.cells[index++] as Model['cells'][number];
      const offset = value - domain.low;
      if (domain.high - domain.low > 0xffff) units.push(offset >>> 16);
      units.push(offset & 0xffff);
    }
    for (const position of state.positions) {
      const id = position?.id ?? 0;
      units.push(id >>> 16, id & 0xffff);
    }
    return String.fromCharCode(...units);
  }

  state(key: string): State {
    let at = 0;
    const cells = this.#model.cells.map(({ domain }) => {
      const wide = domain.high - domain.low > 0xffff;
      const high = wide ? key.charCodeAt(at++) : 0;
      return domain.low + high * 0x10000 + key.charCodeAt(at++);
    });
    const positions = this.#tables.map((table) =>
      table.byId(key.charCodeAt(at++) * 0x10000 + key.charCodeAt(at++)),
    );
    return Object.freeze({ cells: List(cells), positions: List(positions) });
  }
}
