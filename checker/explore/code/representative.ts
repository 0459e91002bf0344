/**
 * The representative of a state in generated code: the instances of each symmetric role, sorted by all that is known of them.
 *
 * What an instance has for itself lies in lanes side by side and is compared and exchanged as whole words; after that comes what
 * shared variables say about it: whether it is in a set, whether it is the holder. A step changes few lanes of a sorted state, so
 * one sweep up and one down mostly restore order, and a third finds that nothing is left to do.
 */
import {
  type Code,
  codeOf,
  encoded,
  get,
  i32,
  i64,
  type Lanes,
  type Layout,
  type Slot,
  Values,
  type Wasm,
  type WasmFunction,
  wordName,
} from '../../compile/index.ts';
import type { Stubborn } from '../reduction/stubborn.ts';
import { loadWords, locals, storeWords, type TableContext } from './table.ts';

/** What is permuted: processes and fields by number. */
export interface PermutedRole {
  readonly processes: readonly number[];
  readonly lanes: Lanes;
}

/** What code of a search is generated from. */
export interface SearchContext extends TableContext {
  /** Null: every state is its own representative. */
  readonly permuted: Permuted | null;
  /** Null: every process moves. */
  readonly stubborn: Stubborn | null;
}

export interface Permuted {
  readonly roles: readonly PermutedRole[];
  /** Fields that hold a set of processes, and those that hold one. */
  readonly sets: readonly number[];
  readonly holders: readonly number[];
}

const NOTHING: Permuted = { roles: [], sets: [], holders: [] };

/** The process that moved last: where it is after sorting. */
export const MOVER_GLOBAL = { mover: ['i32', 0] } as const;

/** Puts the representative in the place of the state at an address. */
export const represented = ({ permuted }: SearchContext, at: Wasm): Code =>
  permuted === null ? [] : [['call', 'represent', at]];

/** The same for the successors in the batch from `from` to `to`; changes local `q`. */
export function allRepresented(context: SearchContext, from: Wasm, to: Wasm): Code {
  if (context.permuted === null) return [];
  const body: Code = [
    ['br_if', 'sorted', ['i32.ge_u', get('q'), to]],
    ...represented(context, get('q')),
    ['set', 'q', ['i32.add', get('q'), i32(context.map.stride)]],
    ['br', 'sort'],
  ];
  return [
    ['set', 'q', from],
    ['block', 'sorted', [['loop', 'sort', body]]],
  ];
}

/** `represent(at)`: sorts the state at an address. */
export function representFunction({ layout, permuted }: SearchContext): WasmFunction {
  const sorting = new Sorting(layout, permuted ?? NOTHING);
  const sorted = (permuted ?? NOTHING).roles.flatMap((role, number) =>
    sorting.role(role, `r${number}`),
  );
  return {
    name: 'represent',
    isExported: true,
    params: { at: 'i32' },
    locals: { ...locals(layout), x: 'i64', y: 'i64', v: 'i32', isMoved: 'i32' },
    body: [...loadWords(layout, get('at')), ...sorted, ...storeWords(layout, get('at'))],
  };
}

/** Truth values in one key. */
const MOST_TESTS = 60;

/** A part of a word that lanes are compared by. */
interface Piece {
  readonly word: number;
  readonly shift: number;
  readonly bits: number;
}

class Sorting {
  readonly #layout: Layout;
  readonly #permuted: Permuted;
  readonly #values: Values;

  constructor(layout: Layout, permuted: Permuted) {
    this.#layout = layout;
    this.#permuted = permuted;
    this.#values = new Values(layout);
  }

  role(role: PermutedRole, name: string): Code {
    const exchanges = role.lanes.slice(1).map((_, at) => this.#exchange(role, at, `${name}x${at}`));
    const down = exchanges.slice(0, -1).toReversed();
    const ordered = `${name}ordered`;
    const sweeps: Code = [
      ['set', 'isMoved', i32(0)],
      ...exchanges.flat(),
      ['br_if', ordered, ['i32.eqz', get('isMoved')]],
      ...down.flat(),
      ['br', name],
    ];
    return [['block', ordered, [['loop', name, sweeps]]]];
  }

  /** Exchanges instances `at` and `at + 1` if they are in the wrong order. */
  #exchange({ processes, lanes }: PermutedRole, at: number, name: string): Code {
    const [a, b] = [processes[at] as number, processes[at + 1] as number];
    const [here, there] = [at, at + 1].map((each) =>
      this.#pieces(lanes[each] as readonly number[]),
    );
    const pairs = (here ?? []).map((piece, number) => [piece, there?.[number] as Piece] as const);
    const keys = [
      ...pairs.map(([x, y]) => [valueOf(x), valueOf(y)] as const),
      ...this.#mentions(a, b),
    ];
    return [
      [
        'block',
        name,
        [
          ...leaveIfSorted(keys, name),
          ['set', 'isMoved', i32(1)],
          ...pairs.flatMap(([x, y]) => swap(x, y)),
          ...this.#permuted.sets.flatMap((field) => this.#swapMembers(field, a, b)),
          ...this.#permuted.holders.flatMap((field) => this.#swapHolder(field, a, b)),
          ...swapMover(a, b),
        ],
      ],
    ];
  }

  /** Fields of a lane that lie side by side are one piece. */
  #pieces(lane: readonly number[]): readonly Piece[] {
    const pieces: Piece[] = [];
    for (const field of lane) {
      const { word, shift, bits } = this.#slot(field);
      const last = pieces.at(-1);
      if (bits === 0) continue;
      if (last !== undefined && last.word === word && last.shift + last.bits === shift)
        pieces[pieces.length - 1] = { ...last, bits: last.bits + bits };
      else pieces.push({ word, shift, bits });
    }
    return pieces;
  }

  /** What shared fields say about one instance and about the other, as numbers to compare. */
  #mentions(a: number, b: number): readonly (readonly [Wasm, Wasm])[] {
    const tests = [
      ...this.#both(this.#permuted.sets, [a, b], this.#canContain, this.#has),
      ...this.#both(this.#permuted.holders, [a, b], this.#canHold, this.#isHeldBy),
    ];
    const groups = Math.ceil(tests.length / MOST_TESTS);
    return Array.from({ length: groups }, (_, group) => {
      const some = tests.slice(group * MOST_TESTS, (group + 1) * MOST_TESTS);
      return [packed(some.map(([one]) => one)), packed(some.map(([, other]) => other))] as const;
    });
  }

  readonly #has = (field: number, process: number): Wasm => {
    const value = this.#values.value({ op: 'field', field });
    return ['i32.and', ['i32.shr_u', value, i32(process)], i32(1)];
  };

  readonly #isHeldBy = (field: number, process: number): Wasm => {
    const a = { op: 'field', field } as const;
    return this.#values.value({ op: 'eq', a, b: { op: 'const', value: process } });
  };

  /** What is asked of those fields that can speak of both processes; others speak of neither. */
  #both(
    fields: readonly number[],
    [a, b]: readonly [number, number],
    canSpeakOf: (field: number, process: number) => boolean,
    ask: (field: number, process: number) => Wasm,
  ): readonly (readonly [Wasm, Wasm])[] {
    return fields
      .filter((field) => canSpeakOf(field, a) && canSpeakOf(field, b))
      .map((field) => [ask(field, a), ask(field, b)] as const);
  }

  #swapMembers(field: number, a: number, b: number): Code {
    if (!this.#canContain(field, a) || !this.#canContain(field, b)) return [];
    const differ: Wasm = ['i32.xor', this.#has(field, a), this.#has(field, b)];
    const both: Wasm = ['i32.mul', get('v'), i32((1 << a) | (1 << b))];
    return [
      ['set', 'v', differ],
      ['set', 'v', ['i32.xor', this.#values.value({ op: 'field', field }), both]],
      this.#write(field),
    ];
  }

  #swapHolder(field: number, a: number, b: number): Code {
    if (!this.#canHold(field, a) || !this.#canHold(field, b)) return [];
    const other = (from: number, to: number, otherwise: Code): Code => [
      ['if', this.#isHeldBy(field, from), [['set', 'v', i32(to)], this.#write(field)], otherwise],
    ];
    return other(a, b, other(b, a, []));
  }

  /** Writes local `v`. */
  #write(field: number): Wasm {
    const slot = this.#slot(field);
    const mask = ((1n << BigInt(slot.bits)) - 1n) << BigInt(slot.shift);
    const code: Wasm = ['i64.extend_i32_u', encoded(get('v'), slot)];
    const cleared: Wasm = ['i64.and', get(wordName(slot.word)), i64(~mask)];
    return ['set', wordName(slot.word), ['i64.or', cleared, ['i64.shl', code, i64(slot.shift)]]];
  }

  /** A process that no value of the field speaks of needs no exchange; nor does, then, any other of its role. */
  readonly #canContain = (field: number, process: number): boolean => {
    const { bits, low, skip } = this.#slot(field);
    return bits > 0 && 2 ** process <= low + skip + 2 ** bits - 1;
  };

  readonly #canHold = (field: number, process: number): boolean => {
    const slot = this.#slot(field);
    const code = codeOf(slot, process);
    return slot.bits > 0 && code >= 0 && code < 2 ** slot.bits;
  };

  #slot(field: number): Slot {
    return this.#layout.slots[field] as Slot;
  }
}

/** Leaves the block unless the first of a pair of keys that differ is greater on the left. */
function leaveIfSorted(keys: readonly (readonly [Wasm, Wasm])[], name: string): Code {
  const [first, ...rest] = keys;
  if (first === undefined) return [['br', name]];
  return [
    ['set', 'x', first[0]],
    ['set', 'y', first[1]],
    ['br_if', name, ['i64.lt_u', get('x'), get('y')]],
    ['if', ['i64.eq', get('x'), get('y')], leaveIfSorted(rest, name)],
  ];
}

const valueOf = ({ word, shift, bits }: Piece): Wasm => {
  const shifted: Wasm = ['i64.shr_u', get(wordName(word)), i64(shift)];
  return ['i64.and', shifted, i64((1n << BigInt(bits)) - 1n)];
};

function swap(a: Piece, b: Piece): Code {
  const flip = ({ word, shift }: Piece): Wasm => [
    'set',
    wordName(word),
    ['i64.xor', get(wordName(word)), ['i64.shl', get('x'), i64(shift)]],
  ];
  return [['set', 'x', ['i64.xor', valueOf(a), valueOf(b)]], flip(a), flip(b)];
}

/** Truth values side by side in one number. */
const packed = (tests: readonly Wasm[]): Wasm =>
  tests
    .map((test, at): Wasm => ['i64.shl', ['i64.extend_i32_u', test], i64(at)])
    .reduce((all, each): Wasm => ['i64.or', all, each]);

function swapMover(a: number, b: number): Code {
  const other = (from: number, to: number, otherwise: Code): Code => [
    [
      'if',
      ['i32.eq', ['global.get', 'mover'], i32(from)],
      [['global.set', 'mover', i32(to)]],
      otherwise,
    ],
  ];
  return other(a, b, other(b, a, []));
}
