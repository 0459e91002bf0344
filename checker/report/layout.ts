/**
 * How a state is laid out in bits: which variable has how many, and how many words a state takes.
 */
import { compile, type Layout, layOut, type Program } from '../compile/index.ts';
import type { Model } from '../model/index.ts';

/** A field of the state, as it is stored. */
export interface LaidOutField {
  readonly name: string;
  /** Null: it has one value only and takes no room. */
  readonly word: number | null;
  readonly shift: number;
  readonly bits: number;
  /** Values that it can have. */
  readonly values: number;
}

export interface LayoutReport {
  readonly words: number;
  readonly bits: number;
  /** Bits that mark an occupied slot, and one that is being filled. */
  readonly reserved: number;
  readonly fields: readonly LaidOutField[];
}

/** The layout of a model, or why the compiler does not take it. */
export function layoutReport(model: Model): LayoutReport | string {
  const compiled = compile(model);
  if (compiled.kind === 'refused') return compiled.reason;
  const { program } = compiled;
  const layout = layOut(program);
  const fields = laidOut(program, layout);
  const used = fields.reduce((sum, { bits }) => sum + bits, 0);
  return { words: layout.words, bits: layout.bits, reserved: layout.bits - used, fields };
}

/** In the order in which they are stored; those without room last. */
function laidOut({ fields }: Program, { slots }: Layout): readonly LaidOutField[] {
  const all = fields.map(({ name, low, high, skip }, number) => {
    const { word = 0, shift = 0, bits = 0 } = slots[number] ?? {};
    return { name, word: bits === 0 ? null : word, shift, bits, values: high - low - skip + 1 };
  });
  const place = ({ word, shift }: LaidOutField): number =>
    word === null ? Number.POSITIVE_INFINITY : word * 64 + shift;
  return all.toSorted((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

/** As text: a line per word, then a line per field. */
export function layoutLines({ words, bits, reserved, fields }: LayoutReport): readonly string[] {
  const stored = fields.filter(({ word }) => word !== null);
  const constant = fields.filter(({ word }) => word === null).map(({ name }) => name);
  const width = Math.max(0, ...stored.map(({ name }) => name.length));
  const head = `${words} word${words === 1 ? '' : 's'} of 64 bits per state, ${bits} bits in use, ${reserved} of them reserved`;
  const rows = stored.map(({ name, word, shift, bits: own, values }) => {
    const place = `word ${word} bit ${String(shift).padStart(2)}`;
    return `  ${name.padEnd(width)}  ${String(own).padStart(2)} bits  ${place}  ${values} values`;
  });
  const none =
    constant.length === 0 ? [] : [`  without room, always the same: ${constant.join(', ')}`];
  return [head, ...rows, ...none];
}
