/**
 * The effects of a step: every combination of chosen values as writes to fields.
 *
 * All right sides read the state before the step, so values go to temporaries where a write could come in between. A place that is
 * selected at run time becomes a conditional write to each cell that it may denote.
 */
import { type Cell, type GroundEffect, type GroundPlace, readsOf } from '../model/index.ts';
import type { Expressions, Lowered } from './expressions.ts';
import {
  and,
  type Block,
  binary,
  choose,
  type Expr,
  eq,
  FALSE,
  field,
  or,
  type Statement,
  TRUE,
  temp,
} from './ir.ts';

/** One combination of chosen values. */
export interface Written {
  readonly allowed: Expr;
  /** A value outside its domain, or one variable assigned twice. */
  readonly error: Expr;
  readonly writes: readonly Statement[];
  readonly choices: readonly string[];
}

export interface LoweredEffects {
  /** True where a right side, a place or a condition of a choice reads outside of an array. */
  readonly error: Expr;
  /** Some combination is allowed. */
  readonly canFire: Expr;
  readonly lets: readonly Statement[];
  readonly outcomes: readonly Written[];
}

/** Where a value goes: the number of a cell, known or computed, and all cells that it may be. */
interface Target {
  readonly number: Expr;
  readonly cells: readonly number[];
}

interface Write {
  readonly target: Target;
  readonly value: Lowered;
}

interface Option {
  readonly where: Expr;
  readonly value: Lowered;
  readonly choices: readonly string[];
}

export class Effects {
  readonly #cells: readonly Cell[];
  readonly #expressions: Expressions;
  #temps = 0;
  /** Temporaries of the largest block. */
  mostTemps = 0;

  constructor(cells: readonly Cell[], expressions: Expressions) {
    this.#cells = cells;
    this.#expressions = expressions;
  }

  /** Temporaries of one block may be used again in the next. */
  newBlock(): void {
    this.#temps = 0;
  }

  /** Evaluates now what is needed later. */
  keep(value: Expr): { readonly lets: Block; readonly value: Expr } {
    if (value.op === 'const') return { lets: [], value };
    const number = this.#temps++;
    this.mostTemps = Math.max(this.mostTemps, this.#temps);
    return { lets: [{ do: 'let', temp: number, value }], value: temp(number) };
  }

  lower(effects: readonly GroundEffect[]): LoweredEffects {
    const lets: Statement[] = [];
    const errors: Expr[] = [];
    const allowed: Expr[] = [];
    let rows: readonly (readonly (Option & Write)[])[] = [[]];
    for (const effect of effects) {
      const place = this.#expressions.place(effect.place);
      const options = this.#options(effect);
      errors.push(place.error, ...options.errors);
      allowed.push(or(...options.all.map(({ where }) => where)));
      const isAlone = effects.length === 1 && place.value.op === 'const';
      const keep = (value: Expr): Expr => (isAlone ? value : this.#kept(value, lets));
      const target = { number: keep(place.value), cells: cellsOf(effect.place) };
      const kept = options.all.map(({ where, value, choices }) => ({
        where: keep(where),
        value: { ...value, value: keep(value.value) },
        choices,
        target,
      }));
      rows = rows.flatMap((row) => kept.map((option) => [...row, option]));
    }
    return {
      error: or(...errors),
      canFire: and(...allowed),
      lets,
      outcomes: rows.map((row) => this.#written(row)),
    };
  }

  #options(effect: GroundEffect): { readonly all: readonly Option[]; readonly errors: Expr[] } {
    if (effect.kind === 'assign') {
      const value = this.#expressions.lower(effect.value);
      return { all: [{ where: TRUE, value, choices: [] }], errors: [value.error] };
    }
    const errors: Expr[] = [];
    const all = effect.options.map(({ value, text, where }) => {
      const condition = where === null ? null : this.#expressions.lower(where);
      if (condition !== null) errors.push(condition.error);
      return {
        where: condition?.value ?? TRUE,
        value: this.#expressions.lower({ kind: 'literal', value }),
        choices: [`${effect.name}=${text}`],
      };
    });
    return { all, errors };
  }

  #kept(value: Expr, lets: Statement[]): Expr {
    const kept = this.keep(value);
    lets.push(...kept.lets);
    return kept.value;
  }

  #written(row: readonly (Option & Write)[]): Written {
    const errors = row.flatMap((write, at) => [
      this.#outside(write),
      ...row.slice(0, at).map((earlier) => sameTarget(write.target, earlier.target)),
    ]);
    return {
      allowed: and(...row.map(({ where }) => where)),
      error: or(...errors),
      writes: row.flatMap(writesOf),
      choices: row.flatMap(({ choices }) => choices),
    };
  }

  #outside({ target, value }: Write): Expr {
    const each = target.cells.map((cell) =>
      and(
        eq(target.number, cell),
        this.#expressions.outside(value, (this.#cells[cell] as Cell).domain),
      ),
    );
    return or(...each);
  }
}

const writesOf = ({ target, value }: Write): readonly Statement[] =>
  target.cells.map((cell) => ({
    do: 'set',
    field: cell,
    value: choose(eq(target.number, cell), value.value, field(cell)),
  }));

function sameTarget(a: Target, b: Target): Expr {
  return a.cells.some((cell) => b.cells.includes(cell)) ? binary('eq', a.number, b.number) : FALSE;
}

function cellsOf(place: GroundPlace): readonly number[] {
  const cells = new Set<number>();
  readsOf(
    place.kind === 'cell' ? place : { ...place, index: { kind: 'literal', value: 0 } },
    (read) => {
      if ('cell' in read) cells.add(read.cell);
    },
  );
  return [...cells];
}
