/**
 * The named expressions that a printed condition mentions: what a reader without the spec has to look up.
 *
 * Which of them are mentioned is read off the text, because parts that constants decide are not printed.
 */
import type { ExprNode } from '../lang/index.ts';
import type { ModelTerm } from './model.ts';
import { visitNodes } from './template.ts';

/** The terms in the texts of `nodes`, and those in the texts of these terms, each once. */
export function termsIn(
  nodes: readonly ExprNode[],
  textOf: (node: ExprNode) => string,
): readonly ModelTerm[] {
  const terms = new Map<string, ModelTerm>();
  const add = (node: ExprNode): void => {
    const printed = textOf(node);
    visitNodes(node, (inner) => {
      if (inner.kind !== 'named' || terms.has(inner.name) || !mentions(printed, inner.name)) return;
      terms.set(inner.name, Object.freeze({ name: inner.name, text: textOf(inner.of) }));
      add(inner.of);
    });
  };
  nodes.forEach(add);
  return Object.freeze([...terms.values()]);
}

/** As a word: `safe` is not mentioned by `hw_safe`. */
function mentions(text: string, name: string): boolean {
  return text.split(name).some((before, at, parts) => {
    const after = parts[at + 1];
    return after !== undefined && !/\w$/.test(before) && !/^\w/.test(after);
  });
}
