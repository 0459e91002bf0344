/**
 * From ground expressions to the intermediate representation.
 *
 * An expression becomes two: its value, and the condition under which evaluating it reads outside of an array. Conjunctions,
 * disjunctions and conditionals evaluate from the left and only as far as needed, so the error of a part counts
 * only where that part is reached. Where bounds prove that an index is inside, there is no condition.
 */
import {
  contains,
  type GroundExpr,
  type GroundPlace,
  unreachable,
  type ValueDomain,
} from '../model/index.ts';
import type { Bounds } from './bounds.ts';
import {
  BIT,
  difference,
  exactly,
  fits,
  hull,
  type Interval,
  isInside,
  maskOver,
  sum,
} from './interval.ts';
import {
  and,
  binary,
  choose,
  constant,
  type Expr,
  eq,
  FALSE,
  field,
  not,
  or,
  pick,
  unary,
} from './ir.ts';
import { Refused } from './refused.ts';

export interface Lowered {
  readonly value: Expr;
  /** True where evaluating it is an error of the run; the value says nothing then. */
  readonly error: Expr;
  readonly range: Interval;
}

export type PositionExpr = Extract<GroundExpr, { kind: 'position' }>;
type OperatorExpr = Extract<GroundExpr, { kind: 'operator' }>;
type SelectExpr = Extract<GroundExpr, { kind: 'select' }>;

/** What expressions read besides the state. */
export interface Scope {
  /** Cells whose value is known here. */
  readonly known?: ReadonlyMap<number, number>;
  /** Answers position predicates; absent where validation lets none through. */
  readonly position?: (expr: PositionExpr) => Lowered;
}

const MOST_BITS = 30;

const valueOf = (value: Expr, range: Interval = BIT, error: Expr = FALSE): Lowered => ({
  value,
  error,
  range,
});

export class Expressions {
  readonly #bounds: readonly Bounds[];

  /** `bounds` by number of the cell; may become wider later. */
  constructor(bounds: readonly Bounds[]) {
    this.#bounds = bounds;
  }

  bounds(cell: number): Bounds {
    return this.#bounds[cell] as Bounds;
  }

  lower(expr: GroundExpr, scope: Scope = {}): Lowered {
    switch (expr.kind) {
      case 'literal':
        return valueOf(constant(expr.value), exactly(expr.value));
      case 'cell':
        return this.#cell(expr.cell, scope);
      case 'select':
        return this.#select(expr, scope, (choice) => this.lower(choice, scope));
      case 'operator':
        return this.#operator(expr, scope);
      case 'position':
        if (scope.position === undefined) throw new Refused('a position is read in a step');
        return scope.position(expr);
      default:
        return unreachable(expr);
    }
  }

  /** The number of the cell that a place denotes. */
  place(place: GroundPlace, scope: Scope = {}): Lowered {
    if (place.kind === 'cell') return valueOf(constant(place.cell), exactly(place.cell));
    return this.#select(place, scope, (choice) => {
      if (choice.kind === 'cell' || choice.kind === 'select') return this.place(choice, scope);
      throw new Refused('a place that is no variable');
    });
  }

  /** Whether a value may be stored in a cell: a condition to test before it is. */
  outside({ value, range }: Lowered, domain: ValueDomain): Expr {
    if (fits(range, domain)) return FALSE;
    if (value.op === 'const') return constant(contains(domain, value.value) ? 0 : 1);
    const bounds = outsideOf(value, range, domain.low, domain.high);
    if (domain.kind === 'optional' && domain.first > 0)
      return or(bounds, and(not(eq(value, -1)), binary('lt', value, constant(domain.first))));
    if (domain.kind === 'set' && domain.first > 0)
      return or(bounds, not(eq(binary('bitand', value, constant(2 ** domain.first - 1)), 0)));
    return bounds;
  }

  #cell(cell: number, { known }: Scope): Lowered {
    const value = known?.get(cell);
    if (value !== undefined) return valueOf(constant(value), exactly(value));
    const { low, high } = this.bounds(cell);
    return valueOf(low === high ? constant(low) : field(cell), { low, high });
  }

  #select(
    { index: indexExpr, low, choices }: SelectExpr,
    scope: Scope,
    lowerChoice: (choice: GroundExpr) => Lowered,
  ): Lowered {
    const index = this.lower(indexExpr, scope);
    const lowered = choices.map(lowerChoice);
    const high = low + choices.length - 1;
    const outside = outsideOf(index.value, index.range, low, high);
    if (lowered.length === 0) return valueOf(FALSE, BIT, constant(1));
    const at = binary('sub', index.value, constant(low));
    const values = lowered.map(({ value }) => value);
    const inside = pick(
      at,
      lowered.map(({ error }) => error),
    );
    const error = or(index.error, outside, inside);
    const range = hull(lowered.map((each) => each.range));
    return valueOf(pick(low === 0 ? index.value : at, values), range, error);
  }

  #operator(expr: OperatorExpr, scope: Scope): Lowered {
    const operands = expr.operands.map((operand) => this.lower(operand, scope));
    if (expr.operator === 'and' || expr.operator === 'or')
      return shortCircuit(expr.operator, operands);
    const [a, b, c] = operands as [Lowered, Lowered, Lowered];
    if (expr.operator === 'if') return conditional(a, b, c);
    const { value, range } = operation(expr.operator, a, b);
    return valueOf(value, range, or(...operands.map(({ error }) => error)));
  }
}

function outsideOf(value: Expr, range: Interval, low: number, high: number): Expr {
  if (isInside(range, low, high)) return FALSE;
  return or(
    range.low >= low ? FALSE : binary('lt', value, constant(low)),
    range.high <= high ? FALSE : binary('lt', constant(high), value),
  );
}

/** The error of an operand counts where the operands before it have not decided. */
function shortCircuit(operator: 'and' | 'or', operands: readonly Lowered[]): Lowered {
  const isAnd = operator === 'and';
  return operands.reduceRight(
    (rest, { value, error }) =>
      valueOf(
        isAnd ? and(value, rest.value) : or(value, rest.value),
        BIT,
        or(error, and(isAnd ? value : not(value), rest.error)),
      ),
    valueOf(constant(isAnd ? 1 : 0)),
  );
}

export const conditional = (condition: Lowered, yes: Lowered, no: Lowered): Lowered =>
  valueOf(
    choose(condition.value, yes.value, no.value),
    hull([yes.range, no.range]),
    or(condition.error, choose(condition.value, yes.error, no.error)),
  );

function operation(
  operator: Exclude<OperatorExpr['operator'], 'and' | 'or' | 'if'>,
  a: Lowered,
  b: Lowered,
): Pick<Lowered, 'value' | 'range'> {
  const of = (value: Expr, range: Interval = BIT) => ({ value, range });
  switch (operator) {
    case 'not':
      return of(not(a.value));
    case 'eq':
    case 'ne':
    case 'lt':
    case 'le':
      return of(binary(operator, a.value, b.value));
    case 'add':
      return of(binary('add', a.value, b.value), sum(a.range, b.range));
    case 'sub':
      return of(binary('sub', a.value, b.value), difference(a.range, b.range));
    case 'in': {
      const isMember = not(eq(binary('bitand', b.value, unary('bit', a.value)), 0));
      return of(and(isBit(a), isMember));
    }
    case 'with': {
      const added = binary('bitor', a.value, unary('bit', b.value));
      const high = b.range.high < MOST_BITS ? 2 ** Math.max(b.range.high, 0) : 2 ** 29;
      const range = maskOver(a.range, { low: isBitProven(b) ? 0 : -1, high });
      return of(choose(isBit(b), added, constant(-1)), range);
    }
    case 'without':
      return of(
        choose(isBit(b), binary('andnot', a.value, unary('bit', b.value)), a.value),
        maskOver(a.range, a.range),
      );
    case 'union':
      return of(binary('bitor', a.value, b.value), maskOver(a.range, b.range));
    case 'intersect':
      return of(binary('bitand', a.value, b.value), maskOver(a.range, b.range));
    case 'minus':
      return of(binary('andnot', a.value, b.value), maskOver(a.range, a.range));
    case 'subset':
      return of(eq(binary('andnot', a.value, b.value), 0));
    case 'size':
      return of(unary('size', a.value), { low: 0, high: 32 });
    default:
      return unreachable(operator);
  }
}

const isBitProven = ({ range }: Lowered): boolean => isInside(range, 0, MOST_BITS - 1);

/** Whether a value can be a member of a set at all. */
const isBit = ({ value, range }: Lowered): Expr => not(outsideOf(value, range, 0, MOST_BITS - 1));
