/**
 * The store of the reference search: every distinct state once, with the shortest-path graph between them.
 *
 * States are kept as canonical strings; a native Map holds at most 2^24 of them, which is said before it is reached.
 */
import type { State, StateCodec } from './state.ts';

/** A native Map refuses its 16 777 217th entry. */
export const MOST_STATES = 2 ** 24;

const NO_EDGE = -1;

export class Store {
  readonly #codec: StateCodec;
  readonly #ids = new Map<string, number>();
  readonly #keys: string[] = [];
  // The last step of every shortest path, as linked lists: edge e comes from state #from[e], the next edge into the same state is #next[e].
  readonly #first: number[] = [];
  readonly #from: number[] = [];
  readonly #next: number[] = [];
  readonly #depths: number[] = [];

  constructor(codec: StateCodec) {
    this.#codec = codec;
  }

  get size(): number {
    return this.#keys.length;
  }

  /** The number of a state, and whether it is new; a new one gets `depth`. */
  add(state: State, depth: number): { readonly id: number; readonly isNew: boolean } {
    const key = this.#codec.key(state);
    const known = this.#ids.get(key);
    if (known !== undefined) return { id: known, isNew: false };
    const id = this.#keys.length;
    this.#ids.set(key, id);
    this.#keys.push(key);
    this.#first.push(NO_EDGE);
    this.#depths.push(depth);
    return { id, isNew: true };
  }

  /** Remembers a step that lies on a shortest path. */
  link(from: number, to: number): void {
    this.#next.push(this.#first[to] as number);
    this.#first[to] = this.#from.length;
    this.#from.push(from);
  }

  /** States one step before `id` on shortest paths to it; may repeat. */
  predecessors(id: number): readonly number[] {
    const found: number[] = [];
    for (
      let edge = this.#first[id] as number;
      edge !== NO_EDGE;
      edge = this.#next[edge] as number
    ) {
      found.push(this.#from[edge] as number);
    }
    return found;
  }

  depth(id: number): number {
    return this.#depths[id] as number;
  }

  state(id: number): State {
    return this.#codec.state(this.#keys[id] as string);
  }

  idOf(state: State): number | undefined {
    return this.#ids.get(this.#codec.key(state));
  }
}
