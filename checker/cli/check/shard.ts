/**
 * Shards: a matrix spread over several runs without a server, each of which takes every n-th search.
 *
 * Which search belongs to which shard follows from the plan alone, so that runs on different machines agree.
 */
export interface Shard {
  /** Counted from 1. */
  readonly index: number;
  readonly of: number;
}

export const SHARD = {
  kind: "the number of this shard and how many there are, like '2/3'",
  parse: (value: string): Shard | null => {
    const [, index, of] = /^([1-9]\d{0,4})\/([1-9]\d{0,4})$/.exec(value) ?? [];
    const shard = { index: Number(index), of: Number(of) };
    return shard.index <= shard.of ? shard : null;
  },
};

/** What belongs to the shard; everything without one. */
export const shardOf = <T>(all: readonly T[], shard: Shard | null): readonly T[] =>
  shard === null ? all : all.filter((_, number) => number % shard.of === shard.index - 1);
