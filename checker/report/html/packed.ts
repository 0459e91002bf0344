/**
 * A model as small JSON and back: what the page carries so that a reader can leave the trace.
 *
 * A ground model says the same many times, once per process and unrolled loop. Here each equal value is written once, in a table, and
 * referred to by number. Places in the spec are left out: nothing that a step means depends on them.
 */
import type { Model } from '../../model/index.ts';

export interface Packed {
  /** Values in which `{"$": n}` stands for the value with number n, which comes before. */
  readonly table: readonly unknown[];
  readonly root: unknown;
}

const REFERENCE = '$';
/** A reference is shorter than what is written in fewer characters than this. */
const WORTH_SHARING = 16;

/** The model as a table. Same model, same table. */
export function packed(model: Model): Packed {
  const uses = new Map<string, number>();
  count(plain(model), uses);
  const table: unknown[] = [];
  const numbers = new Map<string, number>();
  const write = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const key = JSON.stringify(value);
    if (key.length < WORTH_SHARING || uses.get(key) === 1) return inner(value, write);
    let number = numbers.get(key);
    if (number === undefined) {
      const written = inner(value, write);
      number = table.push(written) - 1;
      numbers.set(key, number);
    }
    return { [REFERENCE]: number };
  };
  const root = write(plain(model));
  return { table, root };
}

const plain = (model: Model): unknown =>
  JSON.parse(JSON.stringify(model, (key, value) => (key === 'source' ? undefined : value)));

/** How often a value is written when each is written once: what stands in a shared value counts once. */
function count(value: unknown, uses: Map<string, number>): void {
  if (typeof value !== 'object' || value === null) return;
  const key = JSON.stringify(value);
  const before = uses.get(key) ?? 0;
  uses.set(key, before + 1);
  if (before === 0) for (const each of Object.values(value)) count(each, uses);
}

function inner(value: object, write: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(write);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(each)]));
}

/** The model again. Equal parts are the same object. */
export function unpacked({ table, root }: Packed): Model {
  const values: unknown[] = [];
  const read = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (REFERENCE in value) return values[value[REFERENCE] as number];
    return Object.freeze(inner(value, read));
  };
  for (const value of table) values.push(read(value));
  return read(root) as Model;
}
