/**
 * Labels: the C statement that a step stands for, as it is printed in traces.
 *
 * A plain string is enough mostly. Where a label mentions a parameter or a loop variable it is written with the tag `c`:
 * c`mutex_lock(&${lock})`. `show` prints the names, a trace prints the values. A `#note` at the end tells two equal
 * statements of one body apart and is printed as a comment.
 */
import { type Expr, type ExprNode, use } from './expression.ts';

export interface LabelText {
  readonly parts: readonly (string | ExprNode)[];
}

/** Anything that can be named in a label: an expression, a lock, an array. */
export interface Nameable {
  readonly node: ExprNode;
}

/** A label with places for expressions. */
export function c(
  texts: TemplateStringsArray,
  ...values: readonly (Nameable | LabelText)[]
): LabelText {
  const parts: (string | ExprNode)[] = [];
  for (const [index, text] of texts.entries()) {
    parts.push(text);
    const value = values[index];
    if (value === undefined) continue;
    if ('parts' in value) parts.push(...value.parts);
    else parts.push(use(value as Expr<unknown>));
  }
  return Object.freeze({ parts: Object.freeze(parts) });
}

export const labelText = (text: string | LabelText): LabelText =>
  typeof text === 'string' ? Object.freeze({ parts: Object.freeze([text]) }) : text;

/** The label with a note that tells it from an equal one in the same body. */
export const noted = (text: LabelText, note: string): LabelText =>
  Object.freeze({ parts: Object.freeze([...text.parts, `#${note}`]) });
