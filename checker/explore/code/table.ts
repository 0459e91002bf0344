/**
 * The table of known states in generated code: open addressing, a slot is the whole state. No fingerprints: a state is known only if
 * all its bits are.
 *
 * A search spends its time with the table. First, waiting for memory: so successors come in batches, every hash is computed and its slot
 * touched, which sends all the cache misses on their way together, and only then is each slot looked at. Second, branches
 * that nobody can predict: so slots are compared a group at a time, a cache line of them, without a branch. The groups are filled in
 * order, which leaves one test for room, and lets the table be four fifths full.
 *
 * With several workers a slot is claimed by a compare-and-swap of its first word, and only an empty one needs that. A wider state is
 * claimed with a marker, filled, and then released by writing the first word.
 */
import {
  BEING_FILLED,
  type Code,
  get,
  i32,
  i64,
  type Layout,
  type Wasm,
  type WasmFunction,
  wordName,
} from '../../compile/index.ts';
import { BLOCK_STATES, type MemoryMap, STORE_TOP } from '../memory/memory-map.ts';

export interface TableContext {
  readonly layout: Layout;
  readonly map: MemoryMap;
  /** Several workers at once. */
  readonly isShared: boolean;
}

/** Globals of the table and the store; each worker has its own. */
export const TABLE_GLOBALS = {
  groups: ['i64', 0],
  tableEnd: ['i32', 0],
  top: ['i32', 0],
  block: ['i32', 0],
  added: ['i32', 0],
  generated: ['i64', 0],
  batch: ['i32', 0],
} as const;

// Odd constants with well-mixed bits: 2^64 divided by the golden ratio, and two of splitmix64 (Steele, Lea, Flood 2014).
const MULTIPLIERS = [0x9e3779b97f4a7c15n, 0xbf58476d1ce4e5b9n, 0x94d049bb133111ebn];

/** Slots that are compared together: a cache line of narrow states, and no more work for wide ones. */
export const groupSlots = ({ words }: Pick<Layout, 'words'>): number => (words === 1 ? 8 : 4);
export const groupBytes = (layout: Layout): number => groupSlots(layout) * 8 * layout.words;

const slotsOf = (layout: Layout): readonly number[] =>
  Array.from({ length: groupSlots(layout) }, (_, slot) => slot);

const wordsOf = ({ words }: Layout): readonly number[] =>
  Array.from({ length: words }, (_, word) => word);

/** Computes in local `h` a hash of the words: multiply, fold the upper half down, multiply. */
export function hashWords(layout: Layout): Code {
  const fold: Wasm = ['i64.xor', get('h'), ['i64.shr_u', get('h'), i64(29)]];
  const steps = wordsOf(layout).map((word): Wasm => {
    const multiplier = i64(MULTIPLIERS[word % MULTIPLIERS.length] as bigint);
    const input: Wasm = word === 0 ? get('n0') : ['i64.xor', fold, get(wordName(word))];
    return ['set', 'h', ['i64.mul', input, multiplier]];
  });
  return [...steps, ['set', 'h', ['i64.mul', fold, i64(MULTIPLIERS[1] as bigint)]]];
}

/** The slot of the hash: its upper half, scaled to the number of slots or groups, which need not be a power of two. */
export const slotOfHash = (base: number, size: number, slots: Wasm): Wasm => [
  'i32.add',
  i32(base),
  [
    'i32.mul',
    ['i32.wrap_i64', ['i64.shr_u', ['i64.mul', ['i64.shr_u', get('h'), i64(32)], slots], i64(32)]],
    i32(size),
  ],
];

/** The group in which the search for a state begins, by its hash. */
export const homeGroup = ({ layout, map }: Pick<TableContext, 'layout' | 'map'>): Wasm =>
  slotOfHash(map.table, groupBytes(layout), ['global.get', 'groups']);

export const loadWords = (layout: Layout, address: Wasm): Code =>
  wordsOf(layout).map((word): Wasm => ['set', wordName(word), ['i64.load', 8 * word, address]]);

export const storeWords = (layout: Layout, address: Wasm): Code =>
  wordsOf(layout).map((word): Wasm => ['i64.store', 8 * word, address, get(wordName(word))]);

/** Whether all words but the first are those at `address`. */
export function restEquals(layout: Layout, address: Wasm): Wasm {
  return wordsOf(layout)
    .slice(1)
    .map((word): Wasm => ['i64.eq', ['i64.load', 8 * word, address], get(wordName(word))])
    .reduce((all: Wasm, each) => ['i32.and', all, each], i32(1));
}

export const locals = (layout: Layout) =>
  Object.fromEntries(wordsOf(layout).map((word) => [wordName(word), 'i64' as const]));

/** Whether the state in `n0`... stands in the group at `g`; `same` holds two copies of it if it is narrow. */
function isInGroup(context: TableContext): Wasm {
  const { layout, map } = context;
  if (layout.words > 1)
    return slotsOf(layout)
      .map((slot) => isAt(context, slot * map.state))
      .reduce((any, each) => ['i32.or', any, each]);
  // Two slots at a time. No half of such a load is ever half written: the processors load aligned words of 64 bits whole.
  const pairs = Array.from(
    { length: groupSlots(layout) / 2 },
    (_, pair): Wasm => ['i64x2.eq', ['v128.load', 16 * pair, get('g')], get('same')],
  );
  return ['v128.any_true', pairs.reduce((any, each): Wasm => ['v128.or', any, each])];
}

/** Whether the state in `n0`... stands at `g` plus an offset. */
function isAt({ layout, isShared }: TableContext, offset: number): Wasm {
  // What is behind the first word may be read only after it: whoever fills a slot writes that word last.
  const first: Wasm = [isShared ? 'i64.atomic.load' : 'i64.load', offset, get('g')];
  const rest = wordsOf(layout)
    .slice(1)
    .map(
      (word): Wasm => ['i64.eq', ['i64.load', offset + 8 * word, get('g')], get(wordName(word))],
    );
  return rest.reduce((all: Wasm, each) => ['i32.and', all, each], ['i64.eq', first, get('n0')]);
}

/** Inserts the state in `n0`... into group `g` or one behind it. Branches to `known` if it is there, falls through if it is new. */
function claim(context: TableContext): Code {
  const { layout, map, isShared } = context;
  const here: Code = isShared
    ? claimShared(context)
    : [['if', hasRoom(context), [...fillSlot(context), ['br', 'claimed']]]];
  return [
    [
      'block',
      'claimed',
      [
        [
          'loop',
          'probe',
          [
            ['br_if', 'known', isInGroup(context)],
            ...here,
            ['set', 'g', ['i32.add', get('g'), i32(groupBytes(layout))]],
            [
              'if',
              ['i32.ge_u', get('g'), ['global.get', 'tableEnd']],
              [['set', 'g', i32(map.table)]],
            ],
            ['br', 'probe'],
          ],
        ],
      ],
    ],
  ];
}

/** Whether the last slot of the group at `g` is empty: slots are filled in order. */
export const hasRoom = ({ layout, map }: TableContext): Wasm => [
  'i64.eqz',
  ['i64.load', (groupSlots(layout) - 1) * map.state, get('g')],
];

/** Puts the state into the first empty slot of the group at `g`, which is behind all others: counting them needs no branch. */
export function fillSlot({ layout, map }: TableContext): Code {
  const filled = slotsOf(layout)
    .slice(0, -1)
    .map((slot): Wasm => ['i64.ne', ['i64.load', slot * map.state, get('g')], i64(0)])
    .reduce((sum: Wasm, each) => ['i32.add', sum, each]);
  return [
    ['set', 'p', ['i32.add', get('g'), ['i32.mul', filled, i32(map.state)]]],
    ...storeWords(layout, get('p')),
  ];
}

/**
 * Slot after slot, because others fill them meanwhile, perhaps with the same state: no slot is passed without having been
 * compared as it is when it is passed. Falls through behind the last slot of the group.
 */
function claimShared({ layout, map }: TableContext): Code {
  const isWide = layout.words > 1;
  const marker = isWide ? i64(BEING_FILLED) : get('n0');
  const fill: Code = isWide
    ? [...storeWords(layout, get('p')).slice(1), ['i64.atomic.store', 0, get('p'), get('n0')]]
    : [];
  const isSame: Wasm = ['i32.and', ['i64.eq', get('t'), get('n0')], restEquals(layout, get('p'))];
  return [
    ['set', 'p', get('g')],
    ['set', 'groupEnd', ['i32.add', get('g'), i32(groupBytes(layout))]],
    [
      'loop',
      'find',
      [
        ['set', 't', ['i64.atomic.load', 0, get('p')]],
        [
          'if',
          ['i64.eqz', get('t')],
          [
            ['set', 't', ['i64.atomic.rmw.cmpxchg', 0, get('p'), i64(0), marker]],
            ['if', ['i64.eqz', get('t')], [...fill, ['br', 'claimed']]],
          ],
        ],
        ...(isWide ? [['br_if', 'find', ['i64.eq', get('t'), i64(BEING_FILLED)]] as Wasm] : []),
        ['br_if', 'known', isSame],
        ['set', 'p', ['i32.add', get('p'), i32(map.state)]],
        ['br_if', 'find', ['i32.lt_u', get('p'), get('groupEnd')]],
      ],
    ],
  ];
}

/** Appends the state to the store; a worker of several takes a block of room at a time. */
function append({ layout, map, isShared }: TableContext): Code {
  const bytes = BLOCK_STATES * map.state;
  const reserve: Code = [
    [
      'if',
      ['i32.eq', ['global.get', 'top'], ['global.get', 'block']],
      [
        ['global.set', 'top', ['i32.atomic.rmw.add', 0, i32(STORE_TOP), i32(bytes)]],
        ['global.set', 'block', ['i32.add', ['global.get', 'top'], i32(bytes)]],
      ],
    ],
  ];
  return [
    ...(isShared ? reserve : []),
    ...storeWords(layout, ['global.get', 'top']),
    ['global.set', 'top', ['i32.add', ['global.get', 'top'], i32(map.state)]],
    ['global.set', 'added', ['i32.add', ['global.get', 'added'], i32(1)]],
  ];
}

const FLUSH_LOCALS = {
  h: 'i64',
  t: 'i64',
  g: 'i32',
  p: 'i32',
  q: 'i32',
  groupEnd: 'i32',
  same: 'v128',
} as const;

/** `flush(b)`: puts the batch that ends at `b` into the table, and what is new into the store. */
export function flushFunction(context: TableContext): WasmFunction {
  const { stride } = context.map;
  const count: Wasm = ['i32.div_u', ['i32.sub', get('b'), ['global.get', 'batch']], i32(stride)];
  return {
    name: 'flush',
    params: { b: 'i32' },
    locals: { ...locals(context.layout), ...FLUSH_LOCALS },
    body: [
      [
        'global.set',
        'generated',
        ['i64.add', ['global.get', 'generated'], ['i64.extend_i32_u', count]],
      ],
      ...eachOfBatch(context, touch(context)),
      ...eachOfBatch(context, [
        ...prepared(context),
        ['block', 'known', [...claim(context), ...append(context)]],
      ]),
    ],
  };
}

/** Remembers the group, and loads from it so that its cache line is on its way. */
function touch({ layout, map }: TableContext): Code {
  const at = 8 * layout.words;
  return [
    ...loadWords(layout, get('q')),
    ...hashWords(layout),
    ['set', 'g', homeGroup({ layout, map })],
    ['i32.store', at, get('q'), get('g')],
    ['i32.store', at + 4, get('q'), ['i32.load', 0, get('g')]],
  ];
}

const prepared = ({ layout }: TableContext): Code => [
  ...loadWords(layout, get('q')),
  ...(layout.words === 1 ? [['set', 'same', ['i64x2.splat', get('n0')]] as Wasm] : []),
  ['set', 'g', ['i32.load', 8 * layout.words, get('q')]],
];

function eachOfBatch({ map }: TableContext, body: Code): Code {
  return [
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
            ...body,
            ['set', 'q', ['i32.add', get('q'), i32(map.stride)]],
            ['br', 'each'],
          ],
        ],
      ],
    ],
  ];
}
