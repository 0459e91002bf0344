/**
 * How close a search came to a violation that it did not find: of every clause in how many states its premise held, and in how many all but
 * one of the conditions held that would have made it false.
 *
 * Told are clauses; what steps assert is counted only: an assertion is close whenever its step fires. The conditions are asked as goals of a model that is otherwise the same, so that positions and indices mean what they mean elsewhere.
 * A condition that reads outside of a domain counts as false.
 */
import { type Explored, eachReached } from '../../explore/index.ts';
import { type GroundExpr, groundText, type Model, type ModelClause } from '../../model/index.ts';
import { type Analysed, type AnalysisWish, analyse } from '../threads/analysis.ts';
import { waysToViolate } from './ways.ts';

/** One condition that alone was missing, and in how many states. */
export interface Miss {
  readonly condition: string;
  readonly states: number;
}

export interface ClauseCloseness {
  readonly clause: string;
  /** States in which the premise held; null: it has none. */
  readonly premise: number | null;
  /** What alone was missing in some state, most states first. */
  readonly misses: readonly Miss[];
  /** The fewest conditions that were missing in any state; null: nothing can make the clause false. */
  readonly fewestMissing: number | null;
}

export interface PropertyCloseness {
  readonly property: string;
  readonly clauses: readonly ClauseCloseness[];
  /** Fired transitions at which a check of the property was evaluated; null: no step asserts it. */
  readonly checked: number | null;
}

export interface Closeness {
  readonly properties: readonly PropertyCloseness[];
}

/** Looks at every state of the model. Cost: the search, and some microseconds per state and condition. */
export function findCloseness(wish: AnalysisWish, only: string | null): Analysed<Closeness> {
  const { model } = wish;
  const questions = questionsOf(model, only);
  const asked = {
    ...model,
    goals: questions.conditions.map((condition, at) => ({ name: String(at), condition })),
  };
  return analyse({ ...wish, model: asked }, (explored, goesOn) => {
    const counts = questions.clauses.map(newCount);
    const checked = new Map<string, number>();
    const isWhole = eachReached(
      explored,
      (state) => {
        const row = state.row();
        const { goals } = explored.machine.judge(row);
        for (const [at, { clause }] of questions.clauses.entries())
          count(counts[at] as Count, clause, goals);
        if (questions.hasChecks) countChecks(explored, row, checked);
      },
      goesOn,
    );
    return { found: { properties: told(questions, counts, checked, model) }, isWhole };
  });
}

/** A clause with the numbers of its conditions: those of the premise, and those of each way to violate it. */
interface Question {
  readonly property: string;
  readonly clause: {
    readonly name: string;
    readonly hasPremise: boolean;
    readonly premise: number;
    readonly ways: readonly (readonly number[])[];
  };
}

interface Questions {
  readonly conditions: readonly GroundExpr[];
  readonly clauses: readonly Question[];
  readonly properties: readonly { readonly id: string; readonly hasChecks: boolean }[];
  readonly hasChecks: boolean;
}

function questionsOf({ properties }: Model, only: string | null): Questions {
  const conditions: GroundExpr[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (condition: GroundExpr): number => {
    const text = JSON.stringify(condition);
    const number = numbers.get(text) ?? conditions.push(condition) - 1;
    numbers.set(text, number);
    return number;
  };
  const asked = properties.filter(({ id }) => only === null || id === only);
  const questionOf = (property: string, clause: ModelClause): Question => ({
    property,
    clause: {
      name: clause.name,
      hasPremise: clause.given !== null,
      premise: clause.given === null ? -1 : numberOf(clause.given),
      ways: waysToViolate(clause).map((way) => way.map(numberOf)),
    },
  });
  return {
    clauses: asked.flatMap(({ id, clauses }) => clauses.map((clause) => questionOf(id, clause))),
    conditions,
    properties: asked,
    hasChecks: asked.some(({ hasChecks }) => hasChecks),
  };
}

interface Count {
  premise: number;
  fewestMissing: number | null;
  /** By number of the condition. */
  readonly misses: Map<number, number>;
}

const newCount = (): Count => ({
  premise: 0,
  fewestMissing: null,
  misses: new Map(),
});

/** A condition that several ways miss counts once per state. */
function count(
  into: Count,
  { premise, ways }: Question['clause'],
  holds: readonly boolean[],
): void {
  if (premise >= 0 && holds[premise] === true) into.premise++;
  const alone = new Set<number>();
  for (const way of ways) {
    const missing = way.filter((condition) => holds[condition] !== true);
    into.fewestMissing = Math.min(into.fewestMissing ?? missing.length, missing.length);
    if (missing.length === 1) alone.add(missing[0] as number);
  }
  for (const condition of alone) into.misses.set(condition, (into.misses.get(condition) ?? 0) + 1);
}

function countChecks(
  { machine, program }: Explored,
  row: Int32Array,
  checked: Map<string, number>,
): void {
  for (const { leaf } of machine.moves(row))
    for (const property of program.leaves[leaf]?.checks ?? [])
      checked.set(property, (checked.get(property) ?? 0) + 1);
}

function told(
  { properties, clauses, conditions }: Questions,
  counts: readonly Count[],
  checked: ReadonlyMap<string, number>,
  model: Model,
): readonly PropertyCloseness[] {
  return properties.map(({ id, hasChecks }) => ({
    property: id,
    checked: hasChecks ? (checked.get(id) ?? 0) : null,
    clauses: clauses.flatMap(({ property, clause }, at): readonly ClauseCloseness[] => {
      if (property !== id) return [];
      const { premise, fewestMissing, misses } = counts[at] as Count;
      const all = [...misses].map(([condition, states]) => ({
        condition: groundText(conditions[condition] as GroundExpr, model),
        states,
      }));
      return [
        {
          clause: clause.name,
          premise: clause.hasPremise ? premise : null,
          misses: all.sort((a, b) => b.states - a.states || (a.condition < b.condition ? -1 : 1)),
          fewestMissing,
        },
      ];
    }),
  }));
}
