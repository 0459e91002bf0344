/**
 * What a spec or a variant says of accesses without a common lock: which races are harmless, which ones are the point of a variant, and
 * which variables are not memory that the kernel reads and writes as such. A note changes no behaviour and no property.
 */
import type { ExprNode } from './expression.ts';
import { captureSource, type Source } from './source.ts';

export interface RaceNote {
  /**
   * `benign`: it may happen, and does no harm. `expected`: it has to happen, as a violation of a variant has to. `not memory`: a page
   * table, a device register, what the processor or another kernel layer orders by itself.
   */
  readonly kind: 'benign' | 'expected' | 'not memory';
  /** As in the model, without indices: `revoked`, `bar.mapped`. */
  readonly variable: string;
  /** Functions one of which has to be an end of the race; empty: any. */
  readonly functions: readonly string[];
  readonly reason: string;
  readonly source: Source;
}

interface HasNode {
  readonly node: ExprNode;
}

/** A race on this variable does no harm, for this reason; with `between`, only one with an access in these functions. */
export const benignRace = (
  variable: HasNode,
  reason: string,
  { between = [] }: { readonly between?: readonly string[] } = {},
): RaceNote => noteOn('benign', variable, reason, between);

/** A variant has a race on this variable, and because of that; with `between`, one with an access in these functions. */
export const expectedRace = (
  variable: HasNode,
  because: string,
  { between = [] }: { readonly between?: readonly string[] } = {},
): RaceNote => noteOn('expected', variable, because, between);

/** The variable stands for something that is no memory of the kernel's, so no access to it is a data race. */
export const notMemory = (variable: HasNode, reason: string): RaceNote =>
  noteOn('not memory', variable, reason, []);

const noteOn = (
  kind: RaceNote['kind'],
  { node }: HasNode,
  reason: string,
  functions: readonly string[],
): RaceNote =>
  Object.freeze({
    kind,
    variable: nameOf(node),
    functions: Object.freeze([...functions]),
    reason,
    source: captureSource(),
  });

function nameOf(node: ExprNode): string {
  switch (node.kind) {
    case 'variable':
      return node.variable.name;
    case 'field':
      return `${nameOf(node.record)}.${node.field}`;
    case 'element':
      return nameOf(node.array);
    default:
      throw new TypeError('a note on races is about a variable');
  }
}
