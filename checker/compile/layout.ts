/**
 * The layout of a state in bits: k words of 64 bits, fields side by side, none across two words.
 *
 * Bit 0 of word 0 is set in every state, so that an empty slot of the table is a word of zeros. Where a state has several words bit 1
 * stays clear: a word with only that bit marks a slot that another thread is filling. Values are stored less the lower bound of
 * what they can be, and without the gap behind it.
 */
import type { Field, Program } from './program.ts';

export const WORD_BITS = 64;
export const OCCUPIED = 1n;
export const BEING_FILLED = 2n;

export interface Slot {
  readonly word: number;
  readonly shift: number;
  /** May be 0: a field with one value takes no room. */
  readonly bits: number;
  readonly low: number;
  /** Values behind `low` that do not occur and have no code. */
  readonly skip: number;
}

export interface Layout {
  /** By number of the field. */
  readonly slots: readonly Slot[];
  readonly words: number;
  /** Bits in use, the reserved ones included. */
  readonly bits: number;
}

/**
 * Places the fields of a program: the widest first, each into the first word with room for it. The positions come before the cells of
 * the same width, because every step writes one.
 */
export function layOut({ fields }: Pick<Program, 'fields'>): Layout {
  const narrow = placed(fields, 1);
  return narrow.words === 1 ? narrow : placed(fields, 2);
}

function placed(fields: readonly Field[], reserved: number): Layout {
  const used = [reserved];
  const slots: Slot[] = [];
  const widestFirst = fields
    .map((field, number) => ({ field, number, bits: bitsOf(field) }))
    .sort((a, b) => b.bits - a.bits || b.number - a.number);
  for (const { field, number, bits } of widestFirst) {
    let word = used.findIndex((taken) => taken + bits <= WORD_BITS);
    if (word < 0) word = used.push(0) - 1;
    const shift = used[word] as number;
    slots[number] = slotOf(field, word, shift);
    used[word] = shift + bits;
  }
  return layoutOf(slots, used.length, reserved);
}

/** Every field in a word of its own: as wide as a state can be. */
export const layOutWide = ({ fields }: Pick<Program, 'fields'>): Layout =>
  layoutOf(
    fields.map((field, at) => slotOf(field, at + 1, 0)),
    fields.length + 1,
    2,
  );

const slotOf = (field: Field, word: number, shift: number): Slot =>
  Object.freeze({ word, shift, bits: bitsOf(field), low: field.low, skip: field.skip });

function layoutOf(slots: readonly Slot[], words: number, reserved: number): Layout {
  const bits = slots.reduce((sum, slot) => sum + slot.bits, reserved);
  return Object.freeze({ slots: Object.freeze(slots), words, bits });
}

/** Bits for the values of a field. */
export const bitsOf = ({ low, high, skip }: Pick<Field, 'low' | 'high' | 'skip'>): number =>
  32 - Math.clz32(high - low - skip);

/** How a value is stored; -1 for one that cannot occur. */
export function codeOf({ low, skip }: Pick<Slot, 'low' | 'skip'>, value: number): number {
  if (value === low) return 0;
  return value - low - skip > 0 ? value - low - skip : -1;
}

/** A state as words. `values` by number of the field. */
export function pack({ slots, words }: Layout, values: ArrayLike<number>): BigUint64Array {
  const packed = new BigUint64Array(words);
  packed[0] = OCCUPIED;
  for (const [number, slot] of slots.entries()) {
    const code = BigInt(codeOf(slot, values[number] as number));
    packed[slot.word] = (packed[slot.word] as bigint) | (code << BigInt(slot.shift));
  }
  return packed;
}

/** The values of the fields of a packed state. */
export function unpack({ slots }: Layout, packed: BigUint64Array): Int32Array {
  return Int32Array.from(slots, ({ word, shift, bits, low, skip }) => {
    const code = ((packed[word] as bigint) >> BigInt(shift)) & ((1n << BigInt(bits)) - 1n);
    return code === 0n ? low : Number(code) + low + skip;
  });
}
