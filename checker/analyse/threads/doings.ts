/**
 * What a step reads, writes and locks in one state. A step that can end in several ways (branches and chosen values inside of
 * `atomically`) has doings for each of them; one that is not enabled has none.
 */
import type { Row } from '../../compile/index.ts';
import type {
  Block,
  Cell,
  ChoiceOption,
  GroundEffect,
  GroundStatement,
  GroundStep,
} from '../../model/index.ts';
import { type Access, accessesOf, isGhost } from './accesses.ts';
import type { Mode } from './held.ts';
import type { NextStep } from './next-steps.ts';
import { Misread, Values } from './values.ts';

/** A lock that a step takes, by the cell that it writes: what else the step does is done under that lock. */
export interface Taken {
  readonly cell: number;
  readonly mode: Mode;
}

/** One way in which an enabled step can end. */
export interface Doings {
  /** Of a cell that is read and written with different marks two, else one. */
  readonly accesses: readonly Access[];
  readonly taken: readonly Taken[];
  /** The state behind it, before control goes on. */
  readonly after: Row;
}

/** Every way in which the step can end, in declared order. `cells`: of the model. Cost: a copy of the row for each. */
export function doingsOf({ statement, row }: NextStep, cells: readonly Cell[]): readonly Doings[] {
  const runner = new Runner(cells);
  const run = new Run(Int32Array.from(row));
  return runner.step(statement, run).map(({ row: after, values, writes, taken }) => ({
    accesses: accessesOf(values.reads, writes),
    ...{ taken, after },
  }));
}

/** One way through a step, as far as it has come. */
class Run {
  readonly row: Int32Array;
  readonly values: Values;
  readonly writes: Map<number, boolean>;
  readonly taken: Taken[];

  constructor(row: Int32Array, of?: Run) {
    this.row = row;
    this.values = new Values(row, of?.values.reads);
    this.writes = new Map(of?.writes);
    this.taken = [...(of?.taken ?? [])];
  }

  copy(): Run {
    return new Run(this.row.slice(), this);
  }

  /** Values as they are, of which nobody takes note. */
  unnoted(): Values {
    return new Values(this.row);
  }
}

type Written = readonly [cell: number, value: number];

/** Parts of `atomically` run one after the other, each on every way that the parts before it left. */
class Runner {
  readonly #cells: readonly Cell[];

  constructor(cells: readonly Cell[]) {
    this.#cells = cells;
  }

  step(statement: NextStep['statement'], run: Run): readonly Run[] {
    if (statement.kind === 'step' || statement.kind === 'atomically')
      return this.#part(statement, run);
    return unlessMisread(() => {
      run.values.isTrue(statement.condition);
      return [run];
    });
  }

  #block(block: Block, run: Run): readonly Run[] {
    return block.reduce<readonly Run[]>(
      (runs, part) => runs.flatMap((each) => this.#part(part, each)),
      [run],
    );
  }

  #part(part: GroundStatement, run: Run): readonly Run[] {
    switch (part.kind) {
      case 'step':
        return unlessMisread(() => this.#effects(part, run));
      case 'when':
        return unlessMisread(() =>
          this.#block(run.values.isTrue(part.condition) ? part.then : part.otherwise, run),
        );
      case 'oneOf':
        return part.branches.flatMap((branch) => this.#block(branch, run.copy()));
      case 'scope':
      case 'atomically':
        return this.#block(part.body, run);
      case 'call':
        return this.#block(part.body, run).map((each) => {
          for (const { cell, value } of part.resets) each.row[cell] = value;
          return each;
        });
      default:
        return [run];
    }
  }

  /** All right sides are read before anything is written; each chosen value is a way of its own. */
  #effects({ guard, effects, lock }: GroundStep, run: Run): readonly Run[] {
    if (!run.values.isTrue(guard)) return [];
    let ways: readonly (readonly Written[])[] = [[]];
    for (const effect of effects) {
      const isOfGhost = isGhost(this.#cells, effect.place);
      const values = isOfGhost ? run.unnoted() : run.values;
      const cell = values.cellOf(effect.place);
      const options = optionsOf(effect, cell, values);
      if (options === null) continue;
      if (!isOfGhost) note(run, cell, effect);
      ways = ways.flatMap((way) => options.map((value) => [...way, [cell, value] as const]));
      if (lock?.action === 'acquire') run.taken.push({ cell, mode: lock.mode });
    }
    return ways.map((way, at) => {
      const each = at + 1 < ways.length ? run.copy() : run;
      for (const [cell, value] of way) each.row[cell] = value;
      return each;
    });
  }
}

/** An index outside of its array ends this way, and only this one. */
function unlessMisread(run: () => readonly Run[]): readonly Run[] {
  try {
    return run();
  } catch (error) {
    if (error instanceof Misread) return [];
    throw error;
  }
}

function note({ writes }: Run, cell: number, effect: GroundEffect): void {
  const isMarked = effect.kind === 'assign' && effect.marked;
  writes.set(cell, isMarked && writes.get(cell) !== false);
}

/** Values that the cell may get, null: it stays as it is. To know which are allowed takes the conditions of all of them. */
function optionsOf(effect: GroundEffect, cell: number, values: Values): readonly number[] | null {
  if (effect.kind === 'choose') {
    const isAllowed = ({ where }: ChoiceOption): boolean => values.isTrue(where);
    return effect.options.filter(isAllowed).map(({ value }) => value);
  }
  const value = values.written(cell, effect.value);
  return value === null ? null : [value];
}
