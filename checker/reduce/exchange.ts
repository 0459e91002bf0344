/**
 * The exchange of two instances of a role, as it acts on a model: on processes, on cells, and on values that speak of processes.
 *
 * Which cells belong to an instance is told by their names, and which values speak of processes by their domains. Both are only a proposal:
 * whether the model is the same after the exchange is checked elsewhere (`twins.ts`), and a wrong proposal does not pass.
 */
import type { Cell, Model, ModelProcess, ValueDomain } from '../model/index.ts';

/** What a value says about processes: nothing, which one, or which ones. */
export type Sort = 'plain' | 'process' | 'processes';

export interface Exchange {
  process(process: number): number;
  cell(cell: number): number;
  value(sort: Sort, value: number): number;
}

/** The instances of one role, and the cells that each of them has. */
export interface Instances {
  readonly role: string;
  readonly processes: readonly number[];
  /** Rows of cells that differ only in the instance: `families[f][k]` is that of instance k. */
  readonly families: readonly (readonly number[])[];
}

/** The sort of every cell. */
export function sortsOf({ cells, processes }: Model): readonly Sort[] {
  const names = new Set(processes.map(({ name }) => name));
  return cells.map(({ domain }) => sortOf(domain, names));
}

function sortOf({ kind, names, members }: ValueDomain, processes: ReadonlySet<string>): Sort {
  if (kind === 'set') return members?.some((each) => processes.has(each)) ? 'processes' : 'plain';
  if (kind !== 'process' && kind !== 'optional') return 'plain';
  return names?.some((each) => processes.has(each)) ? 'process' : 'plain';
}

/** The instances of a role with their cells; a cell that belongs to several of them at once, or has no counterpart, is a reason not to. */
export function instancesOf(
  { cells }: Model,
  members: readonly ModelProcess[],
): { readonly instances: Instances } | { readonly refused: Cell } {
  const families = new Map<string, Map<number, number>>();
  for (const cell of cells) {
    const [owner, ...others] = ownersOf(cell, members);
    if (owner === undefined) continue;
    if (others.length > 0) return { refused: cell };
    const family = families.get(owner.family) ?? new Map<number, number>();
    families.set(owner.family, family.set(owner.instance, cell.index));
  }
  for (const family of families.values()) {
    const [first] = family.values();
    if (family.size !== members.length) return { refused: cells[first as number] as Cell };
  }
  const rows = [...families.values()].map((family) =>
    members.map((_, instance) => family.get(instance) as number),
  );
  const processes = members.map(({ index }) => index);
  return { instances: { role: members[0]?.role ?? '', processes, families: rows } };
}

/** One entry for each time that an instance is named: as owner of a local, or as index of an array. */
function ownersOf({ name, process }: Cell, members: readonly ModelProcess[]) {
  const owners: { readonly instance: number; readonly family: string }[] = [];
  for (const [instance, member] of members.entries()) {
    if (process === member.index)
      owners.push({ instance, family: `local ${name.slice(member.name.length)}` });
    const pieces = name.split(`[${member.name}]`);
    for (const at of pieces.keys())
      if (at > 0) owners.push({ instance, family: `element ${pieces.join('[*]')}` });
  }
  return owners;
}

/** Exchanges instances number `k` and `k + 1`. */
export function exchangeOf({ processes, families }: Instances, k: number): Exchange {
  const [a, b] = [processes[k] as number, processes[k + 1] as number];
  const cells = new Map(
    families.flatMap((family) => {
      const [x, y] = [family[k] as number, family[k + 1] as number];
      return [
        [x, y],
        [y, x],
      ] as const;
    }),
  );
  const other = (process: number): number => {
    if (process === a) return b;
    return process === b ? a : process;
  };
  return {
    process: other,
    cell: (cell) => cells.get(cell) ?? cell,
    value: (sort, value) => {
      if (sort === 'plain') return value;
      return sort === 'process' ? other(value) : exchangeBits(value, a, b);
    },
  };
}

function exchangeBits(mask: number, a: number, b: number): number {
  const differs = ((mask >> a) ^ (mask >> b)) & 1;
  return mask ^ (differs << a) ^ (differs << b);
}
