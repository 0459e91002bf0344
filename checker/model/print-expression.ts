/**
 * Expressions as C-like text: what labels, `show` and false clauses print.
 */
import type { Binder, ExprNode, Operator, ScalarDomain } from '../lang/index.ts';
import { unreachable } from './ground-domain.ts';
import { visitNodes } from './template.ts';

/** What a binder is printed as: its name, or in a ground label its value. */
export type BinderText = (binder: Binder) => string;

export const byName: BinderText = (binder) => binder.name;

const INFIX: Partial<Record<Operator, { readonly text: string; readonly binding: number }>> = {
  or: { text: '||', binding: 1 },
  and: { text: '&&', binding: 2 },
  implies: { text: '=>', binding: 0 },
  eq: { text: '==', binding: 3 },
  ne: { text: '!=', binding: 3 },
  lt: { text: '<', binding: 4 },
  le: { text: '<=', binding: 4 },
  in: { text: 'in', binding: 4 },
  subset: { text: 'subset of', binding: 4 },
  add: { text: '+', binding: 5 },
  sub: { text: '-', binding: 5 },
  with: { text: '+', binding: 5 },
  without: { text: '-', binding: 5 },
  union: { text: '|', binding: 5 },
  intersect: { text: '&', binding: 5 },
  minus: { text: '-', binding: 5 },
};
const ATOM = 9;

/** The value that constants and bindings alone give to an expression, or null. */
export type Decided = (node: ExprNode) => number | null;

const undecided: Decided = () => null;

/** The text of an expression. Parts that `decided` shows to say nothing (`&& true`, `|| false`) are left out. */
export function expressionText(
  node: ExprNode,
  binderText: BinderText = byName,
  decided: Decided = undecided,
): string {
  return print(node, 0, { binderText, decided });
}

interface Naming {
  readonly binderText: BinderText;
  readonly decided: Decided;
}

function print(node: ExprNode, around: number, naming: Naming): string {
  switch (node.kind) {
    case 'literal':
      return literalText(node.domain, node.value);
    case 'constant':
      return node.constant.name;
    case 'variable':
      return node.variable.name;
    case 'element':
      return `${print(node.array, ATOM, naming)}[${print(node.index, 0, naming)}]`;
    case 'field':
      return `${print(node.record, ATOM, naming)}.${node.field}`;
    case 'binder':
      return naming.binderText(node.binder);
    case 'self':
      return 'current';
    case 'named':
      return node.name;
    case 'marked':
      return `READ_ONCE(${print(node.of, 0, naming)})`;
    case 'operator':
      return operatorText(node.operator, node.operands, around, naming);
    case 'quantified':
      return `${node.quantifier}(${node.binder.name}: ${print(node.body, 0, shadow(naming, node.binder))})`;
    case 'position':
      return positionText(node, naming);
    default:
      return unreachable(node);
  }
}

const shadow = (naming: Naming, bound: Binder): Naming => ({
  // Inside a quantifier its variable has no one value.
  decided: (node) => (mentions(node, bound) ? null : naming.decided(node)),
  binderText: (binder) => (binder === bound ? binder.name : naming.binderText(binder)),
});

function mentions(node: ExprNode, bound: Binder): boolean {
  let found = false;
  visitNodes(node, (inner) => {
    found ||= inner.kind === 'binder' && inner.binder === bound;
  });
  return found;
}

function operatorText(
  operator: Operator,
  operands: readonly ExprNode[],
  around: number,
  naming: Naming,
): string {
  if (operator === 'not') return negationText(operands[0] as ExprNode, naming);
  if (operator === 'size') return `size(${print(operands[0] as ExprNode, 0, naming)})`;
  if (operator === 'if') {
    const [condition, then, otherwise] = operands.map((operand) => print(operand, 1, naming));
    return parenthesise(`${condition} ? ${then} : ${otherwise}`, around > 0);
  }
  const infix = INFIX[operator] as { text: string; binding: number };
  const telling = tellingOperands(operator, operands, naming);
  if (telling.length === 0) return operator === 'or' ? 'false' : 'true';
  if (telling.length === 1) return print(telling[0] as ExprNode, around, naming);
  const text = telling
    .map((operand) => print(operand, infix.binding + 1, naming))
    .join(` ${infix.text} `);
  return parenthesise(text, infix.binding < around);
}

/** The operands of a connective that are not its neutral value. */
function tellingOperands(
  operator: Operator,
  operands: readonly ExprNode[],
  { decided }: Naming,
): readonly ExprNode[] {
  if (operator === 'and') return operands.filter((operand) => decided(operand) !== 1);
  if (operator === 'or') return operands.filter((operand) => decided(operand) !== 0);
  if (operator !== 'implies') return operands;
  return decided(operands[0] as ExprNode) === 1 ? operands.slice(1) : operands;
}

function negationText(operand: ExprNode, naming: Naming): string {
  if (operand.kind === 'operator' && operand.operator === 'in') {
    const [value, set] = operand.operands.map((each) => print(each, 5, naming));
    return `${value} not in ${set}`;
  }
  return `!${print(operand, ATOM, naming)}`;
}

const parenthesise = (text: string, needed: boolean): string => (needed ? `(${text})` : text);

function positionText(node: Extract<ExprNode, { kind: 'position' }>, naming: Naming): string {
  if (node.predicate === 'quiescent') return 'quiescent';
  const process = node.process === null ? '' : print(node.process, 0, naming);
  if (node.predicate === 'resting') return `resting(${process})`;
  return node.predicate === 'at'
    ? `at(${process}, ${node.fn}: ${node.label})`
    : `inside(${process}, ${node.fn})`;
}

function literalText(domain: ScalarDomain, value: number): string {
  const { kind } = domain as { kind: string };
  if (kind === 'none') return 'NULL';
  if (kind === 'emptySet') return '{}';
  switch (domain.kind) {
    case 'boolean':
      return value === 1 ? 'true' : 'false';
    case 'enum':
      return domain.members[value] ?? String(value);
    case 'set':
      return value === 0 ? '{}' : `{mask ${value}}`;
    default:
      return String(value);
  }
}
