/**
 * The loops over states of the store in generated code: expand them, judge them.
 *
 * Each runs over a range of addresses and is called for some thousand states at a time, so that the host can look at the clock in
 * between. A word of zeros is room that a worker reserved and did not fill.
 */
import {
  type Code,
  FAILS,
  get,
  i32,
  mark,
  type Program,
  Values,
  type Wasm,
  type WasmFunction,
} from '../../compile/index.ts';
import { BATCH } from '../memory/memory-map.ts';
import { callMove, callStubborn } from './calls.ts';
import { allRepresented, type SearchContext } from './representative.ts';
import { isIn } from './stubborn.ts';
import { loadWords, locals, type TableContext } from './table.ts';

/** `for (s = lo; s < hi; s += state) if occupied: body`. */
export function eachState({ layout, map }: TableContext, body: Code): Code {
  return [
    ['set', 's', get('lo')],
    [
      'block',
      'out',
      [
        [
          'loop',
          'states',
          [
            ['br_if', 'out', ['i32.ge_u', get('s'), get('hi')]],
            [
              'block',
              'hole',
              [...loadWords(layout, get('s')), ['br_if', 'hole', ['i64.eqz', get('n0')]], ...body],
            ],
            ['set', 's', ['i32.add', get('s'), i32(map.state)]],
            ['br', 'states'],
          ],
        ],
      ],
    ],
  ];
}

const batchLimit = ({ map }: TableContext): Wasm => [
  'i32.add',
  ['global.get', 'batch'],
  i32(BATCH * map.stride),
];

const EXPAND_LOCALS = {
  s: 'i32',
  b: 'i32',
  before: 'i32',
  fails: 'i32',
  q: 'i32',
  movers: 'i64',
} as const;

/** `expand(lo, hi)`: the successors of a range of states. */
export function expandFunction(program: Program, context: SearchContext): WasmFunction {
  return {
    name: 'expand',
    isExported: true,
    params: { lo: 'i32', hi: 'i32' },
    locals: { ...locals(context.layout), ...EXPAND_LOCALS },
    body: [
      ['set', 'b', ['global.get', 'batch']],
      ...eachState(context, [
        ['set', 'before', get('b')],
        ['set', 'fails', ['global.get', FAILS]],
        ...movesOf(program, context),
        ...markDeadlock(program, context),
        ...allRepresented(context, get('before'), get('b')),
        [
          'if',
          ['i32.ge_u', get('b'), batchLimit(context)],
          [
            ['call', 'flush', get('b')],
            ['set', 'b', ['global.get', 'batch']],
          ],
        ],
      ]),
      ['call', 'flush', get('b')],
    ],
  };
}

/** The steps of every process, or of those that have to move. */
function movesOf({ processes }: Program, context: SearchContext): Code {
  const moves = processes.map((_, process): Wasm => ['set', 'b', callMove(context, process)]);
  if (context.stubborn === null) return moves;
  return [
    ['set', 'movers', callStubborn(context)],
    ...moves.map((move, process): Wasm => ['if', isIn(process, get('movers')), [move]]),
  ];
}

function markDeadlock(program: Program, { layout, map }: TableContext): Code {
  const values = new Values(layout);
  const areResting = program.processes
    .map(({ resting }) => values.value(resting))
    .reduce((all: Wasm, each) => ['i32.and', all, each], i32(1));
  const isStuck: Wasm = [
    'i32.and',
    ['i32.eq', get('b'), get('before')],
    ['i32.eq', get('fails'), ['global.get', FAILS]],
  ];
  return [['if', isStuck, [['if', ['i32.eqz', areResting], [mark(map.flags.deadlock)]]]]];
}

/** `judge(lo, hi)`: what properties and goals say of a range of states. */
export function judgeFunction(program: Program, context: TableContext): WasmFunction {
  const { flags } = context.map;
  const values = new Values(context.layout);
  const when = (condition: Parameters<Values['value']>[0], address: number): Code =>
    condition.op === 'const' && condition.value === 0
      ? []
      : [['if', values.value(condition), [mark(address)]]];
  const clauses = program.clauses.flatMap(({ premise, violated, error }, number) => [
    ...when(premise, flags.premise(number)),
    ...when(violated, flags.violated(number)),
    ...when(error, flags.misread),
  ]);
  const goals = program.goals.flatMap(({ holds, error }, number) => [
    ...when(holds, flags.goal(number)),
    ...when(error, flags.misread),
  ]);
  return {
    name: 'judge',
    isExported: true,
    params: { lo: 'i32', hi: 'i32' },
    locals: { ...locals(context.layout), s: 'i32' },
    body: eachState(context, [...clauses, ...goals]),
  };
}

/** `clear(address, bytes)`. */
export const CLEAR: WasmFunction = {
  name: 'clear',
  isExported: true,
  params: { at: 'i32', bytes: 'i32' },
  body: [['fill', get('at'), i32(0), get('bytes')]],
};
