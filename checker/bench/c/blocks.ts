/**
 * Blocks of a program as C: what a process can do in one state, every successor written to where `b` points.
 *
 * Each branch of a fork works on words of its own, which the compiler of C turns into registers.
 */
import {
  type Block,
  type CompiledProcess,
  codeOf,
  type Expr,
  type FiredCheck,
  type Layout,
  type Statement,
} from '../../compile/index.ts';
import { Expressions, hex, maskOf, tempName, wordName } from './expressions.ts';

const STEP = '\t';

/** Prints blocks for one layout. */
export class Blocks {
  readonly #words: readonly number[];
  readonly #expressions: Expressions;

  constructor(layout: Layout) {
    this.#words = Array.from({ length: layout.words }, (_, word) => word);
    this.#expressions = new Expressions(layout);
  }

  /** A jump over the position of the process. */
  process({ field, moves }: CompiledProcess): readonly string[] {
    const position = this.#expressions.value({ op: 'field', field });
    const cases = moves.flatMap((block, at) => [
      `case ${at}: {`,
      ...this.#ownWords('w'),
      ...this.#block(block),
      `${STEP}break;`,
      '}',
    ]);
    return [`switch (${position.replaceAll(/\bn(\d+)/g, 'w$1')}) {`, ...cases, '}'];
  }

  value(expr: Expr): string {
    return this.#expressions.value(expr);
  }

  #block(block: Block): readonly string[] {
    return block.flatMap((each) => this.#statement(each)).map((line) => `${STEP}${line}`);
  }

  #statement(statement: Statement): readonly string[] {
    switch (statement.do) {
      case 'set':
        return [this.#write(statement.field, statement.value)];
      case 'let':
        return [`${tempName(statement.temp)} = ${this.value(statement.value)};`];
      case 'if':
        return [
          `if (${this.value(statement.cond)}) {`,
          ...this.#block(statement.then),
          ...(statement.else.length === 0 ? [] : ['} else {', ...this.#block(statement.else)]),
          '}',
        ];
      case 'fork':
        return this.#fork(statement.branches);
      case 'fire':
        return this.#fire(statement.checks);
      case 'fail':
        return ['fails++;'];
    }
  }

  #fork(branches: readonly Block[]): readonly string[] {
    const saved = this.#words.map((word) => `const u64 s${word} = ${wordName(word)};`);
    const all = branches.flatMap((branch) => [
      '{',
      ...this.#ownWords('s'),
      ...this.#block(branch),
      '}',
    ]);
    return ['{', ...[...saved, ...all].map((line) => `${STEP}${line}`), '}'];
  }

  #ownWords(from: string): readonly string[] {
    return this.#words.map((word) => `${STEP}u64 ${wordName(word)} = ${from}${word};`);
  }

  #fire(checks: readonly FiredCheck[]): readonly string[] {
    const failed = checks.map(
      ({ property, holds }) => `if (!${this.value(holds)}) failed[${property}] = 1;`,
    );
    const stores = this.#words.map((word) => `b[${word}] = ${wordName(word)};`);
    return [...failed, ...stores, 'b += WORDS;'];
  }

  #write(field: number, value: Expr): string {
    const slot = this.#expressions.slot(field);
    const word = wordName(slot.word);
    const cleared = `${word} & ${hex(~maskOf(slot) & (2n ** 64n - 1n))}`;
    if (value.op === 'const')
      return `${word} = (${cleared}) | ${hex(BigInt(codeOf(slot, value.value)) << BigInt(slot.shift))};`;
    const { low, skip, shift } = slot;
    const printed = this.value(value);
    const code = skip === 0 ? `(${printed} - ${low})` : `encoded(${printed}, ${low}, ${skip})`;
    return `${word} = (${cleared}) | (u64)(uint32_t)${low === 0 && skip === 0 ? printed : code} << ${shift};`;
  }
}
