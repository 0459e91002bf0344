/**
 * The states that a search has reached, read where they are stored, level by level: for analyses that ask more of them than
 * generated code notes.
 *
 * Within a level the order of states depends on the number of workers. What an analysis says must not: it may keep the depth at
 * which something is first seen, and have the trace to it found by `walk`.
 */
import { type Row, type Slot, unpack } from '../compile/index.ts';
import type { Explored } from './compiled-search.ts';

/** One stored state. Valid until the next one is visited. */
export interface Reached {
  readonly depth: number;
  /** The value of one field: a cell or, behind the cells, the position of a process. */
  field(number: number): number;
  /** All fields. */
  row(): Row;
}

/** States between two questions whether to go on. */
const CHUNK_STATES = 65_536;

/**
 * Visits every reached state, nearer ones first; false if it was interrupted. Cost: a state is a few additions, and what is read of
 * it is paid by the field.
 */
export function eachReached(
  explored: Explored,
  visit: (state: Reached) => void,
  goesOn: () => boolean = () => true,
): boolean {
  const { map, levels, counts } = explored;
  const cursor = new Cursor(explored);
  let visited = 0;
  for (const [depth, { lo, hi }] of levels.slice(0, counts.depth + 1).entries()) {
    cursor.depth = depth;
    for (let at = lo; at < hi; at += map.state) {
      if (!cursor.moveTo(at)) continue;
      visit(cursor);
      if (++visited % CHUNK_STATES === 0 && !goesOn()) return false;
    }
  }
  return true;
}

class Cursor implements Reached {
  depth = 0;
  readonly #explored: Explored;
  readonly #halves: Uint32Array;
  readonly #words: BigUint64Array;
  #at = 0;

  constructor(explored: Explored) {
    this.#explored = explored;
    this.#halves = new Uint32Array(explored.memory.buffer);
    this.#words = new BigUint64Array(explored.memory.buffer);
  }

  /** False for a slot that holds no state. */
  moveTo(address: number): boolean {
    this.#at = address;
    return this.#words[address / 8] !== 0n;
  }

  field(number: number): number {
    const { word, shift, bits, low, skip } = this.#explored.layout.slots[number] as Slot;
    if (bits === 0) return low;
    const half = this.#at / 4 + word * 2;
    const code = this.#bits(half, shift) & (bits >= 32 ? -1 : (1 << bits) - 1);
    return code === 0 ? low : (code >>> 0) + low + skip;
  }

  row(): Row {
    const { layout } = this.#explored;
    return unpack(layout, this.#words.subarray(this.#at / 8, this.#at / 8 + layout.words));
  }

  /** 32 bits from `shift` on of the word that begins at this half. */
  #bits(half: number, shift: number): number {
    const upper = this.#halves[half + 1] as number;
    if (shift >= 32) return upper >>> (shift - 32);
    const lower = (this.#halves[half] as number) >>> shift;
    return shift === 0 ? lower : lower | (upper << (32 - shift));
  }
}
