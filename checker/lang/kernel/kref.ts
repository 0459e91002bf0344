/**
 * `struct kref` / `refcount_t` (Documentation/core-api/kref.rst): a get needs a count above zero, the put that reaches
 * zero releases. A get or a put on zero is a finding of S-REF and leaves the count as it is.
 */
import { array, type Bound, type ElementDomain, range, type ValueOf } from '../domain.ts';
import { add, and, cond, type Expr, type ExprNode, eq, gt, int, ne, sub } from '../expression.ts';
import { c } from '../label.ts';
import {
  assign,
  type Body,
  check,
  type Effect,
  type OneOf,
  type Operation,
  oneOf,
  operation,
  step,
  stepWhen,
} from '../statement.ts';
import { atomic, type Var } from '../variable.ts';
import { S_REF } from './findings.ts';

export interface Kref {
  readonly kind: 'kref';
  readonly refs: Var<number>;
  readonly node: ExprNode;
}

const krefAt = (refs: Var<number>): Kref => Object.freeze({ kind: 'kref', refs, node: refs.node });

/** Declares a reference count with `initial` references and room for `most`. */
export const kref = (name: string, most: Bound, initial = 1): Kref =>
  krefAt(atomic(name, range(0, most), int(initial)));

export function krefs<D extends ElementDomain>(
  name: string,
  index: D,
  most: Bound,
  initial = 1,
): { at(i: Expr<ValueOf<D>>): Kref } {
  const places = atomic(name, array(index, range(0, most)), int(initial));
  return Object.freeze({ at: (i: Expr<ValueOf<D>>) => krefAt(places.at(i)) });
}

/** The count after a get: one more, unless it was zero. */
export const getting = ({ refs }: Kref): Effect =>
  assign(refs, cond(gt(refs, int(0)), add(refs, int(1)), refs));
/** The count after a put: one less, unless it was zero. */
export const putting = ({ refs }: Kref): Effect =>
  assign(refs, cond(gt(refs, int(0)), sub(refs, int(1)), refs));
/** The next put drops the last reference. */
export const isLast = ({ refs }: Kref): Expr<boolean> => eq(refs, int(1));
/** Asserts that there is something to get or to put; stands in front of the step that does it. */
export const assertReferenced = ({ refs }: Kref) => check(S_REF, gt(refs, int(0)));

export function kref_get(of: Kref): Operation {
  const text = c`kref_get(&${of})`;
  return operation(text, [assertReferenced(of), step(text, getting(of))]);
}

/** Drops a reference; `release` are the effects of the release function, each of them conditional on `isLast(of)`. */
export function kref_put(of: Kref, ...release: readonly Effect[]): Operation {
  const text = c`kref_put(&${of})`;
  return operation(text, [assertReferenced(of), step(text, putting(of), ...release)]);
}

/** `kref_get_unless_zero()` and its like (`get_file_active()`): `taken` or `dead` follows. One step. */
export function kref_get_unless_zero(of: Kref, taken: Body, dead: Body): OneOf {
  const text = c`kref_get_unless_zero(&${of})`;
  const get = stepWhen(c`${text} = 1`, ne(of.refs, int(0)), assign(of.refs, add(of.refs, int(1))));
  const fail = stepWhen(c`${text} = 0`, and(eq(of.refs, int(0))));
  return oneOf([get, ...taken], [fail, ...dead]);
}
