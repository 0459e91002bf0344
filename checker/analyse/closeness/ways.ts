/**
 * The ways in which a clause could be false: each a list of conditions that would all have to hold at once.
 */
import type { GroundExpr, ModelClause } from '../../model/index.ts';

/** Conditions, negated ones included, all of which together make the clause false: each once, and none beside its opposite. */
export type Way = readonly GroundExpr[];

/** Every way to violate the clause: its premise, and one conjunct of its conclusion that is false. What constants or two opposite conditions rule out is none. */
export function waysToViolate({
  given,
  then,
}: Pick<ModelClause, 'given' | 'then'>): readonly Way[] {
  const premise = given === null ? [] : conjuncts(given, true);
  return disjuncts(then, false)
    .map((broken) => [...premise, ...conjuncts(broken, true)])
    .filter((way) => !way.some((condition) => isLiteral(condition, 0)))
    .map((way) => way.filter((condition) => !isLiteral(condition, 1)))
    .flatMap((way) => {
      const once = new Map(way.map((condition) => [textOf(condition), condition]));
      const isContradiction = way.some((condition) => once.has(textOf(opposite(condition))));
      return isContradiction ? [] : [[...once.values()]];
    });
}

/** The same for two conditions that are written alike. */
const textOf = (expr: GroundExpr): string => JSON.stringify(expr);

const opposite = (expr: GroundExpr): GroundExpr => operandsOf(expr, 'not')?.[0] ?? negated(expr);

const isLiteral = (expr: GroundExpr, value: number): boolean =>
  expr.kind === 'literal' && expr.value === value;

type Operation = Extract<GroundExpr, { kind: 'operator' }>;

const operandsOf = (
  expr: GroundExpr,
  operator: Operation['operator'],
): readonly GroundExpr[] | null =>
  expr.kind === 'operator' && expr.operator === operator ? expr.operands : null;

/** What has to hold for the expression to have this truth. */
function conjuncts(expr: GroundExpr, wanted: boolean): readonly GroundExpr[] {
  const [inner] = operandsOf(expr, 'not') ?? [];
  if (inner !== undefined) return conjuncts(inner, !wanted);
  const operands = operandsOf(expr, wanted ? 'and' : 'or');
  if (operands !== null) return operands.flatMap((operand) => conjuncts(operand, wanted));
  return [wanted ? expr : negated(expr)];
}

/** Conditions one of which is enough for the expression to have this truth. */
function disjuncts(expr: GroundExpr, wanted: boolean): readonly GroundExpr[] {
  const [inner] = operandsOf(expr, 'not') ?? [];
  if (inner !== undefined) return disjuncts(inner, !wanted);
  const operands = operandsOf(expr, wanted ? 'or' : 'and');
  if (operands !== null) return operands.flatMap((operand) => disjuncts(operand, wanted));
  return [wanted ? expr : negated(expr)];
}

/** `a != b` reads better than `!(a == b)`. */
function negated(expr: GroundExpr): GroundExpr {
  if (expr.kind === 'literal') return Object.freeze({ ...expr, value: 1 - expr.value });
  for (const [operator, opposite] of [
    ['eq', 'ne'],
    ['ne', 'eq'],
  ] as const) {
    const operands = operandsOf(expr, operator);
    if (operands !== null) return Object.freeze({ kind: 'operator', operator: opposite, operands });
  }
  return Object.freeze({ kind: 'operator', operator: 'not', operands: Object.freeze([expr]) });
}
