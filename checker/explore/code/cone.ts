/**
 * The cone of shortest paths in generated code: from the states of one level that matter back to those of the level before.
 *
 * Of each state in the cone two things are noted: the fewest context switches with which the rest of the trace can go on, and
 * the processes that may move first so that it is so few. The cost with another process having moved last is one more, so this is
 * all that dynamic programming over (state, last process) needs.
 *
 * A note is 16 bytes: the address of the state, and the number of switches in 16 bits below 48 bits of processes. The notes of one level are
 * found by their state through a small table with open addressing.
 */
import {
  type Code,
  get,
  i32,
  i64,
  type Program,
  type Wasm,
  type WasmFunction,
} from '../../compile/index.ts';
import { callMove } from './calls.ts';
import { eachState } from './loops.ts';
import { represented, type SearchContext } from './representative.ts';
import {
  hashWords,
  loadWords,
  locals,
  restEquals,
  slotOfHash,
  storeWords,
  type TableContext,
} from './table.ts';

export const CONE_GLOBALS = {
  coneSlots: ['i64', 0],
  coneEnd: ['i32', 0],
} as const;

export const NOTE_BYTES = 16;
export const SWITCH_BITS = 16;
const NO_COST = 0xffff;

/** Bytes of a slot of the cone table: the state and its note. */
export const coneSlotBytes = (state: number): number => state + 8;

const PROBE_LOCALS = { h: 'i64', t: 'i64', p: 'i32' } as const;

/** Looks for the state in `n0`...: leaves `block` at its slot `p`, or at an empty one, where `t` is 0. */
function probe({ layout, map }: TableContext): Code {
  const size = coneSlotBytes(map.state);
  const isSame: Wasm = ['i32.and', ['i64.eq', get('t'), get('n0')], restEquals(layout, get('p'))];
  return [
    ...hashWords(layout),
    ['set', 'p', slotOfHash(map.table, size, ['global.get', 'coneSlots'])],
    [
      'block',
      'found',
      [
        [
          'loop',
          'probe',
          [
            ['set', 't', ['i64.load', 0, get('p')]],
            ['br_if', 'found', ['i64.eqz', get('t')]],
            ['br_if', 'found', isSame],
            ['set', 'p', ['i32.add', get('p'), i32(size)]],
            [
              'if',
              ['i32.ge_u', get('p'), ['global.get', 'coneEnd']],
              [['set', 'p', i32(map.table)]],
            ],
            ['br', 'probe'],
          ],
        ],
      ],
    ],
  ];
}

/** `note(from, to)`: makes the notes in a range of addresses findable. */
export function noteFunction(context: TableContext): WasmFunction {
  const { layout, map } = context;
  return {
    name: 'note',
    isExported: true,
    params: { from: 'i32', to: 'i32' },
    locals: { ...locals(layout), ...PROBE_LOCALS },
    body: [
      [
        'block',
        'out',
        [
          [
            'loop',
            'notes',
            [
              ['br_if', 'out', ['i32.ge_u', get('from'), get('to')]],
              ...loadWords(layout, ['i32.wrap_i64', ['i64.load', 0, get('from')]]),
              ...probe(context),
              ...storeWords(layout, get('p')),
              ['i64.store', map.state, get('p'), ['i64.load', 8, get('from')]],
              ['set', 'from', ['i32.add', get('from'), i32(NOTE_BYTES)]],
              ['br', 'notes'],
            ],
          ],
        ],
      ],
    ],
  };
}

/** `look(address)`: the note of the representative of the state at an address, 0 if it has none. */
export function lookFunction(context: SearchContext): WasmFunction {
  const { layout, map } = context;
  return {
    name: 'look',
    isExported: true,
    params: { at: 'i32' },
    locals: { ...locals(layout), ...PROBE_LOCALS },
    result: 'i64',
    body: [
      ...represented(context, get('at')),
      ...loadWords(layout, get('at')),
      ...probe(context),
      // An empty slot is zero all through.
      ['i64.load', map.state, get('p')],
    ],
  };
}

/** `back(lo, hi, out)`: notes of the states of a range that have a successor with a note, written from `out` on; returns their end. */
export function backFunction(program: Program, context: TableContext): WasmFunction {
  const moves = program.processes.flatMap(
    (_, process): Code => [
      ['set', 'b', ['global.get', 'batch']],
      ['set', 'b', callMove(context, process)],
      ['call', 'weigh', i32(process), get('b')],
    ],
  );
  return {
    name: 'back',
    isExported: true,
    params: { lo: 'i32', hi: 'i32', out: 'i32' },
    locals: { ...locals(context.layout), s: 'i32', b: 'i32' },
    result: 'i32',
    body: [
      ...eachState(context, [
        ['global.set', 'least', i32(NO_COST)],
        ['global.set', 'firsts', i64(0)],
        ...moves,
        [
          'if',
          ['i64.ne', ['global.get', 'firsts'], i64(0)],
          [
            ['i64.store', 0, get('out'), ['i64.extend_i32_u', get('s')]],
            [
              'i64.store',
              8,
              get('out'),
              [
                'i64.or',
                ['i64.shl', ['global.get', 'firsts'], i64(SWITCH_BITS)],
                ['i64.extend_i32_u', ['global.get', 'least']],
              ],
            ],
            ['set', 'out', ['i32.add', get('out'), i32(NOTE_BYTES)]],
          ],
        ],
      ]),
      get('out'),
    ],
  };
}

export const WEIGH_GLOBALS = { least: ['i32', 0], firsts: ['i64', 0] } as const;

/** `weigh(process, b)`: what the successors in the batch cost if that process moves first. */
export function weighFunction(context: SearchContext): WasmFunction {
  const { layout, map } = context;
  const bit: Wasm = ['i64.shl', i64(1), ['i64.extend_i32_u', get('process')]];
  const moved: Wasm = ['i64.shl', i64(1), ['i64.extend_i32_u', ['global.get', 'mover']]];
  const isFree: Wasm = [
    'i64.ne',
    ['i64.and', ['i64.shr_u', get('note'), i64(SWITCH_BITS)], moved],
    i64(0),
  ];
  const switches: Wasm = ['i32.and', ['i32.wrap_i64', get('note')], i32(NO_COST)];
  return {
    name: 'weigh',
    params: { process: 'i32', b: 'i32' },
    locals: { ...locals(layout), ...PROBE_LOCALS, q: 'i32', note: 'i64', cost: 'i32' },
    body: [
      ['set', 'q', ['global.get', 'batch']],
      [
        'block',
        'done',
        [
          [
            'loop',
            'each',
            [
              ['br_if', 'done', ['i32.ge_u', get('q'), get('b')]],
              ['global.set', 'mover', get('process')],
              ...represented(context, get('q')),
              ...loadWords(layout, get('q')),
              ['set', 'q', ['i32.add', get('q'), i32(map.stride)]],
              ...probe(context),
              ['br_if', 'each', ['i64.eqz', get('t')]],
              ['set', 'note', ['i64.load', map.state, get('p')]],
              ['set', 'cost', ['i32.add', switches, ['i32.eqz', isFree]]],
              [
                'if',
                ['i32.lt_u', get('cost'), ['global.get', 'least']],
                [
                  ['global.set', 'least', get('cost')],
                  ['global.set', 'firsts', i64(0)],
                ],
              ],
              [
                'if',
                ['i32.eq', get('cost'), ['global.get', 'least']],
                [['global.set', 'firsts', ['i64.or', ['global.get', 'firsts'], bit]]],
              ],
              ['br', 'each'],
            ],
          ],
        ],
      ],
    ],
  };
}
