/**
 * The layout of a state in bits: k words of 64 bits, fields side by side, none across two words.
 *
 * Bit 0 of word 0 is set in every state, so that an empty slot of the table is a word of zeros, and bit 1 stays clear: a word with only
 * that bit marks a slot that another thread is filling. Values are stored less the lower bound of their domain.
 */
import type { Field, Program } from './program.ts';

export const WORD_BITS = 64;
export const OCCUPIED = 1n;
export const BEING_FILLED = 2n;
const RESERVED_BITS = 2;

export interface Slot {
  readonly word: number;
  readonly shift: number;
  /** May be 0: a field with one value takes no room. */
  readonly bits: number;
  readonly low: number;
}

export interface Layout {
  /** By number of the field. */
  readonly slots: readonly Slot[];
  readonly words: number;
  /** Bits in use, the two reserved ones included. */
  readonly bits: number;
}

/**
 * Places the fields of a program: the widest first, each into the first word with room for it. The positions come before the cells of
 * the same width, because every step writes one.
 */
export function layOut({ fields }: Pick<Program, 'fields'>): Layout {
  const used = [RESERVED_BITS];
  const slots: Slot[] = [];
  const widestFirst = fields
    .map((field, number) => ({ number, low: field.low, bits: bitsOf(field) }))
    .sort((a, b) => b.bits - a.bits || b.number - a.number);
  for (const { number, low, bits } of widestFirst) {
    let word = used.findIndex((taken) => taken + bits <= WORD_BITS);
    if (word < 0) word = used.push(0) - 1;
    const shift = used[word] as number;
    slots[number] = Object.freeze({ word, shift, bits, low });
    used[word] = shift + bits;
  }
  const bits = used.reduce((sum, taken) => sum + taken, 0);
  return Object.freeze({ slots: Object.freeze(slots), words: used.length, bits });
}

/** Every field in a word of its own: as wide as a state can be. */
export function layOutWide({ fields }: Pick<Program, 'fields'>): Layout {
  const slots = fields.map((field, at) => ({
    word: at + 1,
    shift: 0,
    bits: bitsOf(field),
    low: field.low,
  }));
  const bits = slots.reduce((sum, slot) => sum + slot.bits, RESERVED_BITS);
  return Object.freeze({ slots, words: fields.length + 1, bits });
}

/** Bits for the values of a field. */
export const bitsOf = ({ low, high }: Pick<Field, 'low' | 'high'>): number =>
  32 - Math.clz32(high - low);

/** A state as words. `values` by number of the field. */
export function pack({ slots, words }: Layout, values: ArrayLike<number>): BigUint64Array {
  const packed = new BigUint64Array(words);
  packed[0] = OCCUPIED;
  for (const [number, { word, shift, low }] of slots.entries()) {
    const raw = BigInt((values[number] as number) - low);
    packed[word] = (packed[word] as bigint) | (raw << BigInt(shift));
  }
  return packed;
}

/** The values of the fields of a packed state. */
export function unpack({ slots }: Layout, packed: BigUint64Array): Int32Array {
  return Int32Array.from(slots, ({ word, shift, bits, low }) => {
    const raw = ((packed[word] as bigint) >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n);
    return Number(raw) + low;
  });
}
