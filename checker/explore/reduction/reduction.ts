/**
 * What a search may leave out, and what that makes of its figures.
 *
 * The tables come from `checker/reduce` in terms of the model; here they become fields and lanes of a program.
 */
import { type Layout, layOut, type Program } from '../../compile/index.ts';
import type { Model } from '../../model/index.ts';
import { type Symmetry, symmetryOf } from '../../reduce/index.ts';
import { type Coverage, premiseName, type Reduced } from '../../semantics/index.ts';
import type { Permuted } from '../code/representative.ts';
import type { ReductionWish } from '../jobs/job.ts';
import { type Stubborn, stubbornFor } from './stubborn.ts';

export interface Reduction {
  /** Null: states are searched as they are. */
  readonly symmetry: Symmetry | null;
  /** The only property that is asked for; null: all. */
  readonly por: string | null;
}

/** A program and how it is searched. */
export interface Task {
  readonly program: Program;
  readonly layout: Layout;
  readonly permuted: Permuted | null;
  readonly stubborn: Stubborn | null;
}

interface Wishes {
  readonly layOut?: (program: Program) => Layout;
  readonly reduction?: Reduction;
}

/** The reduction that is asked for; null: none. Throws where a symmetry is asked for that is not there. */
export function reductionOf(model: Model, { symmetry, por }: ReductionWish): Reduction | null {
  if (!symmetry && por === null) return null;
  const found = symmetry ? symmetryOf(model).symmetry : null;
  if (symmetry && found === null) throw new Error(`${model.id} has no symmetry`);
  return { symmetry: found, por };
}

/** Lays out the states of a program for its search. */
export function taskOf(program: Program, wishes: Wishes): Task {
  const symmetry = wishes.reduction?.symmetry ?? null;
  const permuted = symmetry === null ? null : permutedOf(program, symmetry);
  const lanes = permuted?.roles.map((role) => role.lanes);
  const layout = wishes.layOut?.(program) ?? layOut(program, lanes);
  const por = wishes.reduction?.por ?? null;
  return { program, layout, permuted, stubborn: por === null ? null : stubbornFor(program, por) };
}

/** Cells have the same numbers as fields; the position of a process is a field of its own. */
function permutedOf({ processes }: Program, { roles, sets, holders }: Symmetry): Permuted {
  return {
    sets,
    holders,
    roles: roles.map((role) => ({
      processes: role.processes,
      lanes: role.processes.map((process, instance) => [
        processes[process]?.field as number,
        ...role.families.map((family) => family[instance] as number),
      ]),
    })),
  };
}

/** What a result says of the reduction. */
export const reducedBy = ({ symmetry, por }: Reduction): Reduced =>
  Object.freeze({ symmetry: Object.freeze(symmetry?.roles.map(({ role }) => role) ?? []), por });

/** What would have been covered without symmetry: with a clause, all those that it becomes when instances are exchanged. */
export function wholeCoverage(coverage: Coverage, { properties }: Model, symmetry: Symmetry) {
  const premises = symmetry.clauses.flatMap((classes, property) =>
    classes
      .map((alike) => alike.map((clause) => premiseName(properties[property]?.id ?? '', clause)))
      .filter((names) => names.some((name) => coverage.premises.includes(name)))
      .flat(),
  );
  return Object.freeze({ ...coverage, premises: Object.freeze(premises.toSorted()) });
}
