/**
 * What the judgements of all mutants come to: the score, survivors with and without a reason, and which step protects what.
 */
import type { SurvivorNote } from '../../lang/index.ts';
import type { MutantName } from './mutants.ts';
import type { Judged, Notice } from './outcome.ts';
import type { JudgedMutant } from './run-mutants.ts';

/** Who notices a mutant: of several the first of these. */
export const NOTICED_BY: readonly Notice['kind'][] = [
  'property',
  'deadlock',
  'ERROR',
  'race',
  'goal',
  'vacuity',
];

export interface Score {
  readonly mutants: number;
  readonly noticed: number;
  /** Of those noticed, by whom. */
  readonly by: Readonly<Record<Notice['kind'], number>>;
  /** Behave otherwise, and neither a property nor a note of the spec says anything of them. */
  readonly unnoticed: number;
  /** As above, with a reason in the spec. */
  readonly accepted: number;
  readonly equivalent: number;
  /** Not noticed, and not compared with the base: with one property asked for, that one holds. */
  readonly holds: number;
  readonly undecided: number;
  readonly illFormed: number;
  readonly absent: number;
  /** Noticed of all that could be: noticed, unnoticed without a reason, undecided. In percent; 100 when there are none. */
  readonly percent: number;
}

export type Survivor = MutantName & {
  readonly judged: Extract<Judged, { kind: 'unnoticed' }>;
  /** Why the spec accepts it, or null. */
  readonly reason: string | null;
};

/** A note of the spec that is not true: the mutant is noticed, or equivalent, or there is none of that name. */
export interface StaleNote {
  readonly mutant: string;
  readonly verdict: Judged['kind'] | 'unknown';
}

/** The properties that notice when a step is not what it is, nearest first. */
export interface Protection {
  readonly fn: string;
  readonly step: string;
  readonly by: readonly { readonly subject: string; readonly steps: number }[];
}

export interface MutantsFound {
  readonly score: Score;
  readonly judged: readonly JudgedMutant[];
  readonly survivors: readonly Survivor[];
  readonly stale: readonly StaleNote[];
  readonly protections: readonly Protection[];
}

/** Puts judgements together. `isWhole`: everything was asked that the notes of the spec speak of. */
export function mutantsFound(
  judged: readonly JudgedMutant[],
  notes: readonly SurvivorNote[],
  isWhole: boolean,
): MutantsFound {
  const reasons = new Map(
    notes.flatMap(({ mutants, reason }) => mutants.map((name) => [name, reason] as const)),
  );
  const survivors = judged.flatMap(({ mutant, judged: verdict }): readonly Survivor[] =>
    verdict.kind === 'unnoticed'
      ? [{ ...mutant, judged: verdict, reason: reasons.get(mutant.name) ?? null }]
      : [],
  );
  return Object.freeze({
    score: scoreOf(judged, survivors),
    judged,
    survivors,
    stale: isWhole ? staleNotes(judged, [...reasons.keys()]) : [],
    protections: protectionsIn(judged),
  });
}

function scoreOf(all: readonly JudgedMutant[], survivors: readonly Survivor[]): Score {
  const count = (kind: Judged['kind']): number =>
    all.filter(({ judged }) => judged.kind === kind).length;
  const noticed = count('noticed');
  const unnoticed = survivors.filter(({ reason }) => reason === null).length;
  const undecided = count('undecided');
  const holds = count('holds');
  const possible = noticed + unnoticed + undecided;
  const first = all.flatMap(({ judged }) =>
    judged.kind === 'noticed' ? [firstOf(judged.by)] : [],
  );
  const by = Object.fromEntries(
    NOTICED_BY.map((kind) => [kind, first.filter((each) => each === kind).length]),
  ) as Score['by'];
  return {
    mutants: all.length,
    noticed,
    by,
    unnoticed,
    accepted: survivors.length - unnoticed,
    equivalent: count('equivalent'),
    holds,
    undecided,
    illFormed: count('illFormed'),
    absent: count('absent'),
    percent: possible === 0 ? 100 : (100 * noticed) / possible,
  };
}

const firstOf = (by: readonly Notice[]): Notice['kind'] =>
  NOTICED_BY.find((kind) => by.some((each) => each.kind === kind)) as Notice['kind'];

/** What is undecided makes no note stale. */
function staleNotes(
  judged: readonly JudgedMutant[],
  noted: readonly string[],
): readonly StaleNote[] {
  const verdicts = new Map(judged.map(({ mutant, judged: { kind } }) => [mutant.name, kind]));
  return noted
    .map((mutant): StaleNote => ({ mutant, verdict: verdicts.get(mutant) ?? 'unknown' }))
    .filter(({ verdict }) => verdict !== 'unnoticed' && verdict !== 'undecided');
}

function protectionsIn(judged: readonly JudgedMutant[]): readonly Protection[] {
  const steps = new Map<string, { readonly at: MutantName; readonly by: Map<string, number> }>();
  for (const { mutant, judged: verdict } of judged) {
    if (verdict.kind !== 'noticed') continue;
    const key = JSON.stringify([mutant.fn, mutant.step]);
    const { by } = steps.get(key) ?? { by: new Map<string, number>() };
    steps.set(key, { at: mutant, by });
    for (const { subject, steps: length } of verdict.by)
      if (length !== null) by.set(subject, Math.min(length, by.get(subject) ?? length));
  }
  return [...steps.values()]
    .filter(({ by }) => by.size > 0)
    .map(({ at: { fn, step }, by }) => ({ fn, step, by: nearestFirst(by) }));
}

const nearestFirst = (by: ReadonlyMap<string, number>): Protection['by'] =>
  [...by]
    .map(([subject, steps]) => ({ subject, steps }))
    .sort((a, b) => a.steps - b.steps || (a.subject < b.subject ? -1 : 1));
