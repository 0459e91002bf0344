/**
 * Expressions as WebAssembly over packed states. The words of the state are the locals `n0`, `n1`...
 *
 * Almost every guard is a conjunction of comparisons of fields with constants: those of one word become one mask and one
 * comparison. Nothing traps, so both sides of a conditional may be evaluated.
 */

import type { Expr } from '../ir.ts';
import { codeOf, type Layout, type Slot } from '../layout.ts';
import type { Wasm } from './assembler.ts';

export const i32 = (value: number): Wasm => ['i32', value];
export const i64 = (value: bigint | number): Wasm => ['i64', value];
export const get = (name: string): Wasm => ['get', name];
export const wordName = (word: number): string => `n${word}`;
export const tempName = (temp: number): string => `t${temp}`;

export const maskOf = ({ shift, bits }: Slot): bigint =>
  ((1n << BigInt(bits)) - 1n) << BigInt(shift);

/** `(word & mask) == value`. */
interface Test {
  readonly word: number;
  readonly mask: bigint;
  readonly value: bigint;
}

const COMPARISONS = { eq: 'i32.eq', ne: 'i32.ne', lt: 'i32.lt_s', le: 'i32.le_s' } as const;
const ARITHMETIC = { add: 'i32.add', sub: 'i32.sub', bitand: 'i32.and', bitor: 'i32.or' } as const;

export class Values {
  readonly #slots: readonly Slot[];

  constructor({ slots }: Layout) {
    this.#slots = slots;
  }

  /** An i32. */
  value(expr: Expr): Wasm {
    switch (expr.op) {
      case 'const':
        return i32(expr.value);
      case 'field':
        return this.#field(this.#slots[expr.field] as Slot);
      case 'temp':
        return get(tempName(expr.temp));
      case 'if':
        return ['select', this.value(expr.then), this.value(expr.else), this.value(expr.cond)];
      case 'pick':
        return this.#strided(expr) ?? this.#picked(expr);
      case 'size':
        return ['i32.popcnt', this.value(expr.a)];
      case 'bit':
        return ['i32.shl', i32(1), this.value(expr.a)];
      case 'not':
      case 'and':
      case 'or':
        return this.#truth(expr);
      case 'eq':
      case 'ne':
      case 'lt':
      case 'le':
        return this.#test(expr) === null
          ? [COMPARISONS[expr.op], this.value(expr.a), this.value(expr.b)]
          : this.#truth(expr);
      case 'andnot':
        return ['i32.and', this.value(expr.a), ['i32.xor', this.value(expr.b), i32(-1)]];
      default:
        return [ARITHMETIC[expr.op], this.value(expr.a), this.value(expr.b)];
    }
  }

  #truth(expr: Expr): Wasm {
    if (expr.op === 'or') return ['i32.or', this.value(expr.a), this.value(expr.b)];
    const terms = conjuncts(expr);
    const tests = new Map<number, Test>();
    const others: Wasm[] = [];
    for (const term of terms) {
      const test = this.#test(term);
      if (test === 'never') return i32(0);
      if (test === null) others.push(this.#plain(term));
      else {
        const merged = merge(tests.get(test.word), test);
        if (merged === null) return i32(0);
        tests.set(test.word, merged);
      }
    }
    const all = [...[...tests.values()].map(compare), ...others];
    return all.reduceRight((rest, each) => ['i32.and', each, rest]);
  }

  #plain(term: Expr): Wasm {
    return term.op === 'not' ? ['i32.eqz', this.value(term.a)] : this.value(term);
  }

  /** A comparison of a field with a constant. */
  #test(term: Expr): Test | 'never' | null {
    if (term.op === 'field') return this.#equals(term.field, 1);
    if (term.op === 'not' && term.a.op === 'field') return this.#equals(term.a.field, 0);
    if (term.op !== 'eq' || term.a.op !== 'field' || term.b.op !== 'const') return null;
    return this.#equals(term.a.field, term.b.value);
  }

  #equals(field: number, value: number): Test | 'never' {
    const slot = this.#slots[field] as Slot;
    const code = codeOf(slot, value);
    if (code < 0 || code >= 2 ** slot.bits) return 'never';
    return { word: slot.word, mask: maskOf(slot), value: BigInt(code) << BigInt(slot.shift) };
  }

  #field(slot: Slot): Wasm {
    const { word, shift, bits, low } = slot;
    if (bits === 0) return i32(low);
    const at = get(wordName(word));
    const shifted: Wasm = shift === 0 ? at : ['i64.shr_u', at, i64(shift)];
    const narrow: Wasm = ['i32.wrap_i64', shifted];
    return decoded(bits === 32 ? narrow : ['i32.and', narrow, i32(2 ** bits - 1)], slot);
  }

  /** Elements side by side in one word at equal distances: a shift by the index. */
  #strided({ index, choices }: Extract<Expr, { op: 'pick' }>): Wasm | null {
    const slots = choices.map((each) =>
      each.op === 'field' ? this.#slots[each.field] : undefined,
    );
    const [first, second] = slots;
    if (first === undefined || second === undefined || first.bits === 0) return null;
    const stride = second.shift - first.shift;
    const isEven = slots.every(
      (slot, at) =>
        slot?.word === first.word &&
        slot.bits === first.bits &&
        slot.low === first.low &&
        slot.skip === first.skip &&
        slot.shift === first.shift + stride * at,
    );
    if (!isEven) return null;
    const distance: Wasm = [
      'i32.add',
      ['i32.mul', this.value(index), i32(stride)],
      i32(first.shift),
    ];
    const shifted: Wasm = ['i64.shr_u', get(wordName(first.word)), ['i64.extend_i32_u', distance]];
    const raw: Wasm = ['i32.and', ['i32.wrap_i64', shifted], i32(2 ** first.bits - 1)];
    return decoded(raw, first);
  }

  #picked({ index, choices }: Extract<Expr, { op: 'pick' }>): Wasm {
    const at = this.value(index);
    return choices
      .map((each) => this.value(each))
      .reduceRight((rest, each, number) => ['select', each, rest, ['i32.eq', at, i32(number)]]);
  }
}

/** The value that a code stands for. */
function decoded(code: Wasm, { low, skip }: Slot): Wasm {
  if (low === 0 && skip === 0) return code;
  const value: Wasm = ['i32.add', code, i32(low + skip)];
  return skip === 0 ? value : ['select', value, i32(low), code];
}

/** The code of a value that can occur. */
export function encoded(value: Wasm, { low, skip }: Slot): Wasm {
  if (low === 0 && skip === 0) return value;
  const code: Wasm = ['i32.sub', value, i32(low + skip)];
  return skip === 0 ? code : ['select', code, i32(0), ['i32.ne', value, i32(low)]];
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.op === 'and' ? [...conjuncts(expr.a), ...conjuncts(expr.b)] : [expr];

function merge(known: Test | undefined, test: Test): Test | null {
  if (known === undefined) return test;
  const both = known.mask & test.mask;
  if ((known.value & both) !== (test.value & both)) return null;
  return { ...test, mask: known.mask | test.mask, value: known.value | test.value };
}

function compare({ word, mask, value }: Test): Wasm {
  const masked: Wasm = ['i64.and', get(wordName(word)), i64(mask)];
  if (mask === 0n) return i32(1);
  return value === 0n ? ['i64.eqz', masked] : ['i64.eq', masked, i64(value)];
}
