/**
 * Footprints: what the steps of a process at one place may read and write, and who can be in whose way.
 *
 * A set is taken apart into its members, because those who enter and leave a set do not disturb each other. Of a write it counts
 * what is written where that is known: two writes of the same value may come in either order.
 */

/** All bits of a variable. */
export const ALL_BITS = -1;

/** What may be written to a variable: a value, or members of a set that come and go. */
export type Write =
  /** Null: any value. */
  | { readonly kind: 'value'; readonly value: number | null }
  | { readonly kind: 'members'; readonly added: number; readonly removed: number };

export interface Footprint {
  /** By variable, the bits that are read. */
  readonly reads: ReadonlyMap<number, number>;
  readonly writes: ReadonlyMap<number, Write>;
}

/** By process, the footprint of each of its places. */
export type Footprints = readonly (readonly Footprint[])[];

/** Processes as bits. */
export type Processes = bigint;

const bitOf = (process: number): Processes => 1n << BigInt(process);

/** Either of two writes. */
export function eitherWrite(a: Write | undefined, b: Write): Write {
  if (a === undefined) return b;
  if (a.kind === 'value' && b.kind === 'value')
    return { kind: 'value', value: a.value === b.value ? a.value : null };
  const [x, y] = [membersOf(a), membersOf(b)];
  return { kind: 'members', added: x.added | y.added, removed: x.removed | y.removed };
}

/** A value that is written to a set adds its members and removes all others. */
function membersOf(write: Write): { readonly added: number; readonly removed: number } {
  if (write.kind === 'members') return write;
  const { value } = write;
  return value === null
    ? { added: ALL_BITS, removed: ALL_BITS }
    : { added: value, removed: ~value };
}

/** Whether the order of two steps may matter: one reads what the other writes, or they write different things. */
export function areInConflict(a: Footprint, b: Footprint): boolean {
  return disturbs(a, b) || disturbs(b, a);
}

function disturbs({ writes }: Footprint, other: Footprint): boolean {
  for (const [variable, write] of writes) {
    const reads = other.reads.get(variable) ?? 0;
    if ((reads & changedBits(write)) !== 0) return true;
    const rival = other.writes.get(variable);
    if (rival !== undefined && areRivals(write, rival)) return true;
  }
  return false;
}

function changedBits(write: Write): number {
  return write.kind === 'value' ? ALL_BITS : write.added | write.removed;
}

function areRivals(a: Write, b: Write): boolean {
  if (a.kind === 'value' && b.kind === 'value') return a.value === null || a.value !== b.value;
  const [x, y] = [membersOf(a), membersOf(b)];
  return ((x.added & y.removed) | (x.removed & y.added)) !== 0;
}

/** What may be in the way of what, read off the footprints of all processes. */
export class Conflicts {
  readonly #footprints: Footprints;

  constructor(footprints: Footprints) {
    this.#footprints = footprints;
  }

  /** Processes with a step, at any place, that is in conflict with the steps of a process at one place. */
  of(process: number, place: number): Processes {
    const mine = this.#footprints[process]?.[place] as Footprint;
    return this.#all((other, footprint) => other !== process && areInConflict(mine, footprint));
  }

  /** Processes that may write to a variable. */
  writers(variable: number): Processes {
    return this.#writing(variable, () => true);
  }

  /** Processes that may give a variable a value. */
  writersOf(variable: number, value: number): Processes {
    return this.#writing(
      variable,
      (write) => write.kind === 'members' || write.value === null || write.value === value,
    );
  }

  /** Processes that may give a variable another value. */
  writersBut(variable: number, value: number): Processes {
    return this.#writing(variable, (write) =>
      write.kind === 'members'
        ? ((write.added & ~value) | (write.removed & value)) !== 0
        : write.value !== value,
    );
  }

  /** Processes that may add some of these members to a set, or remove them. */
  movers(variable: number, members: number, isAdded: boolean): Processes {
    return this.#writing(variable, (write) => {
      const { added, removed } = membersOf(write);
      return ((isAdded ? added : removed) & members) !== 0;
    });
  }

  #writing(variable: number, may: (write: Write) => boolean): Processes {
    return this.#all((_, { writes }) => {
      const write = writes.get(variable);
      return write !== undefined && may(write);
    });
  }

  #all(isOne: (process: number, footprint: Footprint) => boolean): Processes {
    return this.#footprints.reduce(
      (all, places, process) =>
        places.some((footprint) => isOne(process, footprint)) ? all | bitOf(process) : all,
      0n,
    );
  }
}
