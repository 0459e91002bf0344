/**
 * What bodies and conditions mention: the variables to declare, the terms to define, the locks that queue.
 */
import type { Body, ExprNode, VariableDeclaration } from '../lang/index.ts';
import { expressionsOf, visitNodes, visitStatements } from './template.ts';

/** Collects declarations and terms, each once, in order of mention. */
export class Mentions {
  readonly variables = new Set<VariableDeclaration>();
  /** Named expressions, by name. */
  readonly terms = new Map<string, ExprNode>();
  /** Locks for which somebody queues. */
  readonly queues = new Set<VariableDeclaration>();

  addBody(body: Body): void {
    visitStatements(body, (statement) => {
      for (const node of expressionsOf(statement)) this.addExpression(node);
      if (statement.kind !== 'step' || statement.lockAction?.action !== 'queue') return;
      const lock = variableBehind(statement.lockAction.lock);
      if (lock !== null) this.queues.add(lock);
    });
  }

  addExpression(expression: ExprNode): void {
    visitNodes(expression, (node) => {
      if (node.kind === 'variable') this.variables.add(node.variable);
      if (node.kind === 'named') this.terms.set(node.name, node.of);
    });
  }
}

function variableBehind(node: ExprNode): VariableDeclaration | null {
  if (node.kind === 'variable') return node.variable;
  if (node.kind === 'element') return variableBehind(node.array);
  return node.kind === 'field' ? variableBehind(node.record) : null;
}
