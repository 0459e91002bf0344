/**
 * Calls between the parts of generated code, for the state in the locals `n0`, `n1`... and the batch that ends at the local `b`.
 */
import { get, moveName, type Wasm, wordName } from '../../compile/index.ts';
import type { TableContext } from './table.ts';

export const wordsOfState = ({ layout }: Pick<TableContext, 'layout'>): readonly Wasm[] =>
  Array.from({ length: layout.words }, (_, word): Wasm => get(wordName(word)));

/** Writes what process number `process` can do to the batch; its new end. */
export const callMove = (context: TableContext, process: number): Wasm => [
  'call',
  moveName(process),
  ...wordsOfState(context),
  get('b'),
];

/** The processes that have to move, as bits. */
export const callStubborn = (context: TableContext): Wasm => [
  'call',
  'stubborn',
  ...wordsOfState(context),
  get('b'),
];
