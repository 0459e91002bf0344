/**
 * Symmetry: the roles whose instances are interchangeable, and what has to be permuted with them.
 *
 * Every state is searched as one representative: the instances of each such role sorted by all that is known of them. That is one
 * representative for each class only if a state relates no instance to another, so a role whose instances refer to
 * instances is refused even where its instances are interchangeable.
 */
import type { Cell, Model, ModelProcess } from '../model/index.ts';
import { type Instances, instancesOf, type Sort, sortsOf } from './exchange.ts';
import { areInterchangeable, type ClausePartners, type Reason } from './interchangeable.ts';

export interface Symmetry {
  /** Roles whose instances are permuted. */
  readonly roles: readonly Instances[];
  /** Shared cells that hold a set of processes, and those that hold one. */
  readonly sets: readonly number[];
  readonly holders: readonly number[];
  /** By number of the property: classes of clauses that become each other. */
  readonly clauses: readonly (readonly (readonly number[])[])[];
}

/** Why the instances of a role are not permuted. */
export interface Refusal extends Reason {
  readonly role: string;
}

export interface SymmetryAnswer {
  /** Null: there is no role to permute. */
  readonly symmetry: Symmetry | null;
  readonly refusals: readonly Refusal[];
}

/** Looks for the symmetry of a model. Cost: a comparison of the model with itself per instance. */
export function symmetryOf(model: Model): SymmetryAnswer {
  const sorts = sortsOf(model);
  const accepted: Instances[] = [];
  const partners: ClausePartners[] = [];
  const refusals: Refusal[] = [];
  for (const members of severalOf(model)) {
    const role = members[0]?.role as string;
    const answer = judge(model, sorts, members, accepted);
    if ('reason' in answer) refusals.push({ role, ...answer.reason });
    else {
      accepted.push(answer.instances);
      partners.push(...answer.partners);
    }
  }
  if (accepted.length === 0) return { symmetry: null, refusals };
  const owned = new Set(accepted.flatMap(({ families }) => families.flat()));
  const shared = (sort: Sort): readonly number[] =>
    model.cells.flatMap(({ index }) => (sorts[index] === sort && !owned.has(index) ? [index] : []));
  const symmetry = {
    roles: accepted,
    sets: shared('processes'),
    holders: shared('process'),
    clauses: model.properties.map(({ clauses }, property) =>
      classesOf(
        clauses.length,
        partners.map((each) => each[property] as readonly number[]),
      ),
    ),
  };
  return { symmetry, refusals };
}

/** Roles with at least two instances. */
function severalOf({ processes }: Model): readonly (readonly ModelProcess[])[] {
  const roles = new Map<string, ModelProcess[]>();
  for (const process of processes)
    roles.set(process.role, [...(roles.get(process.role) ?? []), process]);
  return [...roles.values()].filter(({ length }) => length > 1);
}

type Judgement =
  | { readonly instances: Instances; readonly partners: readonly ClausePartners[] }
  | { readonly reason: Reason };

function judge(
  model: Model,
  sorts: readonly Sort[],
  members: readonly ModelProcess[],
  accepted: readonly Instances[],
): Judgement {
  const found = instancesOf(model, members);
  if ('refused' in found) {
    const text = `'${found.refused.name}' belongs to several instances, or not to all of them`;
    return { reason: { text, source: null } };
  }
  const { instances } = found;
  const relation = relationAmong(model, sorts, [...accepted, instances]);
  if (relation !== null) {
    const text = `'${relation.name}' belongs to one instance and refers to another`;
    return { reason: { text, source: null } };
  }
  const partners: ClausePartners[] = [];
  for (let k = 0; k + 1 < members.length; k++) {
    const answer = areInterchangeable(model, sorts, instances, k);
    if ('reason' in answer) return answer;
    partners.push(answer.partners);
  }
  return { instances, partners };
}

/** A cell of an instance that may refer to an instance, or belongs to one of another role as well. */
function relationAmong(
  { cells }: Model,
  sorts: readonly Sort[],
  all: readonly Instances[],
): Cell | null {
  const processes = all.flatMap((each) => each.processes);
  const owned = all.flatMap(({ families }) => families.flat());
  const twice = owned.find((cell, at) => owned.indexOf(cell) !== at);
  const relation = owned.find((index) => {
    const { members, high } = (cells[index] as Cell).domain;
    const top = members === null ? high : members.length - 1;
    return sorts[index] !== 'plain' && processes.some((process) => process <= top);
  });
  return cells[twice ?? relation ?? -1] ?? null;
}

/** Classes of numbers below `count` that the given permutations connect. */
function classesOf(
  count: number,
  permutations: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const classOf = Array.from({ length: count }, (_, number) => number);
  for (const permutation of permutations) {
    for (const [number, image] of permutation.entries()) {
      const [from, to] = [classOf[image] as number, classOf[number] as number];
      for (const [at, each] of classOf.entries()) if (each === from) classOf[at] = to;
    }
  }
  return [...new Set(classOf)].map((one) =>
    classOf.flatMap((each, number) => (each === one ? [number] : [])),
  );
}
