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
/** Two bits may be reserved. */
const WIDEST_PIECE = WORD_BITS - 2;

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

/** By instance of a role, the fields that are its own, in the same order. */
export type Lanes = readonly (readonly number[])[];

/**
 * Places the fields of a program: the widest first, each into the first word with room for it. The positions come before the cells of
 * the same width, because every step writes one. The fields of a lane lie side by side, so that two lanes are compared
 * and exchanged as a whole.
 */
export function layOut({ fields }: Pick<Program, 'fields'>, roles: readonly Lanes[] = []): Layout {
  const alike = alikeIn(fields, roles);
  const inLanes = new Set(roles.flat(2));
  const pieces = [
    ...roles.flat().flatMap((lane) => cut(lane, alike)),
    ...fields.flatMap((_, number) => (inLanes.has(number) ? [] : [[number]])),
  ];
  const narrow = placed(alike, pieces, 1);
  return narrow.words === 1 ? narrow : placed(alike, pieces, 2);
}

/** Bounds are found one instance after the other; those of the same field of all instances have to be the same. */
function alikeIn(fields: readonly Field[], roles: readonly Lanes[]): readonly Field[] {
  const alike = [...fields];
  for (const [first = [], ...others] of roles) {
    for (const [at, number] of first.entries()) {
      const family = [number, ...others.map((lane) => lane[at] as number)];
      const all = family.map((each) => fields[each] as Field);
      const low = Math.min(...all.map((field) => field.low));
      const high = Math.max(...all.map((field) => field.high));
      const skip = all.every((field) => field.low === low)
        ? Math.min(...all.map((f) => f.skip))
        : 0;
      for (const each of family) alike[each] = { ...(fields[each] as Field), low, high, skip };
    }
  }
  return alike;
}

function placed(
  fields: readonly Field[],
  pieces: readonly (readonly number[])[],
  reserved: number,
): Layout {
  const used = [reserved];
  const slots: Slot[] = [];
  const widestFirst = pieces
    .map((piece) => ({ piece, bits: widthOf(piece, fields) }))
    .sort((a, b) => b.bits - a.bits || (b.piece[0] as number) - (a.piece[0] as number));
  for (const { piece, bits } of widestFirst) {
    let word = used.findIndex((taken) => taken + bits <= WORD_BITS);
    if (word < 0) word = used.push(0) - 1;
    for (const number of piece) {
      const field = fields[number] as Field;
      const shift = used[word] as number;
      slots[number] = slotOf(field, word, shift);
      used[word] = shift + bitsOf(field);
    }
  }
  return layoutOf(slots, used.length, reserved);
}

const widthOf = (piece: readonly number[], fields: readonly Field[]): number =>
  piece.reduce((sum, number) => sum + bitsOf(fields[number] as Field), 0);

/** A lane in pieces that fit a word; like lanes are cut alike. */
function cut(lane: readonly number[], fields: readonly Field[]): readonly (readonly number[])[] {
  const pieces: number[][] = [];
  for (const number of lane) {
    const last = pieces.at(-1);
    if (last !== undefined && widthOf([...last, number], fields) <= WIDEST_PIECE) last.push(number);
    else pieces.push([number]);
  }
  return pieces;
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
