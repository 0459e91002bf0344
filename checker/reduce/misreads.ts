/**
 * Whether evaluating an expression may read outside of an array, judged by the bounds of the domains alone.
 *
 * A question about a position follows control through conditions over locals, so it may do what they do.
 */
import { type Block, type Cell, type GroundExpr, innerBlocks, type Model } from '../model/index.ts';

type Interval = readonly [low: number, high: number];

/** False only if it cannot. */
export function canMisread(expr: GroundExpr, model: Model): boolean {
  switch (expr.kind) {
    case 'literal':
    case 'cell':
      return false;
    case 'position':
      return hasMisreadOnTheWay(model.processes[expr.process]?.body ?? [], model);
    case 'operator':
      return expr.operands.some((operand) => canMisread(operand, model));
    case 'select': {
      const range = rangeOf(expr.index, model.cells);
      const high = expr.low + expr.choices.length - 1;
      const isInside = range !== null && range[0] >= expr.low && range[1] <= high;
      return !isInside || [expr.index, ...expr.choices].some((each) => canMisread(each, model));
    }
  }
}

/** Some condition that is no step of its own may. */
const hasMisreadOnTheWay = (block: Block, model: Model): boolean =>
  block.some((statement) => {
    const isPassed = 'isStep' in statement && !statement.isStep && statement.condition !== null;
    if (isPassed && canMisread(statement.condition, model)) return true;
    return innerBlocks(statement).some((inner) => hasMisreadOnTheWay(inner, model));
  });

/** Null: not known. */
function rangeOf(expr: GroundExpr, cells: readonly Cell[]): Interval | null {
  if (expr.kind === 'literal') return [expr.value, expr.value];
  if (expr.kind === 'cell') {
    const { domain } = cells[expr.cell] as Cell;
    return [domain.low, domain.high];
  }
  const parts = expr.kind === 'select' ? expr.choices : partsOf(expr);
  const ranges = parts.map((part) => rangeOf(part, cells));
  if (ranges.length === 0 || ranges.includes(null)) return null;
  const known = ranges as readonly Interval[];
  return [Math.min(...known.map(([low]) => low)), Math.max(...known.map(([, high]) => high))];
}

const partsOf = (expr: GroundExpr): readonly GroundExpr[] =>
  expr.kind === 'operator' && expr.operator === 'if' ? expr.operands.slice(1) : [];
