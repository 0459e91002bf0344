/**
 * The models that are measured, with the counts that every tool has to arrive at. Those of barzap and of two-phase commit are published and
 * were found by independent tools; the specs' own tests hold the small ones.
 */

export interface Counts {
  readonly distinct: number;
  /** The initial states and every fired transition. */
  readonly generated: number;
  /** Longest shortest path in steps; null where a tool does not tell. */
  readonly depth: number | null;
}

export interface Case {
  readonly model: 'barzap' | 'two-phase-commit';
  /** `barzap(6,3)`. */
  readonly name: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly counts: Counts;
}

const barzapCounts: Readonly<Record<number, readonly [number, number, number]>> = {
  3: [6_288, 22_920, 18],
  4: [51_768, 255_309, 20],
  5: [442_872, 2_729_394, 23],
  6: [3_851_544, 28_420_503, 26],
  7: [33_934_728, 291_460_908, 29],
};

const twoPhaseCounts: Readonly<Record<number, readonly [number, number, number]>> = {
  4: [1_568, 8_258, 13],
  7: [296_448, 2_744_706, 22],
};

const countsOf = (all: typeof barzapCounts, size: number): Counts => {
  const found = all[size];
  if (found === undefined) throw new Error(`no counts are known for ${size}`);
  const [distinct, generated, depth] = found;
  return { distinct, generated, depth };
};

/** `F` fault threads and 3 BARs. */
export const barzap = (F: number): Case => ({
  model: 'barzap',
  name: `barzap(${F},3)`,
  constants: { F, B: 3 },
  counts: countsOf(barzapCounts, F),
});

/** `N` participants. */
export const twoPhaseCommit = (N: number): Case => ({
  model: 'two-phase-commit',
  name: `two-phase commit(${N})`,
  constants: { N },
  counts: countsOf(twoPhaseCounts, N),
});
