/**
 * Rows by number, in few large arrays: millions of small ones keep the garbage collector busy.
 */
import type { Row } from '../../compile/index.ts';
import { combined, Numbers } from './numbers.ts';

const CHUNK_ROWS = 2 ** 12;

export class RowStore {
  /** Fields of a row. */
  readonly #length: number;
  readonly #chunks: Int32Array[] = [];
  readonly #numbers = new Numbers();

  constructor(length: number) {
    this.#length = length;
  }

  get count(): number {
    return this.#numbers.count;
  }

  /** The number of a row, which is copied if it is new. */
  numberOf(row: Row): number {
    const before = this.count;
    let hash = 0;
    for (let at = 0; at < row.length; at++) hash = combined(hash, row[at] as number);
    const number = this.#numbers.numberOf(hash, (each) => this.#isAt(each, row));
    if (this.count > before) this.#append(row, number);
    return number;
  }

  /** A view, not to be written to. */
  row(number: number): Row {
    const from = (number % CHUNK_ROWS) * this.#length;
    return this.#chunkOf(number).subarray(from, from + this.#length);
  }

  value(number: number, field: number): number {
    return this.#chunkOf(number)[(number % CHUNK_ROWS) * this.#length + field] as number;
  }

  #isAt(number: number, row: Row): boolean {
    const chunk = this.#chunkOf(number);
    const from = (number % CHUNK_ROWS) * this.#length;
    for (let at = 0; at < row.length; at++) if (chunk[from + at] !== row[at]) return false;
    return true;
  }

  #append(row: Row, number: number): void {
    if (number % CHUNK_ROWS === 0) this.#chunks.push(new Int32Array(CHUNK_ROWS * this.#length));
    this.#chunkOf(number).set(row, (number % CHUNK_ROWS) * this.#length);
  }

  #chunkOf(number: number): Int32Array {
    return this.#chunks[Math.floor(number / CHUNK_ROWS)] as Int32Array;
  }
}
