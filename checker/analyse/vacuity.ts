/**
 * Vacuity: what a run has not shown because nothing happened there (design, section 6).
 *
 * Steps, premises and changes are judged per variant over all its configurations of the run together, and only there where every
 * configuration of the chosen sizes was searched to the end with the constants of the spec: a step may well be dead in one of
 * them. A goal belongs to its configuration and is judged with every complete search, also one with `-c`.
 */
import type { Source, Spec, Variant } from '../lang/index.ts';
import type { Model, ModelProperty } from '../model/index.ts';
import { premiseName, type SearchResult } from '../semantics/index.ts';
import { idleChange } from './changes.ts';
import { noteOn, notesFor } from './races/notes.ts';

/** A complete search together with the model that it searched. */
export interface Searched {
  readonly model: Model;
  readonly result: SearchResult;
}

export interface Vacuity {
  readonly kind: 'step' | 'unused' | 'premise' | 'check' | 'goal' | 'change' | 'race';
  /** The step, property, clause or goal. */
  readonly subject: string;
  readonly reason: string;
  /** Where the spec says it; null if the spec as a whole does. */
  readonly source: Source | null;
}

export interface VariantRun {
  readonly spec: Spec;
  readonly variant: Variant;
  /** Every configuration of the variant that belongs to the run; at least one. */
  readonly searches: readonly Searched[];
  /** The searches of the variant that it starts from, as far as the run has them. */
  readonly origins: readonly Searched[];
  /** Judge the clauses of this property only; null: of all. */
  readonly property: string | null;
}

/** Goals of the configuration that no state of the search reaches. */
export function unreachedGoals({ model, result }: Searched): readonly Vacuity[] {
  return model.goals
    .filter(({ name }) => !result.coverage.goals.includes(name))
    .map(({ name }) => ({
      kind: 'goal',
      subject: `goal '${name}'`,
      reason: `reached in none of ${states([{ model, result }])}`,
      source: null,
    }));
}

/** What is vacuous in a variant: steps and branches, premises and checks, the variant as a whole. */
export function vacuities(run: VariantRun): readonly Vacuity[] {
  const idle = idleChange(run);
  return [
    ...silences(run),
    ...races(run),
    ...(idle === null
      ? []
      : [
          {
            kind: 'change' as const,
            subject: 'changes',
            reason: `${idle} in ${states(run.searches)}`,
            source: run.variant.source,
          },
        ]),
  ];
}

/** Steps and branches that never fired, premises that never held, checks that were never evaluated. */
export const silences = (run: Pick<VariantRun, 'searches' | 'property'>): readonly Vacuity[] => [
  ...units(run.searches),
  ...premises(run),
  ...checks(run),
];

/** How many states were looked at, in words. */
function states(searches: readonly Searched[]): string {
  const count = searches.reduce((sum, { result }) => sum + result.counts.distinct, 0);
  const isReduced = searches.some(({ result }) => result.reduced !== undefined);
  if (isReduced) return count === 1 ? '1 representative' : `${count} representatives`;
  return count === 1 ? '1 state' : `${count} states`;
}

/** Races that the variant declares and that happen nowhere, where they were looked for. */
function races({ spec, variant, searches }: VariantRun): readonly Vacuity[] {
  const looked = searches.filter(({ result }) => result.races !== undefined);
  if (looked.length === 0) return [];
  const notes = notesFor(spec, variant);
  const met = new Set(
    looked.flatMap(({ result }) => (result.races ?? []).map((race) => noteOn(race, notes))),
  );
  return variant.races
    .filter((note) => note.kind !== 'not memory' && !met.has(note))
    .map(({ variable, functions, source }) => ({
      kind: 'race',
      subject: `race on ${[variable, ...functions].join(', ')}`,
      reason: `declared, and happens in none of ${states(looked)}`,
      source,
    }));
}

function units(searches: readonly Searched[]): readonly Vacuity[] {
  const fired = new Set(searches.flatMap(({ result }) => result.coverage.units));
  const all = new Map(searches.flatMap(({ model }) => model.units.map((unit) => [unit.id, unit])));
  return [...all.values()].flatMap((unit): readonly Vacuity[] => {
    const { id, unused, source } = unit;
    if (fired.has(id) === (unused === null)) return [];
    return unused === null
      ? [{ kind: 'step', subject: id, reason: `fires in none of ${states(searches)}`, source }]
      : [{ kind: 'unused', subject: id, reason: `fires, although unused ('${unused}')`, source }];
  });
}

/** Clauses are judged as they are written: all instances of a `clauseFor` together. */
function premises({
  searches,
  property,
}: Pick<VariantRun, 'searches' | 'property'>): readonly Vacuity[] {
  const held = new Map<Source, boolean>();
  const subjects = new Map<Source, string>();
  for (const { model, result } of searches) {
    for (const each of judged(model, property)) {
      for (const [number, clause] of each.clauses.entries()) {
        if (clause.given === null) continue;
        const holds = result.coverage.premises.includes(premiseName(each.id, number));
        held.set(clause.source, holds || held.get(clause.source) === true);
        subjects.set(clause.source, subjectOf(each, clause.name));
      }
    }
  }
  return [...subjects]
    .filter(([source]) => held.get(source) === false)
    .map(([source, subject]) => ({
      kind: 'premise',
      subject,
      reason: `its premise held in none of ${states(searches)}`,
      source,
    }));
}

const judged = (model: Model, only: string | null): readonly ModelProperty[] =>
  model.properties.filter(({ id }) => only === null || id === only);

/** The property, with the clause where it has several; without the value that an instance is for. */
function subjectOf({ id, clauses }: ModelProperty, clause: string): string {
  const isSingle = new Set(clauses.map(({ source }) => source)).size === 1;
  return isSingle ? id : `${id} '${clause.replace(/ \[[^\]]*=[^\]]*\]$/, '')}'`;
}

function checks({
  searches,
  property,
}: Pick<VariantRun, 'searches' | 'property'>): readonly Vacuity[] {
  const evaluated = new Set(searches.flatMap(({ result }) => result.coverage.checks));
  const asserted = searches.flatMap(({ model }) =>
    judged(model, property)
      .filter(({ hasChecks }) => hasChecks)
      .map(({ id }) => id),
  );
  return [...new Set(asserted)]
    .filter((id) => !evaluated.has(id))
    .map((id) => ({
      kind: 'check',
      subject: id,
      reason: `none of its checks was evaluated in ${states(searches)}`,
      source: null,
    }));
}
