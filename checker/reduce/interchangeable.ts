/**
 * Whether two neighbouring instances of a role are interchangeable: the model is the same after their exchange.
 *
 * Neighbours are enough: exchanges of neighbours make up every permutation. Asked are the initial values, all bodies, all properties
 * and goals; labels and texts are not.
 */

import type { Source } from '../lang/index.ts';
import { type Cell, groundText, type Model, type ModelClause } from '../model/index.ts';
import { type Exchange, exchangeOf, type Instances, type Sort } from './exchange.ts';
import { partnersOf, TwinExpressions } from './twin-expressions.ts';
import { TwinStatements } from './twin-statements.ts';

/** Why not, and where the spec says so. */
export interface Reason {
  readonly text: string;
  readonly source: Source | null;
}

/** By number of the property: for each clause the number of the clause that it becomes. */
export type ClausePartners = readonly (readonly number[])[];

export type Answer = { readonly partners: ClausePartners } | { readonly reason: Reason };

/** Compares the model with itself after exchanging instances `k` and `k + 1`. Cost: proportional to the size of the model. */
export function areInterchangeable(
  model: Model,
  sorts: readonly Sort[],
  instances: Instances,
  k: number,
): Answer {
  const comparison = new Comparison(model, sorts, instances, k);
  const reason = comparison.reasonAgainst();
  return reason === null ? { partners: comparison.partners } : { reason };
}

class Comparison {
  readonly #model: Model;
  readonly #sorts: readonly Sort[];
  readonly #exchange: Exchange;
  readonly #expressions: TwinExpressions;
  readonly #apart: string;
  partners: ClausePartners = [];

  constructor(model: Model, sorts: readonly Sort[], instances: Instances, k: number) {
    this.#model = model;
    this.#sorts = sorts;
    this.#exchange = exchangeOf(instances, k);
    this.#expressions = new TwinExpressions(model, sorts, this.#exchange);
    const [one, other] = [k, k + 1].map(
      (at) => model.processes[instances.processes[at] as number]?.name,
    );
    this.#apart = `tells ${one} from ${other}`;
  }

  reasonAgainst(): Reason | null {
    return (
      this.#differingCell() ??
      this.#differingBody() ??
      this.#differingProperty() ??
      this.#differingGoal()
    );
  }

  #differingCell(): Reason | null {
    const differing = this.#model.cells.find((cell) => !this.#isAlike(cell));
    return differing === undefined
      ? null
      : {
          text: `the initial value or the domain of '${differing.name}' ${this.#apart}`,
          source: null,
        };
  }

  #isAlike({ index, domain, initial }: Cell): boolean {
    const twin = this.#model.cells[this.#exchange.cell(index)] as Cell;
    const sort = this.#sorts[index] as Sort;
    const initialTwin = new Set(initial.map((value) => this.#exchange.value(sort, value)));
    return (
      sort === this.#sorts[twin.index] &&
      domain.kind === twin.domain.kind &&
      domain.low === twin.domain.low &&
      domain.high === twin.domain.high &&
      domain.first === twin.domain.first &&
      this.#isDomainKept(twin, sort) &&
      initialTwin.size === twin.initial.length &&
      twin.initial.every((value) => initialTwin.has(value))
    );
  }

  /** Either both of the instances are values of the domain, or none is. */
  #isDomainKept({ domain: { high, first, members } }: Cell, sort: Sort): boolean {
    if (sort === 'plain') return true;
    const top = members === null ? high : members.length - 1;
    return this.#model.processes.every(({ index }) => {
      const isInside = (process: number): boolean => process >= first && process <= top;
      return isInside(index) === isInside(this.#exchange.process(index));
    });
  }

  #differingBody(): Reason | null {
    for (const { index, body } of this.#model.processes) {
      const twin = this.#model.processes[this.#exchange.process(index)];
      const statements = new TwinStatements(this.#expressions, this.#exchange, this.#sorts);
      if (twin !== undefined && statements.areBlocks(body, twin.body)) continue;
      const { mismatch } = statements;
      const label = mismatch !== null && 'label' in mismatch ? `the step '${mismatch.label}'` : '';
      return this.#reason(label === '' ? 'a statement' : label, mismatch?.source ?? null);
    }
    return null;
  }

  #differingProperty(): Reason | null {
    const partners: (readonly number[])[] = [];
    for (const { id, clauses } of this.#model.properties) {
      const found = partnersOf(clauses, clauses, (a, b) => this.#areClauses(a, b));
      if (found === null) return this.#reason(`the property ${id}`, clauses[0]?.source ?? null);
      partners.push(found);
    }
    this.partners = partners;
    return null;
  }

  #areClauses(here: ModelClause, there: ModelClause): boolean {
    return (
      this.#expressions.areBoth(here.given, there.given) &&
      this.#expressions.areTwins(here.then, there.then)
    );
  }

  #differingGoal(): Reason | null {
    for (const { name, condition } of this.#model.goals) {
      if (!this.#expressions.areTwins(condition, condition))
        return this.#reason(`the goal '${name}'`, null);
    }
    return null;
  }

  /** The expression that differs, and what it stands in. */
  #reason(place: string, source: Source | null): Reason {
    const { mismatch } = this.#expressions;
    if (mismatch === null) return { text: `${place} ${this.#apart}`, source };
    const expression = groundText(mismatch.here, this.#model);
    return { text: `'${expression}' in ${place} ${this.#apart}`, source };
  }
}
