/**
 * The label of a statement with the names of parameters and loop variables instead of values: the same for every call and instance.
 */
import type { LabelText, Statement } from '../lang/index.ts';
import { expressionText } from './print-expression.ts';

/** The text of a written label. */
export function labelTemplate(label: LabelText): string {
  return label.parts
    .map((part) => (typeof part === 'string' ? part : expressionText(part)))
    .join('');
}

/** The label by which coverage and positions speak of a statement; null if they do not. */
export function unitLabel(statement: Statement): string | null {
  switch (statement.kind) {
    case 'step':
    case 'operation':
    case 'atomically':
      return labelTemplate(statement.label);
    case 'when':
      return statement.label === null
        ? `if (${expressionText(statement.condition)})`
        : labelTemplate(statement.label);
    case 'while':
      if (statement.label !== null) return labelTemplate(statement.label);
      return statement.condition === null
        ? 'for (;;)'
        : `while (${expressionText(statement.condition)})`;
    default:
      return null;
  }
}
