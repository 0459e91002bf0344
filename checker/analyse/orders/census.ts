/**
 * What the units change when they run: the reason why it may not matter when.
 *
 * Every state in which a unit takes a step is counted once, however many ways the step has. What counts as a change is a shared variable: a lock, a local and a
 * ghost are no effect that anybody else could see.
 */
import type { Leaf } from '../../compile/index.ts';
import { type Cell, type Model, valueText } from '../../model/index.ts';
import type { FamilySteps, Fired } from './family-steps.ts';

export interface Tally {
  readonly fired: number;
  readonly changed: number;
}

/** What a unit did while a variable had a value. */
export interface ByValue extends Tally {
  readonly variable: string;
  readonly value: string;
  /** Variables, without index, that it changed there and did not change back. */
  readonly lasting: readonly string[];
}

export interface UnitCensus extends Tally {
  /** Variables that it changed, without index. */
  readonly variables: readonly string[];
  /** Those that it did not change back: a reference that is taken and dropped again is no lasting change. */
  readonly lasting: readonly string[];
  readonly byValue: readonly ByValue[];
}

/** `cell before after` of every change. */
type Changes = Set<string>;

interface Counting {
  fired: number;
  changed: number;
  /** The state that was counted last, and whether as one in which something changes. */
  last: number;
  isChanged: boolean;
  readonly changes: Changes;
}

const newCounting = (): Counting => ({
  fired: 0,
  changed: 0,
  last: -1,
  isChanged: false,
  changes: new Set(),
});

interface UnitCounting extends Counting {
  /** By cell, then by the value that it has before the step. */
  readonly byValue: readonly Map<number, Counting>[];
}

export class Census {
  readonly #model: Model;
  readonly #shared: readonly Cell[];
  readonly #units: readonly UnitCounting[];
  readonly #taken = new Set<number>();
  #leaves: readonly Leaf[] = [];

  constructor(model: Model, units: number) {
    this.#model = model;
    this.#shared = model.cells.filter(({ kind }) => kind === 'shared');
    this.#units = Array.from({ length: units }, () => ({
      ...newCounting(),
      changes: new Set<string>(),
      byValue: this.#shared.map(() => new Map<number, Counting>()),
    }));
  }

  readonly count = (
    { process, leaf, from, next }: Fired,
    steps: FamilySteps,
    state: number,
  ): void => {
    this.#leaves = steps.program.program.leaves;
    this.#taken.add(leaf);
    const unit = steps.unitAt(from, process);
    const [reached] = next ?? [];
    if (unit === null || reached === undefined) return;
    const counting = this.#units[unit] as UnitCounting;
    const [before, after] = [steps.program.row(from), steps.program.row(reached.state)];
    const changes = this.#shared
      .filter(({ index }) => before[index] !== after[index])
      .map(({ index }) => `${index} ${before[index]} ${after[index]}`);
    note(counting, changes, state);
    for (const [at, { index }] of this.#shared.entries()) {
      const values = counting.byValue[at] as Map<number, Counting>;
      const value = before[index] as number;
      const known = values.get(value) ?? newCounting();
      note(known, changes, state);
      values.set(value, known);
    }
  };

  /** Conditions outside of `fn` that were tested and never came out in one of their ways. */
  neverTaken(fn: string): readonly string[] {
    const outside = this.#leaves
      .map((leaf, number) => ({ ...outcomeOf(leaf), leaf, isTaken: this.#taken.has(number) }))
      .filter(
        ({ leaf }) =>
          leaf.kind === 'fire' &&
          leaf.label.startsWith('if (') &&
          !leaf.calls.some((call) => call.startsWith(`${fn}(`)),
      );
    const missing = outside.filter(({ isTaken, test, branch }) => {
      const same = outside.filter((each) => each.test === test && each.isTaken);
      return !isTaken && same.length > 0 && same.every((each) => each.branch !== branch);
    });
    return [
      ...new Set(
        missing.map(({ test, branch }) => {
          // An empty branch has no name of its own: it is the other one.
          const named = outside.find((each) => each.test === test && each.branch !== null);
          const other = named?.branch === 'true' ? 'false' : 'true';
          return `${test} -> ${branch ?? other}`;
        }),
      ),
    ];
  }

  units(): readonly UnitCensus[] {
    return this.#units.map(({ fired, changed, changes, byValue }) =>
      Object.freeze({
        fired,
        changed,
        variables: this.#namesOf(changes),
        lasting: this.#namesOf(lastingIn(changes)),
        byValue: byValue.flatMap((values, at) => this.#byValue(values, this.#shared[at] as Cell)),
      }),
    );
  }

  #byValue(values: ReadonlyMap<number, Counting>, { name, domain }: Cell): readonly ByValue[] {
    return [...values].map(([value, { fired, changed, changes }]) => ({
      variable: name,
      value: valueText(domain, value),
      fired,
      changed,
      lasting: this.#namesOf(lastingIn(changes)),
    }));
  }

  #namesOf(changes: Iterable<string>): readonly string[] {
    const cells = new Set([...changes].map((change) => Number(change.split(' ')[0])));
    const changed = this.#model.cells.filter(({ index }) => cells.has(index));
    return [...new Set(changed.map(({ name }) => plain(name)))];
  }
}

/** The condition, whoever tests it, and the name of the branch that was taken. */
function outcomeOf({ calls, label, units }: Leaf) {
  // Values of loops stand among the calls.
  const caller = (calls.findLast((call) => call.endsWith(')')) ?? '').replace(/\(.*/s, '');
  const named = units.find((unit) => unit.label.startsWith(`${units[0]?.label} -> `));
  return { test: `${caller}: ${label}`, branch: named?.label.split(' -> ').at(-1) ?? null };
}

const plain = (variable: string): string => variable.replace(/\[.*/, '');

function note(counting: Counting, changes: readonly string[], state: number): void {
  if (counting.last !== state) {
    counting.fired++;
    counting.last = state;
    counting.isChanged = false;
  }
  if (changes.length > 0 && !counting.isChanged) {
    counting.changed++;
    counting.isChanged = true;
  }
  for (const change of changes) counting.changes.add(change);
}

/** Changes that are never undone. */
const lastingIn = (changes: Changes): readonly string[] =>
  [...changes].filter((change) => {
    const [cell, before, after] = change.split(' ');
    return !changes.has(`${cell} ${after} ${before}`);
  });

/** Why the order of two units may not matter; names by number of the unit. */
export type Why =
  | { readonly kind: 'no effect'; readonly unit: number; readonly fired: number }
  /** `other` changes something only where the variable has the value, and `unit` changes nothing there. */
  | {
      readonly kind: 'apart';
      readonly unit: number;
      readonly other: number;
      readonly variable: string;
      readonly value: string;
      /** Not even a change that is undone again. */
      readonly isSilent: boolean;
      readonly fired: number;
    }
  | { readonly kind: 'different'; readonly variables: readonly (readonly string[])[] }
  | { readonly kind: 'unexplained' };

/** Looks for a reason in what was counted. */
export function whyFree(census: readonly UnitCensus[], [a, b]: readonly [number, number]): Why {
  const [first, second] = [census[a] as UnitCensus, census[b] as UnitCensus];
  if (first.changed === 0) return { kind: 'no effect', unit: a, fired: first.fired };
  if (second.changed === 0) return { kind: 'no effect', unit: b, fired: second.fired };
  const apart = whyApart(census, a, b) ?? whyApart(census, b, a);
  if (apart !== null) return apart;
  const [some, others] = [first.lasting, second.lasting];
  if (some.every((each) => !others.includes(each)))
    return { kind: 'different', variables: [some, others] };
  return { kind: 'unexplained' };
}

function whyApart(census: readonly UnitCensus[], unit: number, other: number): Why | null {
  const [idle, busy] = [census[unit] as UnitCensus, census[other] as UnitCensus];
  for (const { variable, value, lasting, changed } of busy.byValue) {
    // What tells the two situations apart is a variable that the busy one changes, and only from this value.
    if (lasting.length === 0 || changed !== busy.changed) continue;
    if (!busy.lasting.includes(plain(variable))) continue;
    const there = idle.byValue.find((each) => each.variable === variable && each.value === value);
    if ((there?.lasting.length ?? 0) > 0) continue;
    const isSilent = (there?.changed ?? 0) === 0;
    return { kind: 'apart', unit, other, variable, value, isSilent, fired: there?.fired ?? 0 };
  }
  return null;
}
