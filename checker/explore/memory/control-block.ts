/**
 * What the workers of one search tell each other: a few words at the start of the shared memory.
 *
 * One of them, the coordinator, decides; the others wait for a phase, take chunks of it from a common cursor, and report that they are
 * done. No value is read for a decision while somebody may still change it.
 */
import { STORE_TOP } from './memory-map.ts';

export type PhaseKind = 'expand' | 'judge' | 'quit';
const KINDS: readonly PhaseKind[] = ['expand', 'judge', 'quit'];

const WORD = {
  sequence: 0,
  kind: 1,
  busy: 2,
  stop: 3,
  ready: 4,
  cursor: 5,
  chunkStates: 7,
  low: 8,
  high: 9,
  groups: 10,
  tableEnd: 11,
  highWater: 12,
} as const;

/** Per worker: states added and successors generated since it started. */
const TALLIES_AT = 1024;
const TALLY_BYTES = 16;

/** A chunk takes milliseconds. */
const PATIENCE_MS = 60_000;

/** A range of the store, in chunks. */
export interface Phase {
  readonly kind: PhaseKind;
  readonly low: number;
  readonly high: number;
  readonly chunkStates: number;
  /** Address in the store at which no further chunk is begun. */
  readonly highWater: number;
}

/** Addresses of a chunk. */
export type Chunk = readonly [low: number, high: number];

export class ControlBlock {
  readonly #words: Int32Array;
  readonly #tallies: BigInt64Array;
  readonly #state: number;

  constructor(buffer: SharedArrayBuffer, state: number) {
    this.#words = new Int32Array(buffer, 0, 64);
    this.#tallies = new BigInt64Array(buffer, TALLIES_AT, 256);
    this.#state = state;
  }

  get storeTop(): number {
    return Atomics.load(this.#words, STORE_TOP / 4) >>> 0;
  }

  set storeTop(address: number) {
    Atomics.store(this.#words, STORE_TOP / 4, address | 0);
  }

  /** Publishes a phase; helpers see it when `release` lets them go. */
  prepare({ kind, low, high, chunkStates, highWater }: Phase): void {
    this.#set('kind', KINDS.indexOf(kind));
    this.#set('low', low);
    this.#set('high', high);
    this.#set('cursor', 0);
    this.#set('chunkStates', chunkStates);
    this.#set('highWater', highWater);
    this.#set('stop', 0);
  }

  release(helpers: number): void {
    this.#set('busy', helpers);
    Atomics.add(this.#words, WORD.sequence, 1);
    Atomics.notify(this.#words, WORD.sequence);
  }

  awaitHelpers(): void {
    for (;;) {
      const busy = Atomics.load(this.#words, WORD.busy);
      if (busy === 0) return;
      if (Atomics.wait(this.#words, WORD.busy, busy, PATIENCE_MS) === 'timed-out')
        throw new Error('a helper of the search does not answer');
    }
  }

  /** Waits for the phase after number `sequence`; returns its number. */
  awaitPhase(sequence: number): number {
    Atomics.wait(this.#words, WORD.sequence, sequence);
    return Atomics.load(this.#words, WORD.sequence);
  }

  get sequence(): number {
    return Atomics.load(this.#words, WORD.sequence);
  }

  done(): void {
    if (Atomics.sub(this.#words, WORD.busy, 1) === 1) Atomics.notify(this.#words, WORD.busy);
  }

  /** A helper is there and will take part in the next phase. */
  announce(): void {
    Atomics.add(this.#words, WORD.ready, 1);
    Atomics.notify(this.#words, WORD.ready);
  }

  awaitReady(helpers: number): void {
    for (let ready = this.ready; ready < helpers; ready = this.ready)
      Atomics.wait(this.#words, WORD.ready, ready, PATIENCE_MS);
  }

  get ready(): number {
    return Atomics.load(this.#words, WORD.ready);
  }

  get kind(): PhaseKind {
    return KINDS[this.#get('kind')] as PhaseKind;
  }

  stop(): void {
    this.#set('stop', 1);
  }

  /** The next chunk of the phase, as long as nobody stopped it and there is room. The cursor counts states. */
  take(storeTop: number): Chunk | null {
    if (this.#get('stop') !== 0 || storeTop > this.#get('highWater') >>> 0) return null;
    const states = this.#get('chunkStates');
    const low = this.#get('low') >>> 0;
    const high = this.#get('high') >>> 0;
    const from = low + Atomics.add(this.#words, WORD.cursor, states) * this.#state;
    return from >= high ? null : [from, Math.min(high, from + states * this.#state)];
  }

  /** Address of the first state of the phase that nobody took. */
  get position(): number {
    const low = this.#get('low') >>> 0;
    return Math.min(this.#get('high') >>> 0, low + this.#get('cursor') * this.#state);
  }

  get table(): readonly [groups: number, end: number] {
    return [this.#get('groups') >>> 0, this.#get('tableEnd')];
  }

  set table([groups, end]: readonly [groups: number, end: number]) {
    this.#set('groups', groups);
    this.#set('tableEnd', end);
  }

  tally(worker: number, added: number, generated: bigint): void {
    this.#tallies[(worker * TALLY_BYTES) / 8] = BigInt(added);
    this.#tallies[(worker * TALLY_BYTES) / 8 + 1] = generated;
  }

  tallyOf(worker: number): { readonly added: number; readonly generated: number } {
    return {
      added: Number(this.#tallies[(worker * TALLY_BYTES) / 8]),
      generated: Number(this.#tallies[(worker * TALLY_BYTES) / 8 + 1]),
    };
  }

  #get(word: keyof typeof WORD): number {
    return Atomics.load(this.#words, WORD[word]);
  }

  #set(word: keyof typeof WORD, value: number): void {
    Atomics.store(this.#words, WORD[word], value | 0);
  }
}
