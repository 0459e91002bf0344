/**
 * The store and the table of one search as the host sees them: sizes, growth, levels. States themselves are moved by generated code
 * only.
 *
 * The store is a list of states in breadth-first order: each level is a contiguous range of it, and the last one is the frontier.
 * The table grows in place, because the untouched memory behind it costs nothing; it is emptied and filled again from the store.
 */
import type { MemoryMap } from './memory-map.ts';

/** Share of the slots at which the table grows; beyond it, many groups are full. */
const FULL = 0.82;
/** Room above that which a phase may use before it notices. */
const SLACK = 0.15;
const FIRST_SLOTS = 2 ** 16;
/** A small table quadruples; a large one grows by so much that never more than half of it is empty. */
const SMALL_SLOTS = 2 ** 20;
const SMALL_GROWTH = 4;
const LARGE_GROWTH = 1.6;

/** Addresses of the states of a level. */
export interface Level {
  readonly lo: number;
  readonly hi: number;
  /** Distinct states; less than the room when several workers left holes. */
  readonly states: number;
}

export class TableSize {
  readonly #map: MemoryMap;
  readonly #groupSlots: number;
  readonly #limitBytes: number;
  groups = 0;

  /** `limitBytes`: of table and store together. */
  constructor(map: MemoryMap, groupSlots: number, limitBytes: number) {
    this.#map = map;
    this.#groupSlots = groupSlots;
    this.#limitBytes = limitBytes;
  }

  get slots(): number {
    return this.groups * this.#groupSlots;
  }

  /** States at which the table is to grow. */
  get full(): number {
    return Math.floor(FULL * this.slots);
  }

  /** Address behind the last slot. */
  get end(): number {
    return this.#map.table + this.bytes;
  }

  get bytes(): number {
    return this.slots * this.#map.state;
  }

  /** The first size: room for what some states can have as successors. */
  start(mostSuccessors: number): void {
    const needed = Math.ceil((16 * mostSuccessors) / SLACK);
    this.#setSlots(Math.min(Math.max(FIRST_SLOTS, needed), this.#mostSlots(0)));
  }

  /** States that may be expanded at once so that all their successors find room. */
  chunk(mostSuccessors: number, most: number): number {
    return Math.max(1, Math.min(most, Math.floor((SLACK * this.slots) / mostSuccessors)));
  }

  /** Grows for `stored` states of `storeBytes`; false if the memory does not allow it. */
  grow(stored: number, storeBytes: number): boolean {
    const factor = this.slots < SMALL_SLOTS ? SMALL_GROWTH : LARGE_GROWTH;
    const wanted = Math.floor(this.slots * factor);
    const slots = Math.min(wanted, this.#mostSlots(storeBytes));
    if (stored > FULL * slots * 0.95) return false;
    this.#setSlots(slots);
    return true;
  }

  #setSlots(slots: number): void {
    this.groups = Math.floor(slots / this.#groupSlots);
  }

  #mostSlots(storeBytes: number): number {
    const { table, store, state } = this.#map;
    const bytes = Math.min(store - table, this.#limitBytes - storeBytes);
    return Math.max(0, Math.floor(bytes / state));
  }
}
