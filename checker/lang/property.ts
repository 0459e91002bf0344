/**
 * Properties: what must hold in every reachable state, and what must be reachable at all.
 *
 * A property has clauses `{ given, then }`; the one that is false is reported. A `check` in a body belongs to a
 * property too. `given` is the premise: a clause whose premise never holds has shown nothing and is reported as vacuous.
 */
import type { ElementDomain, ValueOf } from './domain.ts';
import { type Binder, bind, type Expr, type ExprNode, use } from './expression.ts';
import { captureSource, type Source } from './source.ts';

export interface Clause {
  readonly name: string;
  /** One instance of the clause per value; null: one in all. */
  readonly binder: Binder | null;
  readonly given: ExprNode | null;
  readonly then: ExprNode;
  readonly source: Source;
}

export interface Property {
  readonly id: string;
  /** One sentence in kernel terms. */
  readonly sentence: string;
  readonly clauses: readonly Clause[];
  readonly source: Source;
}

export interface Goal {
  readonly name: string;
  readonly condition: ExprNode;
  readonly source: Source;
}

export interface Implication {
  readonly given?: Expr<boolean>;
  readonly then: Expr<boolean>;
}

function makeClause(name: string, binder: Binder | null, { given, then }: Implication): Clause {
  return Object.freeze({
    name,
    binder,
    given: given === undefined ? null : use(given),
    then: use(then),
    source: captureSource(),
  });
}

/** In every state in which `given` holds (default: in every state), `then` holds. */
export const clause = (name: string, implication: Implication): Clause =>
  makeClause(name, null, implication);

/** One clause for each value of a domain: each VMA, each process. */
export function clauseFor<D extends ElementDomain>(
  domain: D,
  name: string,
  implication: (value: Expr<ValueOf<D>>) => Implication,
): Clause {
  const { binder, expr } = bind(domain);
  return makeClause(name, binder, implication(expr));
}

/** Declares a property. Without clauses it is what the `check` statements that name it assert. */
export function property(id: string, sentence: string, clauses: readonly Clause[] = []): Property {
  return Object.freeze({
    id,
    sentence,
    clauses: Object.freeze([...clauses]),
    source: captureSource(),
  });
}

/** Something that must be reachable, or the configuration does not exercise what it claims to. */
export function goal(name: string, condition: Expr<boolean>): Goal {
  return Object.freeze({ name, condition: use(condition), source: captureSource() });
}
