/**
 * Bodies with the sides of `given` that the constants choose: what is printed of a variant in a configuration.
 *
 * A condition on a loop variable or a parameter stays open: it is decided when the model is unrolled, once for each value.
 */
import type { Binder, Body, ExprNode, Statement } from '../lang/index.ts';
import { type ExpressionContext, groundExpression } from './ground-expression.ts';
import type { GroundExpr } from './model.ts';
import { statementsOf, visitNodes } from './template.ts';

/** True or false, or null where constants alone do not decide. */
export type Decide = (condition: ExprNode) => boolean | null;

/** Stands for a value that is not known yet; no model has such a cell. */
const OPEN: GroundExpr = Object.freeze({ kind: 'cell', cell: -1 });

/** Decides conditions by the constants of a context. */
export function decideBy(context: ExpressionContext): Decide {
  return (condition) => {
    const bindings = new Map<Binder, GroundExpr>(context.bindings);
    visitNodes(condition, (node) => {
      if (node.kind === 'binder') bindings.set(node.binder, OPEN);
    });
    const value = groundExpression(condition, { ...context, bindings });
    return value.kind === 'literal' ? value.value === 1 : null;
  };
}

const OPEN_KINDS: readonly ExprNode['kind'][] = ['variable', 'self', 'position', 'quantified'];

/** The values that constants alone give to parts of a printed expression. */
export function decidedBy(decide: Decide): (node: ExprNode) => number | null {
  return (node) => {
    let isOpen = false;
    visitNodes(node, ({ kind }) => {
      isOpen ||= OPEN_KINDS.includes(kind);
    });
    const holds = isOpen ? null : decide(node);
    return holds === null ? null : Number(holds);
  };
}

/** The body without the sides that do not exist. */
export function resolveBody(body: Body, decide: Decide): Body {
  const inside = (block: Body): Body => resolveBody(block, decide);
  return statementsOf(body).flatMap((statement): readonly Statement[] => {
    switch (statement.kind) {
      case 'given': {
        const holds = decide(statement.condition);
        if (holds !== null) return inside(holds ? statement.then : statement.otherwise);
        return [
          { ...statement, then: inside(statement.then), otherwise: inside(statement.otherwise) },
        ];
      }
      case 'when':
        return [
          { ...statement, then: inside(statement.then), otherwise: inside(statement.otherwise) },
        ];
      case 'oneOf': {
        const branches = statement.branches.map(inside).filter((branch) => branch.length > 0);
        return branches.length === 0 ? [] : [{ ...statement, branches }];
      }
      case 'while':
      case 'repeat':
      case 'forEach':
      case 'atomically':
        return [{ ...statement, body: inside(statement.body) }];
      default:
        return [statement];
    }
  });
}
