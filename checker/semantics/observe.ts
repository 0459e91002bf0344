/**
 * What the search notices on its way: the first violation of each property, and what was covered.
 *
 * A finding is remembered by state numbers; which of several shortest traces is shown is decided later (`best-trace.ts`).
 */
import { DEADLOCK, type Model, type ModelProperty } from '../model/index.ts';
import type { Coverage } from './result.ts';
import type { State } from './state.ts';
import type { System, Transition } from './system.ts';

/** The property that stands for a value or index outside its domain. */
export const ERROR = 'ERROR';

/** All places at which a property is first violated: states, or states whose transition violates it. */
export interface Sighting {
  readonly property: string;
  /** `misread`: a property, a goal or the start reads outside of a domain in the state itself. */
  readonly kind: 'invariant' | 'check' | 'deadlock' | 'error' | 'misread';
  /** Steps of the shortest trace. */
  readonly depth: number;
  readonly states: number[];
}

export class Observer {
  readonly #system: System;
  readonly #model: Model;
  readonly #sightings = new Map<string, Sighting>();
  readonly #units = new Set<string>();
  readonly #premises = new Set<string>();
  readonly #checks = new Set<string>();
  readonly #goals = new Set<string>();

  constructor(system: System) {
    this.#system = system;
    this.#model = system.model;
  }

  /** Judges a new state. */
  state(state: State, id: number, depth: number): void {
    if (this.#system.startError !== null) this.#misread(id, depth);
    for (const property of this.#model.properties) this.#judge(property, state, id, depth);
    for (const { name, condition } of this.#model.goals) {
      const { violated, error } = this.#system.judge({ given: null, then: condition }, state);
      if (error !== null) this.#misread(id, depth);
      else if (!violated) this.#goals.add(name);
    }
  }

  #misread(id: number, depth: number): void {
    this.#sight({ property: ERROR, kind: 'misread', depth, states: [id] });
  }

  /** Every clause is judged, also after one is false: its premise may show that another is not vacuous. */
  #judge({ id: property, clauses }: ModelProperty, state: State, id: number, depth: number): void {
    for (const [number, clause] of clauses.entries()) {
      const { premise, violated, error } = this.#system.judge(clause, state);
      if (error !== null) this.#misread(id, depth);
      if (premise) this.#premises.add(premiseName(property, number));
      if (violated) this.#sight({ property, kind: 'invariant', depth, states: [id] });
    }
  }

  /** Notes a transition fired from state `from`, also into a known state. */
  transition(transition: Transition, from: number, depth: number): void {
    const { firing, failed } = transition;
    for (const unit of firing.units) this.#units.add(unit.id);
    for (const check of firing.checks) this.#checks.add(check.property);
    for (const check of failed)
      this.#sight({ property: check.property, kind: 'check', depth, states: [from] });
    if (firing.error !== null)
      this.#sight({ property: ERROR, kind: 'error', depth: depth - 1, states: [from] });
  }

  passed(unit: { readonly id: string }): void {
    this.#units.add(unit.id);
  }

  deadlock(id: number, depth: number): void {
    this.#sight({ property: DEADLOCK, kind: 'deadlock', depth, states: [id] });
  }

  /** A property keeps the sightings of its smallest depth; of a false clause and a failed check there, the clause. */
  #sight(sighting: Sighting): void {
    const known = this.#sightings.get(sighting.property);
    const isBetter =
      known !== undefined &&
      sighting.depth === known.depth &&
      sighting.kind === 'invariant' &&
      known.kind === 'check';
    if (known === undefined || sighting.depth < known.depth || isBetter) {
      this.#sightings.set(sighting.property, sighting);
    } else if (sighting.depth === known.depth && sighting.kind === known.kind) {
      if (known.states.at(-1) !== sighting.states[0]) known.states.push(...sighting.states);
    }
  }

  get sightings(): ReadonlyMap<string, Sighting> {
    return this.#sightings;
  }

  coverage(): Coverage {
    return Object.freeze({
      units: sorted(this.#units),
      premises: sorted(this.#premises),
      checks: sorted(this.#checks),
      goals: sorted(this.#goals),
    });
  }
}

export const premiseName = (property: string, clause: number): string => `${property} ${clause}`;

const sorted = (names: ReadonlySet<string>): readonly string[] => Object.freeze([...names].sort());
