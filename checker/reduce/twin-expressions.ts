/**
 * Whether two expressions are the same after an exchange of instances: that of one instance, and that which stands in its place in
 * the other.
 *
 * Operands of a conjunction, a disjunction and a sum may come in another order, because quantifiers are unrolled in the order of the
 * instances; but not where evaluation stops early and one of them might read outside of an array.
 */
import type { GroundExpr, GroundOperator, Model } from '../model/index.ts';
import type { Exchange, Sort } from './exchange.ts';
import { canMisread } from './misreads.ts';

type Operation = Extract<GroundExpr, { kind: 'operator' }>;
type Selection = Extract<GroundExpr, { kind: 'select' }>;

/** An expression, and the one that should be its twin but is not. */
export interface Mismatch {
  readonly here: GroundExpr;
  readonly there: GroundExpr;
}

export class TwinExpressions {
  readonly #model: Model;
  readonly #sorts: readonly Sort[];
  readonly #exchange: Exchange;
  #mismatch: Mismatch | null = null;
  #bare: Mismatch | null = null;

  constructor(model: Model, sorts: readonly Sort[], exchange: Exchange) {
    this.#model = model;
    this.#sorts = sorts;
    this.#exchange = exchange;
  }

  /** The innermost expressions that first differed; a bare number only if nothing stands around it. */
  get mismatch(): Mismatch | null {
    return this.#mismatch ?? this.#bare;
  }

  /** Whether `there` has, after the exchange, the value of `here` before it. */
  areTwins(here: GroundExpr, there: GroundExpr, sort: Sort = 'plain'): boolean {
    const [known, bare] = [this.#mismatch, this.#bare];
    if (this.#areEqual(here, there, sort)) {
      [this.#mismatch, this.#bare] = [known, bare];
      return true;
    }
    if (here.kind === 'literal') this.#bare ??= { here, there };
    else this.#mismatch ??= { here, there };
    return false;
  }

  areBoth(here: GroundExpr | null, there: GroundExpr | null): boolean {
    if (here === null || there === null) return here === there;
    return this.areTwins(here, there);
  }

  /** What the value of an expression says about processes; null: a constant, which may be anything. */
  sortOf(expr: GroundExpr): Sort | null {
    switch (expr.kind) {
      case 'literal':
        return null;
      case 'cell':
        return this.#sorts[expr.cell] as Sort;
      case 'select':
        return this.#firstSort(expr.choices);
      case 'position':
        return 'plain';
      case 'operator':
        return this.#resultSort(expr);
    }
  }

  #resultSort({ operator, operands }: Operation): Sort | null {
    switch (operator) {
      case 'if':
        return this.#firstSort(operands.slice(1));
      case 'with':
      case 'without':
        return this.#setSort(operands[0], operands[1]);
      case 'union':
      case 'intersect':
      case 'minus':
        return this.#firstSort(operands);
      default:
        return 'plain';
    }
  }

  #firstSort(exprs: readonly GroundExpr[]): Sort | null {
    for (const expr of exprs) {
      const sort = this.sortOf(expr);
      if (sort !== null) return sort;
    }
    return null;
  }

  #setSort(set: GroundExpr | undefined, member: GroundExpr | undefined): Sort | null {
    const known = set === undefined ? null : this.sortOf(set);
    if (known !== null || member === undefined) return known;
    return this.sortOf(member) === 'process' ? 'processes' : null;
  }

  #areEqual(here: GroundExpr, there: GroundExpr, sort: Sort): boolean {
    switch (here.kind) {
      case 'literal':
        return there.kind === 'literal' && there.value === this.#exchange.value(sort, here.value);
      case 'cell':
        return (
          there.kind === 'cell' &&
          this.#sorts[here.cell] === sort &&
          this.#exchange.cell(here.cell) === there.cell
        );
      case 'select':
        return there.kind === 'select' && this.#areSelections(here, there, sort);
      case 'position':
        return (
          there.kind === 'position' &&
          this.#exchange.process(here.process) === there.process &&
          here.predicate === there.predicate &&
          here.fn === there.fn &&
          here.label === there.label
        );
      case 'operator':
        return there.kind === 'operator' && this.#areOperations(here, there, sort);
    }
  }

  #areSelections(here: Selection, there: Selection, sort: Sort): boolean {
    const { low, choices } = here;
    if (low !== there.low || choices.length !== there.choices.length) return false;
    const indexSort = this.sortOf(here.index) ?? 'plain';
    if (!this.areTwins(here.index, there.index, indexSort)) return false;
    return choices.every((choice, at) => {
      const twin = there.choices[this.#exchange.value(indexSort, low + at) - low];
      return twin !== undefined && this.areTwins(choice, twin, sort);
    });
  }

  #areOperations(here: Operation, there: Operation, sort: Sort): boolean {
    const { operator } = here;
    if (operator !== there.operator) return false;
    if (operator === 'add') {
      if (sort !== 'plain') return false;
      return this.#haveTwins(terms(here), terms(there));
    }
    if (here.operands.length !== there.operands.length) return false;
    if (!canBe(operator, sort)) return false;
    if ((operator === 'and' || operator === 'or') && !this.#canStop(here, there))
      return this.#haveTwins(here.operands, there.operands);
    const sorts = this.#operandSorts(here, sort);
    return here.operands.every((operand, at) =>
      this.areTwins(operand, there.operands[at] as GroundExpr, sorts[at] ?? 'plain'),
    );
  }

  #canStop(...operations: readonly Operation[]): boolean {
    return operations.some((each) => canMisread(each, this.#model));
  }

  /** In any order. */
  #haveTwins(here: readonly GroundExpr[], there: readonly GroundExpr[]): boolean {
    return here.length === there.length && pairUp(here, there, (a, b) => this.areTwins(a, b));
  }

  #operandSorts({ operator, operands }: Operation, sort: Sort): readonly Sort[] {
    switch (operator) {
      case 'if':
        return ['plain', sort, sort];
      case 'with':
      case 'without':
        return [sort, sort === 'processes' ? 'process' : 'plain'];
      case 'union':
      case 'intersect':
      case 'minus':
        return [sort, sort];
      case 'in': {
        const set = this.#setSort(operands[1], operands[0]) ?? 'plain';
        return [set === 'processes' ? 'process' : 'plain', set];
      }
      case 'eq':
      case 'ne':
      case 'subset':
      case 'size': {
        const shared = this.#firstSort(operands) ?? 'plain';
        return [shared, shared];
      }
      default:
        return [];
    }
  }
}

/** Whether an operation may have a value of that sort. */
function canBe(operator: GroundOperator, sort: Sort): boolean {
  if (operator === 'if') return true;
  return sort === 'plain' || (sort === 'processes' && SETS.has(operator));
}

const SETS: ReadonlySet<GroundOperator> = new Set([
  'with',
  'without',
  'union',
  'intersect',
  'minus',
]);

const terms = (expr: GroundExpr): readonly GroundExpr[] =>
  expr.kind === 'operator' && expr.operator === 'add' ? expr.operands.flatMap(terms) : [expr];

/** Whether everything here has a twin of its own there. What is equal to one twin is equal to all its equals, so the first will do. */
export function pairUp<T>(
  here: readonly T[],
  there: readonly T[],
  areTwins: (here: T, there: T) => boolean,
): boolean {
  return partnersOf(here, there, areTwins) !== null;
}

/** Numbers of the twins; null if there are not enough of them. */
export function partnersOf<T>(
  here: readonly T[],
  there: readonly T[],
  areTwins: (here: T, there: T) => boolean,
): readonly number[] | null {
  const free = new Set(there.keys());
  const partners: number[] = [];
  for (const [at, each] of here.entries()) {
    // Mostly the order is the same.
    const candidates = free.has(at) ? [at, ...free] : [...free];
    const found = candidates.find((candidate) => areTwins(each, there[candidate] as T));
    if (found === undefined) return null;
    free.delete(found);
    partners.push(found);
  }
  return partners;
}
