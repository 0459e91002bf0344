/**
 * The value of an expression in one state, and which variables are read on the way: what C would read, from left to right, as far as
 * `&&`, `||` and `?:` go. It decides nothing that a verdict rests on; traces are replayed by the reference semantics.
 */
import { applyOperator, type GroundExpr, type GroundPlace } from '../../model/index.ts';

/** An index is outside of its array: there is no value and no step. */
export class Misread extends Error {}

export class Values {
  readonly #cells: ArrayLike<number>;
  /** Cells read so far, and whether every read of them was marked. */
  readonly reads: Map<number, boolean>;

  /** `reads`: what was read before. */
  constructor(cells: ArrayLike<number>, reads: ReadonlyMap<number, boolean> = new Map()) {
    this.#cells = cells;
    this.reads = new Map(reads);
  }

  of(expr: GroundExpr): number {
    switch (expr.kind) {
      case 'literal':
        return expr.value;
      case 'cell':
        this.#note(expr.cell, expr.isMarked === true);
        return this.#cells[expr.cell] as number;
      case 'select':
        return this.of(this.#chosen(expr));
      case 'operator':
        return this.#operation(expr);
      case 'position':
        throw new Error('a step reads no position');
    }
  }

  isTrue(expr: GroundExpr | null): boolean {
    return expr === null || this.of(expr) === 1;
  }

  /** The cell of a place; only its index is read. */
  cellOf(place: GroundPlace | GroundExpr): number {
    if (place.kind === 'cell') return place.cell;
    if (place.kind === 'select') return this.cellOf(this.#chosen(place));
    throw new Error('only variables are assigned');
  }

  /** The value that is written to a cell, or null: it stays as it is, which in C is no access. */
  written(cell: number, value: GroundExpr): number | null {
    if (value.kind === 'cell' && value.cell === cell) return null;
    if (value.kind === 'select') return this.written(cell, this.#chosen(value));
    if (value.kind !== 'operator' || value.operator !== 'if') return this.of(value);
    const [condition, yes, no] = value.operands as [GroundExpr, GroundExpr, GroundExpr];
    return this.written(cell, this.isTrue(condition) ? yes : no);
  }

  #chosen({ index, low, choices }: Extract<GroundExpr, { kind: 'select' }>): GroundExpr {
    const chosen = choices[this.of(index) - low];
    if (chosen === undefined) throw new Misread();
    return chosen;
  }

  #operation({ operator, operands }: Extract<GroundExpr, { kind: 'operator' }>): number {
    if (operator === 'and') return operands.every((each) => this.isTrue(each)) ? 1 : 0;
    if (operator === 'or') return operands.some((each) => this.isTrue(each)) ? 1 : 0;
    if (operator === 'if') {
      const [condition, yes, no] = operands as [GroundExpr, GroundExpr, GroundExpr];
      return this.of(this.isTrue(condition) ? yes : no);
    }
    return applyOperator(
      operator,
      operands.map((each) => this.of(each)),
    );
  }

  #note(cell: number, isMarked: boolean): void {
    this.reads.set(cell, isMarked && this.reads.get(cell) !== false);
  }
}
