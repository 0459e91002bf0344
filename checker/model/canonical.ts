/**
 * When two pieces of a spec say the same: where they were written does not count, which declarations they mention does.
 *
 * Loop variables are made anew each time a body is written, so they are numbered in the order in which they occur.
 */
import type { Body, ExprNode } from '../lang/index.ts';

const DECLARATIONS = new Set(['variable', 'constant', 'definition']);

/** A text that is equal for two bodies, or two expressions, exactly if they say the same. */
export function canonicalText(of: Body | ExprNode, identities: Identities): string {
  const binders = new Map<object, number>();
  return JSON.stringify(of, (key, value: unknown) => {
    // The members of an enumeration lead back to it by its values.
    if (key === 'source' || key === 'values') return undefined;
    if (typeof value === 'function') return `function ${value.name}`;
    if (typeof value !== 'object' || value === null) return value;
    if (DECLARATIONS.has(key)) return identities.of(value);
    if (key !== 'binder') return value;
    const number = binders.get(value) ?? binders.size;
    binders.set(value, number);
    return { number, ...value };
  });
}

/** Numbers for objects, in the order in which they are asked for. */
export class Identities {
  readonly #numbers = new Map<object, number>();

  of(value: object): number {
    const number = this.#numbers.get(value) ?? this.#numbers.size;
    this.#numbers.set(value, number);
    return number;
  }
}

/** Whether two bodies say the same. */
export function sameBody(a: Body, b: Body): boolean {
  const identities = new Identities();
  return canonicalText(a, identities) === canonicalText(b, identities);
}
