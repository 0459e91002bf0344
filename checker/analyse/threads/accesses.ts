/**
 * What a step reads and writes in one state: of every cell one access, plain or marked. Of a step that is not enabled, nothing.
 */
import {
  type Block,
  type GroundEffect,
  type GroundExpr,
  type GroundStatement,
  type GroundStep,
  innerBlocks,
  readsOf,
} from '../../model/index.ts';
import type { RaceAccess } from '../../semantics/index.ts';
import type { Mode } from './held.ts';
import type { NextStep, StepStatement } from './next-steps.ts';
import { Misread, Values } from './values.ts';

export type AccessKind = RaceAccess['access'];

export interface Access {
  readonly cell: number;
  readonly kind: AccessKind;
  /** `READ_ONCE()`, `WRITE_ONCE()`: no race with another marked access. */
  readonly isMarked: boolean;
}

export const isWrite = ({ kind }: Access): boolean => kind !== 'read';

/** A lock that a step takes, by the cell that it writes: what else the step does is done under that lock. */
export interface Taken {
  readonly cell: number;
  readonly mode: Mode;
}

/** What an enabled step does. */
export interface Doings {
  readonly accesses: readonly Access[];
  readonly taken: readonly Taken[];
}

/** What a step does, or null: it is not enabled. */
export function doingsOf({ statement, row }: NextStep): Doings | null {
  const run = new Run(Int32Array.from(row));
  try {
    if (!run.statement(statement)) return null;
  } catch (error) {
    if (error instanceof Misread) return null;
    throw error;
  }
  return { accesses: run.accesses(), taken: run.taken };
}

/** Parts of `atomically` run one after the other; of a `choose` in it, the first value that is allowed. */
class Run {
  readonly #row: Int32Array;
  readonly #values: Values;
  /** Cells written, and whether every write was marked. */
  readonly #writes = new Map<number, boolean>();
  readonly taken: Taken[] = [];
  #isInside = false;

  constructor(row: Int32Array) {
    this.#row = row;
    this.#values = new Values(row);
  }

  /** False: it is not enabled. */
  statement(statement: GroundStatement): boolean {
    switch (statement.kind) {
      case 'step':
        return this.#values.isTrue(statement.guard) && this.#effects(statement);
      case 'when': {
        const holds = this.#values.isTrue(statement.condition);
        const { isStep } = statement;
        return isStep && !this.#isInside
          ? true
          : this.#block(holds ? statement.then : statement.otherwise);
      }
      case 'while':
        this.#values.isTrue(statement.condition);
        return true;
      case 'atomically':
        this.#isInside = true;
        return this.#block(statement.body);
      case 'scope':
      case 'call':
        return this.#block(statement.body);
      case 'oneOf':
        return statement.branches.some((branch) => this.#block(branch));
      default:
        return true;
    }
  }

  accesses(): readonly Access[] {
    const { reads } = this.#values;
    const cells = new Set([...reads.keys(), ...this.#writes.keys()]);
    return [...cells].map((cell) => {
      const [read, write] = [reads.get(cell), this.#writes.get(cell)];
      const kind = write === undefined ? 'read' : read === undefined ? 'write' : 'read-write';
      return { cell, kind, isMarked: read !== false && write !== false };
    });
  }

  #block(block: Block): boolean {
    return block.every((each) => this.statement(each));
  }

  /** All right sides are read before anything is written. */
  #effects({ effects, lock }: GroundStep): boolean {
    const writes: [cell: number, value: number][] = [];
    for (const effect of effects) {
      const cell = this.#values.cellOf(effect.place);
      const value =
        effect.kind === 'assign'
          ? this.#values.written(cell, effect.value)
          : (effect.options.find(({ where }) => this.#values.isTrue(where))?.value ?? null);
      if (value === null && effect.kind === 'choose') return false;
      if (value === null) continue;
      const isMarked = effect.kind === 'assign' && effect.marked;
      this.#writes.set(cell, isMarked && this.#writes.get(cell) !== false);
      writes.push([cell, value]);
      if (lock?.action === 'acquire') this.taken.push({ cell, mode: lock.mode });
    }
    for (const [cell, value] of writes) this.#row[cell] = value;
    return true;
  }
}

/** Cells that a step reads or writes in some state; `true`: it may write them. */
export function possibleAccesses(statement: StepStatement): ReadonlyMap<number, boolean> {
  const cells = new Map<number, boolean>();
  const read = (expr: GroundExpr | null): void => {
    if (expr === null) return;
    readsOf(expr, (each) => {
      if ('cell' in each && !cells.has(each.cell)) cells.set(each.cell, false);
    });
  };
  const add = (each: GroundStatement): void => {
    if (each.kind === 'when' || each.kind === 'while') read(each.condition);
    if (each.kind !== 'step') return;
    read(each.guard);
    for (const effect of each.effects) addEffect(effect, read, (cell) => cells.set(cell, true));
  };
  add(statement);
  if (statement.kind === 'atomically') for (const inner of allInside(statement)) add(inner);
  return cells;
}

function addEffect(
  effect: GroundEffect,
  read: (expr: GroundExpr | null) => void,
  write: (cell: number) => void,
): void {
  if (effect.kind === 'assign') read(effect.value);
  else for (const { where } of effect.options) read(where);
  const written = (place: GroundExpr): void => {
    if (place.kind === 'cell') write(place.cell);
    if (place.kind !== 'select') return;
    read(place.index);
    place.choices.forEach(written);
  };
  written(effect.place);
}

/** Every statement inside of one, however deep. */
export function allInside(statement: GroundStatement): readonly GroundStatement[] {
  return innerBlocks(statement)
    .flat()
    .flatMap((inner) => [inner, ...allInside(inner)]);
}
