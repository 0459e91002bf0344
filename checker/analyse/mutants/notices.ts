/**
 * Who notices one mutant, over all configurations: of every property the shortest trace, goals that are not reached any more, and what
 * never happens any more.
 */
import { DEADLOCK } from '../../model/index.ts';
import { ERROR, type StepName, stepsOf } from '../../semantics/index.ts';
import { type Searched, silences, unreachedGoals, type Vacuity } from '../vacuity.ts';
import type { BaseCell } from './base-cell.ts';
import type { Judged, Notice } from './outcome.ts';
import type { Look } from './searched.ts';

export class Notices {
  readonly #only: string | null;
  readonly #found = new Map<string, Notice>();
  readonly #searched = new Map<string, Searched>();
  #trace: readonly StepName[] | null = null;

  /** `only`: the one property that counts; null: all. */
  constructor(only: string | null) {
    this.#only = only;
  }

  /**
   * Takes in what one search found. Lengths are those that the search says; the trace that is the shortest so far is looked for and
   * confirmed by the reference semantics, which costs more than a small search.
   */
  look(base: BaseCell, { searched, sightings, findingOf }: Look): void {
    const { configuration } = base.model;
    this.#searched.set(configuration, searched);
    for (const sighting of sightings) {
      const { property, kind: what, depth } = sighting;
      if (base.violated.has(property) || !this.#counts(property)) continue;
      const steps = what === 'error' ? depth + 1 : depth;
      if (steps >= (this.#found.get(property)?.steps ?? Number.POSITIVE_INFINITY)) continue;
      const kind = property === DEADLOCK || property === ERROR ? property : 'property';
      this.#found.set(property, { kind, subject: property, configuration, steps });
      if (this.#trace === null || steps < this.#trace.length)
        this.#trace = stepsOf(findingOf(sighting));
    }
    if (searched.result.completion.kind === 'complete') this.#goals(base, searched);
  }

  /**
   * What only all configurations together show; those of the mutant were searched to the end. Returns the bound of a base that was not,
   * where what is missed may happen there.
   */
  together(bases: readonly BaseCell[]): BaseCell['bound'] {
    if (this.#only !== null) return null;
    const known = bases.filter(({ bound }) => bound === null);
    const property = null;
    const before = silences({ searches: known.map(({ searched }) => searched), property });
    const searches = known.map(
      ({ model, searched }) => this.#searched.get(model.configuration) ?? searched,
    );
    const keys = new Set(before.map(keyOf));
    const missed = silences({ searches, property }).filter((each) => !keys.has(keyOf(each)));
    const bound = bases.map((base) => base.bound).find((each) => each !== null) ?? null;
    if (bound !== null) return missed.length > 0 ? bound : null;
    for (const each of missed) {
      this.#found.set(keyOf(each), {
        kind: 'vacuity',
        subject: silenceText(each),
        configuration: null,
        steps: null,
      });
    }
    return null;
  }

  /** Null: nobody notices. */
  all(): Judged | null {
    if (this.#found.size === 0) return null;
    return { kind: 'noticed', by: [...this.#found.values()], trace: this.#trace ?? [] };
  }

  #counts(property: string): boolean {
    return this.#only === null || this.#only === property;
  }

  #goals(base: BaseCell, searched: Searched): void {
    if (this.#only !== null) return;
    const before = new Set(unreachedGoals(base.searched).map(({ subject }) => subject));
    for (const { subject } of unreachedGoals(searched)) {
      if (before.has(subject)) continue;
      const { configuration } = base.model;
      this.#found.set(subject, { kind: 'goal', subject, configuration, steps: null });
    }
  }
}

const keyOf = ({ kind, subject }: Vacuity): string => `${kind} ${subject}`;

/** What never happens any more. */
function silenceText({ kind, subject }: Vacuity): string {
  switch (kind) {
    case 'premise':
      return `premise of ${subject} never holds`;
    case 'check':
      return `no check of ${subject}`;
    case 'unused':
      return `${subject} fires, although unused`;
    default:
      return `${subject} never fires`;
  }
}
