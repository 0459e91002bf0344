/**
 * Ground expressions as C-like text: the guard at which a replay stopped, or what tells two instances apart. Labels and clauses have
 * the text of the spec; a guard of the kernel vocabulary has none, so it is printed from what it reads.
 */
import { valueText } from './ground-domain.ts';
import type { GroundExpr, GroundOperator, Model } from './model.ts';

const INFIX: Partial<Record<GroundOperator, string>> = {
  and: '&&',
  or: '||',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  in: 'in',
  subset: 'subset of',
  add: '+',
  with: '+',
  union: '|',
  sub: '-',
  without: '-',
  minus: '-',
  intersect: '&',
};

// Where a single element stands beside a set.
const ELEMENT_AT: Partial<Record<GroundOperator, number>> = { in: 0, with: 1, without: 1 };

/** The text of an expression, with names of cells and values. */
export function groundText(expr: GroundExpr, model: Model): string {
  switch (expr.kind) {
    case 'literal':
      return String(expr.value);
    case 'cell':
      return cellName(model, expr.cell);
    case 'select':
      return `${expr.array}[${groundText(expr.index, model)}]`;
    case 'position':
      return `${expr.predicate}(${model.processes[expr.process]?.name ?? '?'})`;
    case 'operator':
      return operatorText(expr, model);
  }
}

type Operation = Extract<GroundExpr, { kind: 'operator' }>;

function operatorText(operation: Operation, model: Model): string {
  const { operator, operands } = operation;
  const texts = operands.map((operand, position) =>
    ELEMENT_AT[operator] === position && operand.kind === 'literal'
      ? memberText(operands[1 - position], operand.value, model)
      : operandText(operand, operation, model),
  );
  if (operator === 'not') return `!${texts[0]}`;
  if (operator === 'size') return `size(${texts[0]})`;
  if (operator === 'if') return `${texts[0]} ? ${texts[1]} : ${texts[2]}`;
  return texts.join(` ${INFIX[operator] ?? operator} `);
}

/** A number beside a variable is a value of its domain: `D3`, not `1`. */
function operandText(operand: GroundExpr, around: Operation, model: Model): string {
  if (operand.kind === 'literal') {
    const sibling = around.operands.map(cellOf).find((cell) => cell !== null);
    const cell = sibling === undefined ? undefined : model.cells[sibling];
    return cell === undefined ? String(operand.value) : valueText(cell.domain, operand.value);
  }
  const text = groundText(operand, model);
  if (operand.kind !== 'operator' || !text.includes(' ')) return text;
  const isComparison = !['and', 'or', 'if'].includes(operand.operator);
  return isComparison && ['and', 'or'].includes(around.operator) ? text : `(${text})`;
}

function cellOf(expr: GroundExpr): number | null {
  if (expr.kind === 'cell') return expr.cell;
  if (expr.kind === 'select') return expr.choices.map(cellOf).find((cell) => cell !== null) ?? null;
  return null;
}

function memberText(set: GroundExpr | undefined, element: number, model: Model): string {
  const cell = set === undefined ? null : cellOf(set);
  const members = cell === null ? null : model.cells[cell]?.domain.members;
  return members?.[element] ?? String(element);
}

const cellName = (model: Model, cell: number): string => model.cells[cell]?.name ?? '?';
