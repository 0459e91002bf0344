/** Models compiled to programs, and programs to code: a plain JavaScript machine and WebAssembly. */
export * from './closures.ts';
export * from './compile.ts';
export {
  type Arrival,
  afterPlace,
  branchOf,
  enterProcess,
  intoBlock,
  type Place,
  statementOf,
} from './flow.ts';
export {
  type Block,
  constant,
  type Expr,
  eq,
  type FiredCheck,
  field,
  not,
  type Statement,
} from './ir.ts';
export * from './layout.ts';
export { callsAround } from './naming.ts';
export { Places } from './places.ts';
export * from './program.ts';
export * from './wasm/assembler.ts';
export {
  batchStride,
  dispatch,
  FAILS,
  type Flags,
  mark,
  moveFunction,
  moveName,
} from './wasm/moves.ts';
export { encoded, get, i32, i64, Values, wordName } from './wasm/values.ts';
