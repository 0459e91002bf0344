/**
 * Which variants of a run can be judged for vacuity, and what was vacuous in them.
 *
 * A variant is judged when every one of its configurations of the sizes in the run was searched to the end, with the constants
 * of the spec. A single configuration picked by name, `-c`, a limit that was hit or an ERROR leave the question open; goals
 * are judged apart, with each search.
 */
import { type Searched, type Vacuity, vacuities } from '../../analyse/index.ts';
import { lineage } from '../../model/index.ts';
import { isPartial } from '../../semantics/index.ts';
import { declared } from '../targets/configurations.ts';
import type { SearchedCell } from './run-cells.ts';

export interface VariantVacuity {
  readonly id: string;
  readonly vacuity: Vacuity;
}

/** What is vacuous, variant by variant in the order of the run; clauses of the property `only` alone, or of all. */
export function variantVacuities(
  searched: readonly SearchedCell[],
  only: string | null,
): readonly VariantVacuity[] {
  const groups = new Map<string, SearchedCell[]>();
  for (const each of searched) {
    const { id } = each.cell.chosen;
    groups.set(id, [...(groups.get(id) ?? []), each]);
  }
  return [...groups].flatMap(([id, group]) => {
    const [first] = group;
    if (first === undefined || !isJudged(group)) return [];
    const { entry, variant } = first.cell.chosen;
    const origin = lineage(entry.spec, variant).at(-2);
    const origins = searched.filter(
      ({ cell }) => cell.chosen.entry === entry && cell.chosen.variant === origin,
    );
    return vacuities({
      spec: entry.spec,
      variant,
      searches: group.map(searchedOf),
      origins: origins.filter(isWhole).map(searchedOf),
      property: only,
    }).map((vacuity) => ({ id, vacuity }));
  });
}

const searchedOf = ({ cell, report }: SearchedCell): Searched => ({
  model: cell.model,
  result: report.assessment.result,
});

const isWhole = ({ cell, report: { assessment } }: SearchedCell): boolean =>
  Object.keys(cell.overrides).length === 0 &&
  assessment.kind !== 'error' &&
  !isPartial(assessment.result) &&
  assessment.result.completion.kind === 'complete';

function isJudged(group: readonly SearchedCell[]): boolean {
  const [first] = group;
  if (first === undefined || !group.every(isWhole)) return false;
  const configurations = new Set(group.map(({ cell }) => cell.configuration));
  const sizes = new Set(group.map(({ cell }) => cell.configuration.size));
  return declared(first.cell.chosen).every(
    (each) => configurations.has(each) || !sizes.has(each.size),
  );
}
