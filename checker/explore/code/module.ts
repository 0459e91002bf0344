/**
 * The module of a search: the moves of the processes, the table, and the loops over the store, as bytes.
 *
 * No text of a spec gets here: the module imports one memory and exports functions over addresses.
 */
import {
  assemble,
  type Code,
  FAILS,
  get,
  i32,
  moveFunction,
  type Program,
  Values,
  type Wasm,
  type WasmFunction,
} from '../../compile/index.ts';
import { callMove } from './calls.ts';
import {
  backFunction,
  CONE_GLOBALS,
  lookFunction,
  noteFunction,
  WEIGH_GLOBALS,
  weighFunction,
} from './cone.ts';
import { spreadFunction } from './growth.ts';
import { CLEAR, expandFunction, judgeFunction } from './loops.ts';
import { MOVER_GLOBAL, representFunction, type SearchContext } from './representative.ts';
import { stubbornFunctions } from './stubborn.ts';
import { flushFunction, loadWords, locals, TABLE_GLOBALS, type TableContext } from './table.ts';

/** What the module exports. Addresses are unsigned, but come out of WebAssembly as signed numbers. */
export interface SearchCode {
  readonly expand: (lo: number, hi: number) => void;
  readonly judge: (lo: number, hi: number) => void;
  readonly spread: (end: number) => void;
  readonly clear: (at: number, bytes: number) => void;
  readonly represent: (at: number) => void;
  readonly seed: (at: number) => void;
  readonly moves: (at: number, process: number) => number;
  readonly isAtRest: (at: number) => number;
  readonly note: (from: number, to: number) => void;
  readonly look: (at: number) => bigint;
  readonly back: (lo: number, hi: number, out: number) => number;
  readonly setWorker: (batch: number) => void;
  readonly setTable: (groups: bigint, end: number) => void;
  readonly setStore: (top: number, block: number) => void;
  readonly setCone: (slots: bigint, end: number) => void;
  readonly setMover: (mover: number) => void;
  readonly mover: () => number;
  readonly top: () => number;
  readonly added: () => number;
  readonly generated: () => bigint;
  readonly fails: () => number;
}

/** Generates the module. `isShared`: several workers put states into the table at the same time. */
export function generate(program: Program, context: SearchContext): Uint8Array<ArrayBuffer> {
  const { layout, map } = context;
  const moveContext = { layout, flags: map.flags, temps: program.temps };
  return assemble({
    pages: map.pages,
    globals: {
      ...TABLE_GLOBALS,
      ...CONE_GLOBALS,
      ...WEIGH_GLOBALS,
      ...MOVER_GLOBAL,
      [FAILS]: ['i32', 0],
    },
    functions: [
      ...program.processes.map((process, number) => moveFunction(process, number, moveContext)),
      flushFunction(context),
      ...(context.stubborn === null ? [] : stubbornFunctions(program, context, context.stubborn)),
      expandFunction(program, context),
      judgeFunction(program, context),
      spreadFunction(context),
      CLEAR,
      representFunction(context),
      seedFunction(context),
      movesFunction(program, context),
      restFunction(program, context),
      noteFunction(context),
      lookFunction(context),
      weighFunction(context),
      backFunction(program, context),
      ...SETTERS,
      ...GETTERS,
    ],
  });
}

/** `seed(at)`: inserts the state at an address, an initial one, as if it had been generated. */
function seedFunction(context: TableContext): WasmFunction {
  const { layout, map } = context;
  const copies = Array.from(
    { length: layout.words },
    (_, word): Wasm => [
      'i64.store',
      8 * word,
      ['global.get', 'batch'],
      ['i64.load', 8 * word, get('at')],
    ],
  );
  return {
    name: 'seed',
    isExported: true,
    params: { at: 'i32' },
    body: [...copies, ['call', 'flush', ['i32.add', ['global.get', 'batch'], i32(map.stride)]]],
  };
}

/** `moves(at, process)`: the successors of one state by one process, in the batch; returns their end. */
function movesFunction(program: Program, context: TableContext): WasmFunction {
  const each = program.processes.map(
    (_, process): Wasm => [
      'if',
      ['i32.eq', get('process'), i32(process)],
      [['set', 'b', callMove(context, process)]],
    ],
  );
  return {
    name: 'moves',
    isExported: true,
    params: { at: 'i32', process: 'i32' },
    locals: { ...locals(context.layout), b: 'i32' },
    result: 'i32',
    body: [
      ...loadWords(context.layout, get('at')),
      ['set', 'b', ['global.get', 'batch']],
      ...each,
      get('b'),
    ],
  };
}

/** `isAtRest(at)`: every process of the state at an address rests. */
function restFunction(program: Program, { layout }: TableContext): WasmFunction {
  const values = new Values(layout);
  const all = program.processes
    .map(({ resting }) => values.value(resting))
    .reduce((rest: Wasm, each) => ['i32.and', rest, each], i32(1));
  return {
    name: 'isAtRest',
    isExported: true,
    params: { at: 'i32' },
    locals: locals(layout),
    result: 'i32',
    body: [...loadWords(layout, get('at')), all],
  };
}

type Type = 'i32' | 'i64';

const setter = (name: string, names: Readonly<Record<string, Type>>): WasmFunction => ({
  name,
  isExported: true,
  params: names,
  body: Object.keys(names).map((each): Code[number] => ['global.set', each, get(each)]),
});

const getter = (name: string, result: Type): WasmFunction => ({
  name,
  isExported: true,
  params: {},
  result,
  body: [['global.get', name]],
});

const SETTERS = [
  setter('setWorker', { batch: 'i32' }),
  setter('setTable', { groups: 'i64', tableEnd: 'i32' }),
  setter('setStore', { top: 'i32', block: 'i32' }),
  setter('setCone', { coneSlots: 'i64', coneEnd: 'i32' }),
  setter('setMover', { mover: 'i32' }),
];

const GETTERS = [
  getter('mover', 'i32'),
  getter('top', 'i32'),
  getter('added', 'i32'),
  getter('generated', 'i64'),
  getter('fails', 'i32'),
];
