/**
 * Mutations of expressions: one conjunct of a condition negated or left out, one marked read made a plain one.
 */
import type { ExprNode, Source } from '../../lang/index.ts';
import { childrenOf, expressionText } from '../../model/index.ts';

export interface Edit {
  /** The part that is changed. */
  readonly text: string;
  /** Null: there is no condition left. */
  readonly condition: ExprNode | null;
}

/** The condition with each of its conjuncts negated in turn. */
export const negations = (condition: ExprNode, source: Source): readonly Edit[] =>
  conjunctsOf(condition).map((part, at, all) => {
    const parts = all.map((each, number) => (number === at ? negated(each, source) : each));
    return { text: expressionText(part), condition: joined(parts, source) };
  });

/** The condition without each of its conjuncts in turn. */
export const omissions = (condition: ExprNode, source: Source): readonly Edit[] =>
  conjunctsOf(condition).map((part, at, all) => {
    const parts = all.filter((_, number) => number !== at);
    return { text: expressionText(part), condition: joined(parts, source) };
  });

/** The parts of a conjunction, through the names of inline functions. */
function conjunctsOf(node: ExprNode): readonly ExprNode[] {
  if (node.kind === 'operator' && node.operator === 'and')
    return node.operands.flatMap(conjunctsOf);
  if (node.kind !== 'named') return [node];
  const inner = conjunctsOf(node.of);
  return inner.length > 1 ? inner : [node];
}

const joined = (parts: readonly ExprNode[], source: Source): ExprNode | null =>
  parts.length > 1 ? operator('and', parts, source) : (parts[0] ?? null);

/** A negated name stays readable: `!__vfio_pci_memory_enabled`. */
const negated = (node: ExprNode, source: Source): ExprNode =>
  node.kind === 'operator' && node.operator === 'not'
    ? (node.operands[0] as ExprNode)
    : operator('not', [node], source);

const operator = (
  name: Extract<ExprNode, { kind: 'operator' }>['operator'],
  operands: readonly ExprNode[],
  source: Source,
): ExprNode =>
  Object.freeze({
    kind: 'operator',
    operator: name,
    operands: Object.freeze([...operands]),
    source,
  });

type Marked = Extract<ExprNode, { kind: 'marked' }>;

/** Every marked read in an expression, each once. */
export function marksIn(node: ExprNode): readonly Marked[] {
  const inner = childrenOf(node).flatMap(marksIn);
  return [...new Set(node.kind === 'marked' ? [node, ...inner] : inner)];
}

/** The expression with this read unmarked; the same object where it does not occur. */
export function unmarked(node: ExprNode, mark: Marked): ExprNode {
  if (node === mark) return mark.of;
  const children = childrenOf(node);
  const changed = children.map((child) => unmarked(child, mark));
  return changed.every((child, at) => child === children[at]) ? node : withChildren(node, changed);
}

/** As `childrenOf` gives them, in that order. */
function withChildren(node: ExprNode, children: readonly ExprNode[]): ExprNode {
  const [first, second] = children as readonly [ExprNode, ExprNode];
  switch (node.kind) {
    case 'element':
      return Object.freeze({ ...node, array: first, index: second });
    case 'field':
      return Object.freeze({ ...node, record: first });
    case 'marked':
    case 'named':
      return Object.freeze({ ...node, of: first });
    case 'operator':
      return Object.freeze({ ...node, operands: Object.freeze([...children]) });
    case 'quantified':
      return Object.freeze({ ...node, body: first });
    case 'position':
      return Object.freeze({ ...node, process: first });
    default:
      return node;
  }
}
