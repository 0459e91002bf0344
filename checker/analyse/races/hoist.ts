/**
 * Reads of memory taken out of an expression: each becomes a step of its own that reads into a local, in the order of C, and only
 * if C would evaluate it. What is left of the expression reads locals, and what is no memory.
 */
import type { Cell, GroundEffect, GroundExpr, GroundPlace } from '../../model/index.ts';

/** Makes the local that one read goes to. */
export type NewLocal = (like: Cell) => Cell;

type Select = Extract<GroundExpr, { kind: 'select' }>;

/** One read, as the effect of a step. */
export interface Read {
  readonly effect: Extract<GroundEffect, { kind: 'assign' }>;
  /** The place that is read. */
  readonly cell: number;
}

const and = (one: GroundExpr | null, other: GroundExpr): GroundExpr =>
  one === null ? other : { kind: 'operator', operator: 'and', operands: [one, other] };
const not = (of: GroundExpr): GroundExpr => ({ kind: 'operator', operator: 'not', operands: [of] });

export class Hoist {
  readonly reads: Read[] = [];
  readonly #cells: readonly Cell[];
  readonly #isMemory: readonly boolean[];
  readonly #newLocal: NewLocal;
  /** Locals of what was read whatever the path, by what was read. */
  readonly #known = new Map<string, GroundExpr>();

  constructor(cells: readonly Cell[], isMemory: readonly boolean[], newLocal: NewLocal) {
    this.#cells = cells;
    this.#isMemory = isMemory;
    this.#newLocal = newLocal;
  }

  /** The expression over locals; `path`: what holds if it is evaluated, null for always. */
  expression(expr: GroundExpr, path: GroundExpr | null = null): GroundExpr {
    switch (expr.kind) {
      case 'literal':
      case 'position':
        return expr;
      case 'cell':
        return this.#isMemory[expr.cell] === true ? this.#read(expr, expr.cell, path) : expr;
      case 'select':
        return this.#select({ ...expr, index: this.expression(expr.index, path) }, path);
      case 'operator':
        return { ...expr, operands: this.#operands(expr, path) };
    }
  }

  /** As `expression`; writing a place back to itself is no access, in a branch neither. */
  value(value: GroundExpr, place: GroundPlace, path: GroundExpr | null = null): GroundExpr {
    if (value.kind === 'cell' && place.kind === 'cell' && value.cell === place.cell) return value;
    if (value.kind !== 'operator' || value.operator !== 'if') return this.expression(value, path);
    const [condition, yes, no] = value.operands as [GroundExpr, GroundExpr, GroundExpr];
    const test = this.expression(condition, path);
    const operands = [
      test,
      this.value(yes, place, and(path, test)),
      this.value(no, place, and(path, not(test))),
    ];
    return { ...value, operands };
  }

  /** A place to write: only its index is read. */
  place(place: GroundPlace): GroundPlace {
    return place.kind === 'cell' ? place : { ...place, index: this.expression(place.index) };
  }

  #operands(
    { operator, operands }: Extract<GroundExpr, { kind: 'operator' }>,
    path: GroundExpr | null,
  ): readonly GroundExpr[] {
    let reached = path;
    if (operator === 'and' || operator === 'or') {
      return operands.map((each) => {
        const found = this.expression(each, reached);
        reached = and(reached, operator === 'and' ? found : not(found));
        return found;
      });
    }
    if (operator !== 'if') return operands.map((each) => this.expression(each, path));
    const [condition, yes, no] = operands as [GroundExpr, GroundExpr, GroundExpr];
    const test = this.expression(condition, path);
    const then = this.expression(yes, and(path, test));
    return [test, then, this.expression(no, and(path, not(test)))];
  }

  #select(expr: Select, path: GroundExpr | null): GroundExpr {
    const [first] = expr.choices;
    if (first?.kind === 'cell' && this.#isMemory[first.cell] === true)
      return this.#read(expr, first.cell, path);
    return { ...expr, choices: expr.choices.map((each) => this.expression(each, path)) };
  }

  #read(expr: GroundExpr, cell: number, path: GroundExpr | null): GroundExpr {
    const key = JSON.stringify(expr);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const local: GroundExpr & GroundPlace = {
      kind: 'cell',
      cell: this.#newLocal(this.#cells[cell] as Cell).index,
    };
    if (path === null) this.#known.set(key, local);
    const value: GroundExpr =
      path === null ? expr : { kind: 'operator', operator: 'if', operands: [path, expr, local] };
    this.reads.push({ effect: { kind: 'assign', place: local, value, marked: false }, cell });
    return local;
  }
}
