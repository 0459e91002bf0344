// A table that grew holds every state once, where a search for it finds it, and nothing else: also when it is nearly full, where
// states lie far from their homes and around the end.

import { describe, expect, test } from 'vitest';
import barzap from '../../../specs/classics/barzap.ts';
import { compile, type Layout, layOut, layOutWide, type Program } from '../../compile/index.ts';
import { instantiate } from '../../model/index.ts';
import { type MemoryMap, mapMemory, PAGE } from '../memory/memory-map.ts';
import { taskOf } from '../reduction/reduction.ts';
import { generate, type SearchCode } from './module.ts';
import { groupSlots } from './table.ts';

const PAGES = 1024;

function barzapProgram(): Program {
  const [variant] = barzap.variants;
  const [configuration] = barzap.configurations;
  if (variant === undefined || configuration === undefined) throw new Error('barzap is empty');
  const made = instantiate({ spec: barzap, variant, configuration, overrides: {} });
  if (made.kind !== 'model') throw new Error('barzap has mistakes');
  const compiled = compile(made.model);
  if (compiled.kind !== 'program') throw new Error(compiled.reason);
  return compiled.program;
}

const program = barzapProgram();

/** A table by itself, with states that mean nothing. */
class Table {
  readonly #map: MemoryMap;
  readonly #layout: Layout;
  readonly #code: SearchCode;
  readonly #words: BigUint64Array;
  #groups = 0;

  constructor(layOutStates: (program: Program) => Layout) {
    const task = taskOf(program, { layOut: layOutStates });
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
    this.#layout = task.layout;
    this.#map = mapMemory(program, task.layout, memory.buffer.byteLength / PAGE);
    const module = new WebAssembly.Module(
      generate(program, { ...task, map: this.#map, isShared: false }),
    );
    this.#code = new WebAssembly.Instance(module, { env: { memory } })
      .exports as unknown as SearchCode;
    this.#words = new BigUint64Array(memory.buffer);
    this.#code.setWorker(this.#map.batch);
    this.#code.setStore(this.#map.store, 0);
  }

  get words(): number {
    return this.#layout.words;
  }

  get slotsPerGroup(): number {
    return groupSlots(this.#layout);
  }

  resize(groups: number): void {
    this.#groups = groups;
    this.#code.setTable(BigInt(groups), this.#end);
  }

  grow(groups: number): void {
    const before = this.#end;
    this.resize(groups);
    this.#code.spread(before);
  }

  /** Whether the state was new. */
  insert(state: readonly bigint[]): boolean {
    const before = this.#code.added();
    this.#words.set(state, this.#map.batch / 8);
    this.#code.seed(this.#map.batch);
    return this.#code.added() > before;
  }

  /** What is in the table and behind it, as texts, sorted. */
  content(): string[] {
    const from = this.#map.table / 8;
    const to = (this.#end + PAGE) / 8;
    const states: string[] = [];
    for (let at = from; at < to; at += this.words) {
      const state = this.#words.subarray(at, at + this.words);
      if (state.some((word) => word !== 0n)) states.push(state.join());
    }
    return states.sort();
  }

  get #end(): number {
    return this.#map.table + this.#groups * this.slotsPerGroup * 8 * this.words;
  }
}

/** Weyl sequence, multiplied: the same states in every run. */
function states(many: number, words: number, seed: bigint): bigint[][] {
  let now = seed;
  const next = (): bigint => {
    now = BigInt.asUintN(64, now + 0x9e3779b97f4a7c15n);
    return BigInt.asUintN(64, (now ^ (now >> 31n)) * 0xd6e8feb86659fd93n) | 1n;
  };
  return Array.from({ length: many }, () => Array.from({ length: words }, next));
}

const LAYOUTS = [
  ['one word', layOut],
  ['many words', layOutWide],
] as const;

describe.each(LAYOUTS)('states of %s', (_, layOutStates) => {
  test.each([
    [16, 17, 0.95],
    [16, 17, 1],
    [64, 103, 0.99],
    [64, 65, 1],
    [100, 400, 1],
    [1000, 1600, 0.82],
    [1000, 1001, 0.999],
    [1000, 2000, 0.3],
  ])('%d groups become %d, filled by %d', (groups, more, share) => {
    for (let seed = 1n; seed <= 20n; seed++) {
      const table = new Table(layOutStates);
      table.resize(groups);
      const all = states(Math.floor(groups * table.slotsPerGroup * share), table.words, seed);
      for (const state of all) table.insert(state);
      const before = table.content();
      expect(before).toHaveLength(all.length);
      table.grow(more);
      expect(table.content()).toEqual(before);
      expect(all.filter((state) => table.insert(state))).toEqual([]);
    }
  });

  test('it grows again and again', () => {
    const table = new Table(layOutStates);
    table.resize(2);
    const all = states(5000, table.words, 7n);
    let groups = 2;
    for (const [number, state] of all.entries()) {
      if (number >= 0.97 * groups * table.slotsPerGroup) {
        groups += 1 + (number % groups);
        table.grow(groups);
      }
      expect(table.insert(state)).toBe(true);
    }
    expect(table.content()).toHaveLength(all.length);
    expect(all.filter((state) => table.insert(state))).toEqual([]);
  });
});
