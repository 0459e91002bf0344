/**
 * The order found compared with the order that a spec declares, by names without indices.
 */
import { withoutIndices } from '../threads/sites.ts';
import type { Edge } from './locks.ts';

/** Pairs of locks, the outer one first. */
export type LockPair = readonly [outer: string, inner: string];

export interface OrderComparison {
  readonly isDeclared: boolean;
  /** Found the other way round. */
  readonly contradicts: readonly LockPair[];
  /** Found, and not declared in either direction. */
  readonly undeclared: readonly LockPair[];
  /** Declared side by side, and never found, not even by a trylock. */
  readonly unseen: readonly LockPair[];
  /** Two locks of one name, one inside the other: lockdep needs an annotation. */
  readonly nested: readonly LockPair[];
}

/** Compares blocking acquisitions with chains of names, outermost first. */
export function compareOrder(
  edges: readonly Edge[],
  declared: readonly (readonly string[])[],
): OrderComparison {
  const blocking = edges.filter(({ isBlocking }) => isBlocking);
  const [found, all] = [namesOf(blocking), namesOf(edges)];
  const steps = distinct(declared.flatMap(neighbours));
  const isBefore = reachability(steps);
  return Object.freeze({
    isDeclared: declared.length > 0,
    contradicts: found.filter(([outer, inner]) => isBefore(inner, outer)),
    undeclared:
      declared.length === 0
        ? []
        : found.filter(([outer, inner]) => !isBefore(outer, inner) && !isBefore(inner, outer)),
    unseen: steps.filter(([outer, inner]) => !all.some(([a, b]) => a === outer && b === inner)),
    nested: blocking
      .filter(
        ({ outer, inner }) => outer !== inner && withoutIndices(outer) === withoutIndices(inner),
      )
      .map(({ outer, inner }): LockPair => [outer, inner]),
  });
}

const namesOf = (edges: readonly Edge[]): readonly LockPair[] =>
  distinct(
    edges
      .map(({ outer, inner }): LockPair => [withoutIndices(outer), withoutIndices(inner)])
      .filter(([outer, inner]) => outer !== inner),
  );

const neighbours = (chain: readonly string[]): readonly LockPair[] =>
  chain.slice(1).map((inner, at): LockPair => [chain[at] as string, inner]);

function reachability(steps: readonly LockPair[]): (from: string, to: string) => boolean {
  return (from, to) => {
    const reached = new Set<string>();
    const queue = [from];
    for (const at of queue) {
      for (const [outer, inner] of steps) {
        if (outer !== at || reached.has(inner)) continue;
        reached.add(inner);
        queue.push(inner);
      }
    }
    return reached.has(to);
  };
}

const distinct = (pairs: readonly LockPair[]): readonly LockPair[] => [
  ...new Map(pairs.map((pair) => [pair.join(' '), pair])).values(),
];
