/**
 * Expressions of a program as C over the words `n0`, `n1`... of a packed state.
 *
 * Conjunctions of comparisons with constants become one mask and one comparison per word, as in the WebAssembly back end, so that the
 * compiler of C starts from the same. Text of a spec never gets here: all names are numbers.
 */
import { codeOf, type Expr, type Layout, type Slot } from '../../compile/index.ts';

/** `(word & mask) == value`. */
interface Test {
  readonly word: number;
  readonly mask: bigint;
  readonly value: bigint;
}

const OPERATORS = {
  and: '&',
  or: '|',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  add: '+',
  sub: '-',
  bitand: '&',
  bitor: '|',
  andnot: '& ~',
} as const;

export const wordName = (word: number): string => `n${word}`;
export const tempName = (temp: number): string => `t${temp}`;
export const hex = (value: bigint): string => `0x${value.toString(16)}ull`;
export const maskOf = ({ shift, bits }: Slot): bigint =>
  ((1n << BigInt(bits)) - 1n) << BigInt(shift);

/** Prints expressions for one layout. */
export class Expressions {
  readonly #slots: readonly Slot[];

  constructor({ slots }: Layout) {
    this.#slots = slots;
  }

  /** An `int32_t`; of conditions 0 or 1. */
  value(expr: Expr): string {
    switch (expr.op) {
      case 'const':
        return `${expr.value}`;
      case 'field':
        return this.#field(this.slot(expr.field));
      case 'temp':
        return tempName(expr.temp);
      case 'if':
        return `(${this.value(expr.cond)} ? ${this.value(expr.then)} : ${this.value(expr.else)})`;
      case 'pick':
        return this.#picked(expr);
      case 'not':
        return this.#test(expr) === null ? `(${this.value(expr.a)} == 0)` : this.#all(expr);
      case 'size':
        return `__builtin_popcount(${this.value(expr.a)})`;
      case 'bit':
        return `(1 << (${this.value(expr.a)} & 31))`;
      case 'and':
        return this.#all(expr);
      case 'eq':
        if (this.#test(expr) !== null) return this.#all(expr);
        return this.#plain(expr);
      default:
        return this.#plain(expr);
    }
  }

  slot(field: number): Slot {
    return this.#slots[field] as Slot;
  }

  #plain({ op, a, b }: Extract<Expr, { readonly b: Expr }>): string {
    return `(${this.value(a)} ${OPERATORS[op]}${op === 'andnot' ? '' : ' '}${this.value(b)})`;
  }

  #field({ word, shift, bits, low, skip }: Slot): string {
    if (bits === 0) return `${low}`;
    const code = `(int32_t)(${wordName(word)} >> ${shift} & ${hex((1n << BigInt(bits)) - 1n)})`;
    if (low === 0 && skip === 0) return code;
    return skip === 0 ? `(${code} + ${low})` : `decoded(${code}, ${low}, ${skip})`;
  }

  #picked({ index, choices }: Extract<Expr, { op: 'pick' }>): string {
    const at = this.value(index);
    return choices
      .map((each) => this.value(each))
      .reduceRight((rest, each, number) => `(${at} == ${number} ? ${each} : ${rest})`);
  }

  #all(expr: Expr): string {
    const masks = new Map<number, Test>();
    const others: string[] = [];
    for (const term of conjuncts(expr)) {
      const test = term.op === 'field' ? this.#equals(term.field, 1) : this.#test(term);
      if (test === 'never') return '0';
      if (test === null) others.push(this.value(term));
      else if (!merge(masks, test)) return '0';
    }
    const tests = [...masks.values()].map(
      ({ word, mask, value }) => `((${wordName(word)} & ${hex(mask)}) == ${hex(value)})`,
    );
    return `(${[...tests, ...others].join(' & ')})`;
  }

  /** A comparison of a field with a constant. */
  #test(term: Expr): Test | 'never' | null {
    if (term.op === 'not' && term.a.op === 'field') return this.#equals(term.a.field, 0);
    if (term.op !== 'eq' || term.a.op !== 'field' || term.b.op !== 'const') return null;
    return this.#equals(term.a.field, term.b.value);
  }

  #equals(field: number, value: number): Test | 'never' {
    const slot = this.slot(field);
    const code = codeOf(slot, value);
    if (code < 0 || code >= 2 ** slot.bits) return 'never';
    return { word: slot.word, mask: maskOf(slot), value: BigInt(code) << BigInt(slot.shift) };
  }
}

const conjuncts = (expr: Expr): readonly Expr[] =>
  expr.op === 'and' ? [...conjuncts(expr.a), ...conjuncts(expr.b)] : [expr];

/** False when no word can pass both tests. */
function merge(masks: Map<number, Test>, test: Test): boolean {
  const known = masks.get(test.word) ?? { word: test.word, mask: 0n, value: 0n };
  const both = known.mask & test.mask;
  if ((known.value & both) !== (test.value & both)) return false;
  masks.set(test.word, {
    word: test.word,
    mask: known.mask | test.mask,
    value: known.value | test.value,
  });
  return true;
}
