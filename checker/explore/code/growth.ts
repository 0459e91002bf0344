/**
 * A larger table in the place of a smaller one, in generated code.
 *
 * The home of a state is its hash scaled to the number of groups, so a larger table holds the states in the same order, only further
 * apart. They are moved from the last to the first: each goes to where the table is cleared already, and memory is walked through
 * instead of being looked up, state by state.
 *
 * A few cannot go yet: those that were pushed beyond their home near the start of the table, and those that are pushed beyond its end.
 * They wait in the room of the batches, which nobody uses meanwhile, and are put in as usual at last.
 */
import { type Code, get, i32, i64, type Wasm, type WasmFunction } from '../../compile/index.ts';
import {
  fillSlot,
  groupBytes,
  hashWords,
  hasRoom,
  homeGroup,
  loadWords,
  locals,
  storeWords,
  type TableContext,
} from './table.ts';

/** `spread(end)`: moves what the table held up to `end`, its former end, to where it belongs now. By one worker, alone. */
export function spreadFunction(context: TableContext): WasmFunction {
  const { layout, map } = context;
  const bytes = groupBytes(layout);
  return {
    name: 'spread',
    isExported: true,
    params: { end: 'i32' },
    locals: { ...locals(layout), h: 'i64', q: 'i32', g: 'i32', p: 'i32', s: 'i32', waiting: 'i32' },
    body: [
      ['set', 'waiting', i32(map.batch + bytes)],
      ['set', 'q', get('end')],
      ...loop(
        'groups',
        ['i32.eq', get('q'), i32(map.table)],
        [
          ['set', 'q', ['i32.sub', get('q'), i32(bytes)]],
          ...takeOut(context),
          ...eachIn(context, map.batch, i32(map.batch + bytes), place(context)),
        ],
      ),
      ...eachIn(context, map.batch + bytes, get('waiting'), insert(context)),
    ],
  };
}

/** Moves the group at `q` to the start of the batches, and leaves it empty. */
const takeOut = ({ layout, map }: TableContext): Code =>
  Array.from(
    { length: groupBytes(layout) / 8 },
    (_, word): Code => [
      ['i64.store', map.batch + 8 * word, i32(0), ['i64.load', 8 * word, get('q')]],
      ['i64.store', 8 * word, get('q'), i64(0)],
    ],
  ).flat();

/** For each state from `low` up to `high`, or to the first empty slot: `n0`... and `g`, its home. */
const eachIn = (context: TableContext, low: number, high: Wasm, body: Code): Code => [
  ['set', 's', i32(low)],
  ...loop(
    'slots',
    ['i32.ge_u', get('s'), high],
    [
      ...loadWords(context.layout, get('s')),
      ['br_if', 'slotsDone', ['i64.eqz', get('n0')]],
      ...hashWords(context.layout),
      ['set', 'g', homeGroup(context)],
      ...body,
      ['set', 's', ['i32.add', get('s'), i32(context.map.state)]],
    ],
  ),
];

/** Only at or above `q` is the table cleared; what belongs elsewhere waits. */
function place(context: TableContext): Code {
  const next: Wasm = ['set', 'g', ['i32.add', get('g'), i32(groupBytes(context.layout))]];
  const isOutside: Wasm = [
    'i32.or',
    ['i32.lt_u', get('g'), get('q')],
    ['i32.ge_u', get('g'), ['global.get', 'tableEnd']],
  ];
  return [
    [
      'block',
      'placed',
      [
        ...loop('probe', isOutside, [
          ['if', hasRoom(context), [...fillSlot(context), ['br', 'placed']]],
          next,
        ]),
        ...wait(context),
      ],
    ],
  ];
}

function wait({ layout, map }: TableContext): Code {
  return [
    ['if', ['i32.ge_u', get('waiting'), i32(map.table)], [['unreachable']]],
    ...storeWords(layout, get('waiting')),
    ['set', 'waiting', ['i32.add', get('waiting'), i32(map.state)]],
  ];
}

/** Into the first group with room from the home on, beginning again at the end of the table. */
const insert = (context: TableContext): Code => [
  ...loop('probe', hasRoom(context), [
    ['set', 'g', ['i32.add', get('g'), i32(groupBytes(context.layout))]],
    [
      'if',
      ['i32.ge_u', get('g'), ['global.get', 'tableEnd']],
      [['set', 'g', i32(context.map.table)]],
    ],
  ]),
  ...fillSlot(context),
];

/** `until (isDone) body`; a branch to the label with `Done` leaves it. */
const loop = (label: string, isDone: Wasm, body: Code): Code => [
  [
    'block',
    `${label}Done`,
    [['loop', label, [['br_if', `${label}Done`, isDone], ...body, ['br', label]]]],
  ],
];
