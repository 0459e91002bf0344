/**
 * Numbers for things, from 0: open addressing over hashes. A native Map holds 2^24 entries, and searches here have to know more.
 *
 * What is numbered stays with whoever asks; this table keeps hashes.
 */

/** Of the slots, at most this share is used. */
const MOST_FILLED = 0.6;

export class Numbers {
  /** A number and one, 0 for a free slot. */
  #slots = new Uint32Array(2 ** 12);
  #hashes = new Int32Array(2 ** 11);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of what has this hash and is the same; a new one, the count before, if there is none. */
  numberOf(hash: number, isSame: (number: number) => boolean): number {
    const mask = this.#slots.length - 1;
    let slot = mixed(hash) & mask;
    for (;;) {
      const number = (this.#slots[slot] as number) - 1;
      if (number < 0) break;
      if (this.#hashes[number] === hash && isSame(number)) return number;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#count + 1;
    this.#hashes[this.#count] = hash;
    this.#count++;
    this.#grow();
    return this.#count - 1;
  }

  #grow(): void {
    if (this.#count === this.#hashes.length) {
      const hashes = new Int32Array(2 * this.#count);
      hashes.set(this.#hashes);
      this.#hashes = hashes;
    }
    if (this.#count < MOST_FILLED * this.#slots.length) return;
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let slot = mixed(this.#hashes[number] as number) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

/** Spreads the upper bits over the lower ones. */
const mixed = (hash: number): number => {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return first ^ (first >>> 13);
};

/** One hash from two, a 32-bit integer. */
export const combined = (hash: number, word: number): number =>
  Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);
