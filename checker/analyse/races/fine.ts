/**
 * A model taken apart: what a spec merges into one step becomes one step for each access to memory, so that other threads run between
 * them. Reads come first, then writes; what is no memory (reference counts, locks, locals) changes with the last of them.
 *
 * Left whole: what a step waits for, `atomically`, steps that take a lock, and a choice. Properties, checks, goals and what fills a
 * ghost are left out: the model is for races alone, and behaves the same without them.
 */
import {
  type Block,
  type Cell,
  type GroundEffect,
  type GroundStatement,
  type GroundStep,
  type GroundWhen,
  type GroundWhile,
  type Model,
  readsOf,
} from '../../model/index.ts';
import { isGhost, someCellOf } from '../threads/accesses.ts';
import { Hoist, type Read } from './hoist.ts';
import { isMemory } from './memory.ts';

/** One access per step. `notMemory`: variables whose accesses do not count. */
export function fineModel(model: Model, notMemory: readonly string[]): Model {
  const cells = [...model.cells];
  const memory = isMemory(model, notMemory);
  const processes = model.processes.map(({ body, ...process }) => {
    const newLocal = (like: Cell): Cell => {
      const index = cells.length;
      const name = `${process.name}.read${index}`;
      const own = { index, name, identifier: `read_${index}`, process: process.index };
      const cell: Cell = Object.freeze({
        ...{ ...like, ...own, kind: 'local', isAtomic: false },
        initial: like.initial.slice(0, 1),
      });
      cells.push(cell);
      return cell;
    };
    const apart = new Apart(model.cells, memory, newLocal);
    return { ...process, body: apart.block(body, []) };
  });
  return { ...model, cells, processes, properties: [], goals: [] };
}

interface Reset {
  readonly cell: number;
  readonly value: number;
}

const withoutGhosts = (step: GroundStep, cells: readonly Cell[]): GroundStep => ({
  ...step,
  effects: step.effects.filter(({ kind, place }) => kind !== 'assign' || !isGhost(cells, place)),
});

/** Parts of `atomically` stay as they are, but for the checks between them and the ghosts. */
const bare = (block: Block, cells: readonly Cell[]): Block =>
  block.flatMap((each): Block => {
    switch (each.kind) {
      case 'check':
        return [];
      case 'step':
        return [withoutGhosts(each, cells)];
      case 'when': {
        const [then, otherwise] = [bare(each.then, cells), bare(each.otherwise, cells)];
        return [{ ...each, then, otherwise }];
      }
      case 'oneOf':
        return [{ ...each, branches: each.branches.map((branch) => bare(branch, cells)) }];
      case 'while':
      case 'scope':
      case 'call':
      case 'atomically':
        return [{ ...each, body: bare(each.body, cells) }];
      default:
        return [each];
    }
  });

type Assign = Extract<GroundEffect, { kind: 'assign' }>;

class Apart {
  readonly #cells: readonly Cell[];
  readonly #memory: readonly boolean[];
  readonly #newLocal: (like: Cell) => Cell;
  #loops = 0;

  constructor(cells: readonly Cell[], memory: readonly boolean[], newLocal: (like: Cell) => Cell) {
    this.#cells = cells;
    this.#memory = memory;
    this.#newLocal = newLocal;
  }

  /** `resets` collects the locals that the call around the block has to reset. */
  block(block: Block, resets: Reset[]): Block {
    return block.flatMap((each) => this.#statement(each, resets));
  }

  #statement(statement: GroundStatement, resets: Reset[]): Block {
    switch (statement.kind) {
      case 'step':
        return this.#step(withoutGhosts(statement, this.#cells), resets);
      case 'when':
        return this.#when(statement, resets);
      case 'oneOf':
        return [
          { ...statement, branches: statement.branches.map((each) => this.block(each, resets)) },
        ];
      case 'while':
        return this.#while(statement, resets);
      case 'scope':
        return [{ ...statement, body: this.block(statement.body, resets) }];
      case 'call': {
        const own: Reset[] = [];
        const body = this.block(statement.body, own);
        return [{ ...statement, body, resets: [...statement.resets, ...own] }];
      }
      case 'atomically':
        return [{ ...statement, body: bare(statement.body, this.#cells) }];
      case 'check':
        return [];
      default:
        return [statement];
    }
  }

  /** What a loop tests is read anew each time: a label in front of the reads, and a jump back to it. */
  #while(statement: GroundWhile, resets: Reset[]): Block {
    const { condition: merged, source, label, unit, isStep, rest } = statement;
    const body = this.block(statement.body, resets);
    if (merged === null || !isStep || this.#reads((hoist) => hoist.expression(merged)) < 2)
      return [{ ...statement, body }];
    const name = `again${this.#loops++}`;
    const test: GroundWhen = {
      ...{ kind: 'when', label, unit, source, condition: merged, isStep, rest },
      ...{ then: [...body, { kind: 'goto', label: name, source }], otherwise: [] },
      ...{ thenUnit: null, otherwiseUnit: null },
    };
    const loop: Block = [{ kind: 'label', name, source }, ...this.#when(test, resets, false)];
    return [{ kind: 'scope', binding: null, source, body: loop }];
  }

  #when(statement: GroundWhen, resets: Reset[], isInside = true): Block {
    const inner = (block: Block): Block => (isInside ? this.block(block, resets) : block);
    const then = inner(statement.then);
    const otherwise = inner(statement.otherwise);
    const { condition: merged } = statement;
    if (!statement.isStep || this.#reads((hoist) => hoist.expression(merged)) < 2)
      return [{ ...statement, then, otherwise }];
    const hoist = this.#hoist(resets);
    const condition = hoist.expression(merged);
    const isStep = this.#isShared(condition);
    return [
      ...this.#readSteps(statement, hoist.reads),
      { ...statement, condition, isStep, then, otherwise, rest: false },
    ];
  }

  #step(statement: GroundStep, resets: Reset[]): Block {
    const { effects, guard, lock } = statement;
    const assigned = effects.filter((each) => each.kind === 'assign');
    const isWhole = lock !== null || guard !== null || assigned.length < effects.length;
    if (isWhole) return [statement];
    const apart = (hoist: Hoist): readonly Assign[] =>
      assigned.map((each) => ({
        ...each,
        place: hoist.place(each.place),
        value: hoist.value(each.value, each.place),
      }));
    const written = assigned.filter((each) => this.#writesMemory(each)).length;
    if (this.#reads(apart) + written < 2) return [statement];
    const hoist = this.#hoist(resets);
    const parts = apart(hoist);
    const writes = parts.filter((each) => this.#writesMemory(each));
    const others = parts.filter((each) => !writes.includes(each));
    const last = writes.at(-1);
    return [
      ...this.#readSteps(statement, hoist.reads),
      ...writes
        .slice(0, -1)
        .map((each) => this.#part(statement, `writes ${this.#nameOf(each)}`, [each])),
      { ...statement, effects: [...(last === undefined ? [] : [last]), ...others], rest: false },
    ].map((each, at) => (at === 0 ? { ...each, rest: statement.rest } : each));
  }

  /** How many reads would be taken out. */
  #reads(takeOut: (hoist: Hoist) => unknown): number {
    const dry = new Hoist(this.#cells, this.#memory, (like) => like);
    takeOut(dry);
    return dry.reads.length;
  }

  #hoist(resets: Reset[]): Hoist {
    return new Hoist(this.#cells, this.#memory, (like) => {
      const cell = this.#newLocal(like);
      resets.push({ cell: cell.index, value: cell.initial[0] ?? 0 });
      return cell;
    });
  }

  #readSteps(statement: GroundStep | GroundWhen, reads: readonly Read[]): readonly GroundStep[] {
    return reads.map(({ effect, cell }, at) => {
      const step = this.#part(statement, `reads ${this.#cells[cell]?.name ?? '?'}`, [effect]);
      return at === 0 ? { ...step, rest: statement.rest } : step;
    });
  }

  #part(
    { label, unit, source }: GroundStep | GroundWhen,
    what: string,
    effects: readonly GroundEffect[],
  ): GroundStep {
    const text = `${label}${label.includes('#') ? ', ' : '#'}${what}`;
    return {
      kind: 'step',
      label: text,
      unit,
      source,
      guard: null,
      effects,
      lock: null,
      rest: false,
    };
  }

  #writesMemory({ place }: GroundEffect): boolean {
    return this.#memory[someCellOf(place)] === true;
  }

  #nameOf({ place }: GroundEffect): string {
    return this.#cells[someCellOf(place)]?.name ?? '?';
  }

  /** Locals that were made for reads stand behind all cells of the model. */
  #isShared(condition: GroundWhen['condition']): boolean {
    let isShared = false;
    readsOf(condition, (read) => {
      isShared ||= 'process' in read || (this.#cells[read.cell]?.kind ?? 'local') !== 'local';
    });
    return isShared;
  }
}
