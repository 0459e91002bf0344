/**
 * Why an expression has the value that it has: the cells and positions on which the value rests in one state.
 *
 * Of a false conjunction these are its false operands, of a true disjunction the true ones; of an array element the index and
 * the element itself. So the false clause of a property over all VMAs names the one VMA that breaks it.
 */
import type { GroundExpr } from '../model/index.ts';
import { evaluate, type Reading, RunError } from '../semantics/index.ts';

type PositionExpr = Extract<GroundExpr, { kind: 'position' }>;

export type Reason =
  | { readonly kind: 'cell'; readonly cell: number }
  | { readonly kind: 'position'; readonly expr: PositionExpr };

/** The reasons in reading order; one may occur twice. An operand that cannot be evaluated gives none. */
export function reasonsFor(expr: GroundExpr, reading: Reading): readonly Reason[] {
  switch (expr.kind) {
    case 'literal':
      return [];
    case 'cell':
      return [{ kind: 'cell', cell: expr.cell }];
    case 'position':
      return [{ kind: 'position', expr }];
    case 'select':
      return reasonsForElement(expr, reading);
    case 'operator':
      return decisive(expr, reading).flatMap((operand) => reasonsFor(operand, reading));
  }
}

function reasonsForElement(
  expr: Extract<GroundExpr, { kind: 'select' }>,
  reading: Reading,
): readonly Reason[] {
  const index = tryEvaluate(expr.index, reading);
  const element = index === null ? undefined : expr.choices[index - expr.low];
  return [
    ...reasonsFor(expr.index, reading),
    ...(element === undefined ? [] : reasonsFor(element, reading)),
  ];
}

/** The operands that decide the value. */
function decisive(
  { operator, operands }: Extract<GroundExpr, { kind: 'operator' }>,
  reading: Reading,
): readonly GroundExpr[] {
  if (operator === 'if') {
    const [condition, then, otherwise] = operands as [GroundExpr, GroundExpr, GroundExpr];
    return [condition, tryEvaluate(condition, reading) === 1 ? then : otherwise];
  }
  if (operator !== 'and' && operator !== 'or') return operands;
  const neutral = operator === 'and' ? 1 : 0;
  const deciding = operands.filter((operand) => tryEvaluate(operand, reading) === 1 - neutral);
  return deciding.length > 0 ? deciding : operands;
}

// `present(x) && a[x]`: the second operand has no value where the first is false.
function tryEvaluate(expr: GroundExpr, reading: Reading): number | null {
  try {
    return evaluate(expr, reading);
  } catch (error) {
    if (error instanceof RunError) return null;
    throw error;
  }
}
