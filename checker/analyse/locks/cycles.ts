/**
 * Cycles of a small directed graph: through every edge that lies on one, a shortest.
 */

/** Each cycle as a list of nodes, starting at its smallest; every cycle once, shorter ones first. */
export function cyclesOf(
  edges: readonly (readonly [from: number, to: number])[],
): readonly (readonly number[])[] {
  const found = new Map<string, readonly number[]>();
  for (const [from, to] of edges) {
    const way = shortestWay(edges, to, from);
    if (way === null) continue;
    const cycle = fromSmallest(way);
    found.set(cycle.join(), cycle);
  }
  return [...found.values()].sort((a, b) => a.length - b.length || compare(a, b));
}

/** Nodes from one to another, both included; null: there is no way. */
function shortestWay(
  edges: readonly (readonly [number, number])[],
  from: number,
  to: number,
): readonly number[] | null {
  const before = new Map<number, number | null>([[from, null]]);
  const queue = [from];
  for (const node of queue) {
    if (node === to) return trail(before, node);
    for (const [start, end] of edges) {
      if (start !== node || before.has(end)) continue;
      before.set(end, node);
      queue.push(end);
    }
  }
  return null;
}

function trail(before: ReadonlyMap<number, number | null>, last: number): readonly number[] {
  const nodes: number[] = [];
  for (let at: number | null = last; at !== null; at = before.get(at) ?? null) nodes.unshift(at);
  return nodes;
}

function fromSmallest(cycle: readonly number[]): readonly number[] {
  const first = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((node, index) => node !== b[index]);
  return at < 0 ? 0 : (a[at] as number) - (b[at] as number);
};
