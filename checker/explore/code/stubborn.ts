/**
 * Stubborn sets in generated code: `stubborn` gives the processes that have to move from a state, as bits.
 *
 * A set grows from its seed until nobody in it needs anybody else. Where several seeds would do, the smallest set is taken.
 */
import {
  type Code,
  dispatch,
  get,
  i64,
  type Layout,
  type Program,
  Values,
  type Wasm,
  type WasmFunction,
} from '../../compile/index.ts';
import type { Need } from '../reduction/needs.ts';
import type { Stubborn } from '../reduction/stubborn.ts';
import { callMove, wordsOfState } from './calls.ts';
import { locals, type TableContext } from './table.ts';

const needName = (process: number): string => `need${process}`;
export const bitOf = (process: number): Wasm => i64(1n << BigInt(process));
export const isIn = (process: number, processes: Wasm): Wasm => [
  'i64.ne',
  ['i64.and', processes, bitOf(process)],
  i64(0),
];

/** Everything that the call needs. */
export function stubbornFunctions(
  program: Program,
  context: TableContext,
  stubborn: Stubborn,
): readonly WasmFunction[] {
  const { layout } = context;
  return [
    ...stubborn.places.map((needs, process) => needFunction(program, layout, process, needs)),
    closeFunction(program, layout),
    stubbornFunction(program, context, stubborn.seeds),
  ];
}

/** Who is needed beside one process in the state in `n0`... */
function needFunction(
  { processes }: Program,
  layout: Layout,
  process: number,
  needs: readonly Need[],
): WasmFunction {
  const values = new Values(layout);
  const position = values.value({ op: 'field', field: processes[process]?.field as number });
  const blocks = needs.map((need): Code => [['set', 'm', valueOf(need, values)]]);
  return {
    name: needName(process),
    params: locals(layout),
    locals: { m: 'i64' },
    result: 'i64',
    body: [...dispatch(blocks, position), get('m')],
  };
}

function valueOf(need: Need, values: Values): Wasm {
  switch (need.kind) {
    case 'processes':
      return i64(need.processes);
    case 'if':
      return [
        'select',
        valueOf(need.then, values),
        valueOf(need.else, values),
        values.value(need.cond),
      ];
    case 'all':
      return need.needs
        .map((each) => valueOf(each, values))
        .reduce((all: Wasm, each) => ['i64.or', all, each], i64(0));
  }
}

const missing: Wasm = ['i64.and', get('todo'), ['i64.xor', get('m'), i64(-1)]];

/** `close(state, todo)`: the smallest set with all of `todo` in which nobody needs anybody else. */
function closeFunction({ processes }: Program, layout: Layout): WasmFunction {
  const each = processes.map(
    (_, process): Wasm => [
      'if',
      isIn(process, missing),
      [
        ['set', 'm', ['i64.or', get('m'), bitOf(process)]],
        [
          'set',
          'todo',
          ['i64.or', get('todo'), ['call', needName(process), ...wordsOfState({ layout })]],
        ],
      ],
    ],
  );
  return {
    name: 'close',
    params: { ...locals(layout), todo: 'i64' },
    locals: { m: 'i64' },
    result: 'i64',
    body: [['loop', 'more', [...each, ['br_if', 'more', ['i64.ne', missing, i64(0)]]]], get('m')],
  };
}

function stubbornFunction(
  program: Program,
  context: TableContext,
  seeds: readonly Need[] | null,
): WasmFunction {
  const { layout } = context;
  const values = new Values(layout);
  const better = (seed: Wasm): Code => [
    ['set', 'other', ['call', 'close', ...wordsOfState({ layout }), seed]],
    [
      'if',
      ['i64.lt_u', ['i64.popcnt', get('other')], ['i64.popcnt', get('m')]],
      [['set', 'm', get('other')]],
    ],
  ];
  // A step that leaves a domain leads nowhere: to be tried it may be written behind the batch.
  const canMove = (process: number): Wasm => ['i32.ne', callMove(context, process), get('b')];
  const tries = seeds?.flatMap((seed) => better(valueOf(seed, values)));
  const starts = program.processes.map(
    (_, process): Wasm => ['if', canMove(process), better(bitOf(process))],
  );
  return {
    name: 'stubborn',
    params: { ...locals(layout), b: 'i32' },
    locals: { m: 'i64', other: 'i64' },
    result: 'i64',
    body: [['set', 'm', i64(-1)], ...(tries ?? starts), get('m')],
  };
}
