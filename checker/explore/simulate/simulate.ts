/**
 * Simulation: seeded random runs, for configurations that no search exhausts.
 *
 * What it finds is real, replayed by the reference semantics like every finding; what it does not find proves nothing. A trace is
 * shortened, and then a search up to its length tries to find a shorter one or to prove that there is none.
 */
import { compile, Machine, type Program } from '../../compile/index.ts';
import type { Model } from '../../model/index.ts';
import type { Finding } from '../../semantics/index.ts';
import { explore } from '../compiled-search.ts';
import { findingOf, resultOf } from '../findings.ts';
import { initialRows } from '../initial-rows.ts';
import { Random } from './random.ts';
import { type Met, RandomWalks, type Seen } from './random-walk.ts';
import { endingIn, shorten } from './shorten.ts';

export interface SimulationWish {
  readonly seed: number;
  readonly runs: number;
  /** Steps of a run. */
  readonly depth: number;
  readonly maxTimeMs?: number;
}

export interface Simulation {
  readonly runs: number;
  /** Of all runs together. */
  readonly steps: number;
  /** In the order in which they were found; each property once. */
  readonly found: readonly SimulatedFinding[];
  /** Null: all runs were made. */
  readonly cutBy: 'interrupted' | 'max-time' | null;
}

export interface SimulatedFinding {
  readonly finding: Finding;
  /** Proven by a search of everything that is shorter. */
  readonly isShortest: boolean;
}

export type Simulated =
  | { readonly kind: 'simulated'; readonly simulation: Simulation }
  /** The compiler does not take the model. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Between two looks at the clock and at Ctrl-C. */
const SLICE_MS = 50;
/** States that are searched for a shorter trace: about a second. */
const PROOF_STATES = 500_000;

/** Simulates. `pause` is awaited every 50 ms and says whether to go on. */
export async function simulate(
  model: Model,
  wish: SimulationWish,
  pause: (done: { runs: number; steps: number }) => Promise<boolean>,
): Promise<Simulated> {
  const compiled = compile(model);
  if (compiled.kind === 'refused') return compiled;
  const { program } = compiled;
  const machine = new Machine(program);
  const walks = new RandomWalks(program, machine, initialRows(program, machine));
  const random = new Random(wish.seed);
  const met = new Map<string, { readonly seen: Seen; readonly met: Met }>();
  const startedMs = performance.now();
  let lookedMs = startedMs;
  let runs = 0;
  let cutBy: Simulation['cutBy'] = null;
  try {
    for (; runs < wish.runs && cutBy === null; runs++) {
      const one = walks.walk(random, wish.depth, new Set(met.keys()));
      for (const seen of one?.seen ?? []) met.set(seen.property, { seen, met: one as Met });
      const nowMs = performance.now();
      if (nowMs - lookedMs < SLICE_MS) continue;
      lookedMs = nowMs;
      if (!(await pause({ runs, steps: walks.steps }))) cutBy = 'interrupted';
      else if (nowMs - startedMs > (wish.maxTimeMs ?? Number.POSITIVE_INFINITY)) cutBy = 'max-time';
    }
  } finally {
    walks.close();
  }
  const found = [...met.values()].map(({ seen, met: { walk } }) =>
    shortest(program, seen, shorten(machine, walk, endingIn(program, machine, seen))),
  );
  return { kind: 'simulated', simulation: { runs, steps: walks.steps, found, cutBy } };
}

/** A search of everything shorter decides, if it is small enough. */
function shortest(
  program: Program,
  seen: Seen,
  walk: Parameters<typeof findingOf>[2],
): SimulatedFinding {
  const length = walk.moves.length;
  const limits = { maxDepth: length, maxStates: PROOF_STATES };
  const { completion, verdicts } = explore(program, limits, {}, resultOf);
  const better = verdicts.find(({ property }) => property === seen.property);
  if (better?.kind === 'violated') return { finding: better.finding, isShortest: true };
  const isCut = completion.kind === 'limitReached' && completion.bound !== 'max-depth';
  if (!isCut)
    throw new Error(`a search does not find the violation of ${seen.property} that a run met`);
  return { finding: findingOf(program, seen, walk), isShortest: false };
}
