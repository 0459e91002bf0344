/**
 * The footprints of a program: what the blocks of each place read and write.
 *
 * The position of a process is its own and left out: no step reads it, and questions about it are answered where they are asked. So
 * are temporaries, which stand for what was read into them.
 */
import type { Block, Expr, Program, Statement } from '../../compile/index.ts';
import {
  ALL_BITS,
  eitherWrite,
  type Footprint,
  type Footprints,
  type Write,
} from '../../reduce/index.ts';

/** Fields of sets, which are taken apart into members. */
export type IsSet = (field: number) => boolean;

/** By process and place. Cost: a pass over all blocks. */
export function footprintsOf({ processes, model }: Program): Footprints {
  const isSet: IsSet = (field) => model.cells[field]?.domain.kind === 'set';
  const isCell = (field: number): boolean => field < model.cells.length;
  return processes.map(({ moves }) =>
    moves.map((block) => new Reader(isSet, isCell).footprint(block)),
  );
}

class Reader {
  readonly #isSet: IsSet;
  readonly #isCell: (field: number) => boolean;
  readonly #reads = new Map<number, number>();
  readonly #writes = new Map<number, Write>();
  readonly #temps = new Map<number, Expr>();

  constructor(isSet: IsSet, isCell: (field: number) => boolean) {
    this.#isSet = isSet;
    this.#isCell = isCell;
  }

  footprint(block: Block): Footprint {
    this.#block(block);
    return { reads: this.#reads, writes: this.#writes };
  }

  #block(block: Block): void {
    for (const statement of block) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.do) {
      case 'let':
        // What is written is read where it is written.
        this.#temps.set(statement.temp, statement.value);
        return;
      case 'set':
        if (this.#isCell(statement.field)) this.#write(statement.field, statement.value);
        return;
      case 'if':
        this.#read(statement.cond);
        this.#block(statement.then);
        this.#block(statement.else);
        return;
      case 'fork':
        for (const branch of statement.branches) this.#block(branch);
        return;
      case 'fire':
        for (const { holds } of statement.checks) this.#read(holds);
        return;
      case 'fail':
        return;
    }
  }

  #write(field: number, value: Expr): void {
    const expr = this.#resolved(value);
    if (expr.op === 'if') {
      this.#read(expr.cond);
      this.#write(field, expr.then);
      this.#write(field, expr.else);
    } else if (expr.op !== 'field' || expr.field !== field)
      this.#writes.set(field, eitherWrite(this.#writes.get(field), this.#written(field, expr)));
  }

  #written(field: number, expr: Expr): Write {
    if (expr.op === 'const') return { kind: 'value', value: expr.value };
    if (this.#isSet(field) && (expr.op === 'bitor' || expr.op === 'andnot')) {
      const [of, members] = [this.#resolved(expr.a), this.#resolved(expr.b)];
      if (of.op === 'field' && of.field === field) {
        this.#read(members);
        const some = members.op === 'const' ? members.value : ALL_BITS;
        return expr.op === 'bitor'
          ? { kind: 'members', added: some, removed: 0 }
          : { kind: 'members', added: 0, removed: some };
      }
    }
    this.#read(expr);
    return { kind: 'value', value: null };
  }

  #resolved(expr: Expr): Expr {
    const kept = expr.op === 'temp' ? this.#temps.get(expr.temp) : undefined;
    return kept === undefined ? expr : this.#resolved(kept);
  }

  #read(expr: Expr): void {
    readsOf(
      this.#resolved(expr),
      this.#isSet,
      (field, bits) => {
        if (this.#isCell(field)) this.#reads.set(field, (this.#reads.get(field) ?? 0) | bits);
      },
      this.#temps,
    );
  }
}

/** Calls `visit` for every field that the expression may read, with the bits of it. */
export function readsOf(
  expr: Expr,
  isSet: IsSet,
  visit: (field: number, bits: number) => void,
  temps: ReadonlyMap<number, Expr> = new Map(),
): void {
  const read = (each: Expr): void => readsOf(each, isSet, visit, temps);
  switch (expr.op) {
    case 'const':
      return;
    case 'field':
      visit(expr.field, ALL_BITS);
      return;
    case 'temp': {
      const kept = temps.get(expr.temp);
      if (kept !== undefined) read(kept);
      return;
    }
    case 'if':
      read(expr.cond);
      read(expr.then);
      read(expr.else);
      return;
    case 'pick':
      read(expr.index);
      expr.choices.forEach(read);
      return;
    case 'not':
    case 'size':
    case 'bit':
      read(expr.a);
      return;
    case 'bitand':
      if (expr.a.op === 'field' && isSet(expr.a.field) && expr.b.op === 'const') {
        visit(expr.a.field, expr.b.value);
        return;
      }
      break;
    default:
  }
  read(expr.a);
  read(expr.b);
}
