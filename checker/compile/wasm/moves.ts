/**
 * What a process can do, as one WebAssembly function per process: the words of a state and a place in the batch in, the place behind
 * the last successor out.
 *
 * A successor is written to the batch and nothing else is done with it here. One byte per way of ending tells that it happened: that is all that
 * coverage, checks and errors cost.
 */
import type { Block, Expr, FiredCheck, Statement } from '../ir.ts';
import { codeOf, type Layout, type Slot } from '../layout.ts';
import type { CompiledProcess } from '../program.ts';
import type { Code, Wasm, WasmFunction } from './assembler.ts';
import { encoded, get, i32, i64, maskOf, tempName, Values, wordName } from './values.ts';

/** Where generated code writes what it saw: one byte each. */
export interface Flags {
  /** By number of the leaf. */
  readonly leaf: (leaf: number) => number;
  /** By number of the property of a check that was false. */
  readonly failed: (property: number) => number;
}

export const moveName = (process: number): string => `move${process}`;
/** Global that counts the ways that left a domain. */
export const FAILS = 'fails';

/** Bytes of a successor in the batch: its words, then two i32 that the table uses. */
export const batchStride = ({ words }: Layout): number => 8 * words + 8;

const ORIGIN = (word: number): string => `w${word}`;
const SAVED = (depth: number, word: number): string => `s${depth}_${word}`;

interface MoveContext {
  readonly layout: Layout;
  readonly flags: Flags;
  readonly temps: number;
}

/** The function of one process. */
export function moveFunction(
  { field, moves }: CompiledProcess,
  number: number,
  context: MoveContext,
): WasmFunction {
  const { words } = context.layout;
  const body = new Moves(context);
  const range = Array.from({ length: words }, (_, word) => word);
  const fresh = range.map((word): Wasm => ['set', wordName(word), get(ORIGIN(word))]);
  const position = new Values(context.layout).value({ op: 'field', field });
  const code = dispatch(
    moves.map((block) => body.block(block, { isFresh: true, depth: 0 })),
    position,
  );
  const locals = [
    ...range.map(wordName),
    ...Array.from({ length: body.depth }, (_, depth) =>
      range.map((word) => SAVED(depth, word)),
    ).flat(),
  ].map((name) => [name, 'i64'] as const);
  const temps = Array.from({ length: context.temps }, (_, at) => [tempName(at), 'i32'] as const);
  return {
    name: moveName(number),
    params: Object.fromEntries([...range.map((word) => [ORIGIN(word), 'i64']), ['b', 'i32']]),
    locals: Object.fromEntries([...locals, ...temps]),
    result: 'i32',
    body: [...fresh, ...code, get('b')],
  };
}

/** Blocks of one jump table: they are nested, and neither the assembler nor the engine nests without end. */
const MOST_NESTED = 256;

/** A jump table over blocks; each leaves to the end. Many are taken in groups, by a table of tables. */
export function dispatch(blocks: readonly Code[], index: Wasm): Code {
  if (blocks.length > MOST_NESTED) {
    const groups = Array.from({ length: Math.ceil(blocks.length / MOST_NESTED) }, (_, group) =>
      dispatch(blocks.slice(group * MOST_NESTED, (group + 1) * MOST_NESTED), [
        'i32.sub',
        index,
        ['i32', group * MOST_NESTED],
      ]),
    );
    return dispatch(groups, ['i32.div_u', index, ['i32', MOST_NESTED]]);
  }
  const labels = blocks.map((_, at) => `p${at}`);
  const table: Wasm = ['br_table', labels.slice(0, -1), labels.at(-1) as string, index];
  let inner: Code = [table];
  for (const [at, block] of blocks.entries())
    inner = [['block', labels[at] as string, inner], ...block, ['br', 'end']];
  return [['block', 'end', inner]];
}

interface At {
  /** The successor under construction is still the state itself. */
  readonly isFresh: boolean;
  readonly depth: number;
}

class Moves {
  readonly #context: MoveContext;
  readonly #values: Values;
  /** Levels of states that are saved at forks. */
  depth = 0;

  constructor(context: MoveContext) {
    this.#context = context;
    this.#values = new Values(context.layout);
  }

  block(block: Block, at: At): Code {
    const out: Wasm[] = [];
    const pending = new PendingWrites(this.#context.layout);
    let now = at;
    for (const statement of block) {
      if (statement.do === 'set') now = { ...now, isFresh: false };
      if (statement.do === 'set' && statement.value.op === 'const') {
        pending.put(statement.field, statement.value.value);
        continue;
      }
      out.push(...pending.flush(), ...this.#statement(statement, now));
    }
    return out;
  }

  #statement(statement: Statement, at: At): Code {
    switch (statement.do) {
      case 'set':
        return [this.#write(statement.field, statement.value)];
      case 'let':
        return [['set', tempName(statement.temp), this.#values.value(statement.value)]];
      case 'if': {
        const condition = this.#values.value(statement.cond);
        const yes = this.block(statement.then, at);
        const no = this.block(statement.else, at);
        return yes.length === 0
          ? [['if', ['i32.eqz', condition], no]]
          : [['if', condition, yes, no]];
      }
      case 'fork':
        return this.#fork(statement.branches, at);
      case 'fire':
        return this.#fire(statement.leaf, statement.checks);
      case 'fail':
        return [
          mark(this.#context.flags.leaf(statement.leaf)),
          ['global.set', FAILS, ['i32.add', ['global.get', FAILS], i32(1)]],
        ];
    }
  }

  #fork(branches: readonly Block[], { isFresh, depth }: At): Code {
    const words = this.#words();
    if (isFresh) {
      const restore = words.map((word): Wasm => ['set', wordName(word), get(ORIGIN(word))]);
      return branches.flatMap((branch, at) => [
        ...(at === 0 ? [] : restore),
        ...this.block(branch, { isFresh, depth }),
      ]);
    }
    this.depth = Math.max(this.depth, depth + 1);
    const save = words.map((word): Wasm => ['set', SAVED(depth, word), get(wordName(word))]);
    const restore = words.map((word): Wasm => ['set', wordName(word), get(SAVED(depth, word))]);
    return [
      ...save,
      ...branches.flatMap((branch, at) => [
        ...(at === 0 ? [] : restore),
        ...this.block(branch, { isFresh, depth: depth + 1 }),
      ]),
    ];
  }

  #fire(leaf: number, checks: readonly FiredCheck[]): Code {
    const { layout, flags } = this.#context;
    const stores = this.#words().map(
      (word): Wasm => ['i64.store', 8 * word, get('b'), get(wordName(word))],
    );
    const failed = checks.map(
      ({ property, holds }): Wasm => [
        'if',
        ['i32.eqz', this.#values.value(holds)],
        [mark(flags.failed(property))],
      ],
    );
    return [
      ...failed,
      ...stores,
      ['set', 'b', ['i32.add', get('b'), i32(batchStride(layout))]],
      mark(flags.leaf(leaf)),
    ];
  }

  #write(field: number, value: Expr): Wasm {
    const slot = this.#context.layout.slots[field] as Slot;
    const word = wordName(slot.word);
    const wide: Wasm = ['i64.extend_i32_u', encoded(this.#values.value(value), slot)];
    const placed: Wasm = slot.shift === 0 ? wide : ['i64.shl', wide, i64(slot.shift)];
    const cleared: Wasm = ['i64.and', get(word), i64(~maskOf(slot))];
    return ['set', word, ['i64.or', cleared, placed]];
  }

  #words(): readonly number[] {
    return Array.from({ length: this.#context.layout.words }, (_, word) => word);
  }
}

export const mark = (address: number): Wasm => ['i32.store8', address, i32(0), i32(1)];

/** Constants written to fields of one word, merged into one mask and one value. */
class PendingWrites {
  readonly #layout: Layout;
  readonly #words = new Map<number, { mask: bigint; value: bigint }>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  put(field: number, value: number): void {
    const slot = this.#layout.slots[field] as Slot;
    const mask = maskOf(slot);
    const before = this.#words.get(slot.word) ?? { mask: 0n, value: 0n };
    this.#words.set(slot.word, {
      mask: before.mask | mask,
      value: (before.value & ~mask) | (BigInt(codeOf(slot, value)) << BigInt(slot.shift)),
    });
  }

  flush(): Code {
    const code = [...this.#words].map(([word, { mask, value }]): Wasm => {
      const cleared: Wasm = ['i64.and', get(wordName(word)), i64(~mask)];
      return ['set', wordName(word), ['i64.or', cleared, i64(value)]];
    });
    this.#words.clear();
    return code;
  }
}
