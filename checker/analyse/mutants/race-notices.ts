/**
 * Data races as what notices a mutant: those that the spec does not declare and the base does not have. Nothing else can tell that a mark
 * is gone, because the states and steps stay what they are.
 */
import type { Program } from '../../compile/index.ts';
import type { RaceNote } from '../../lang/index.ts';
import type { Bound } from '../../semantics/index.ts';
import { findRaces, type Race } from '../races/index.ts';
import type { Extent } from '../threads/analysis.ts';
import type { BaseCell } from './base-cell.ts';
import type { Judged, Notice } from './outcome.ts';
import type { SearchHooks } from './searched.ts';

/** Null: there is no race that the base does not have. */
export function judgeByRaces(
  notes: readonly RaceNote[],
  cells: readonly { readonly base: BaseCell; readonly program: Program }[],
  hooks: SearchHooks,
): Extract<Judged, { kind: 'noticed' | 'undecided' }> | null {
  const found = new Map<string, Notice>();
  let trace: Race['path']['steps'] = [];
  let bound: Bound | null = null;
  for (const { base, program } of cells) {
    const before = base.races();
    if (before.kind === 'refused') return { kind: 'undecided', bound: 'not compiled' };
    if (boundOf(before) !== null) {
      bound ??= boundOf(before);
      continue;
    }
    const after = findRaces({ model: program.model, limits: hooks.limits, hooks }, notes);
    if (after.kind === 'refused') return { kind: 'undecided', bound: 'not compiled' };
    bound ??= boundOf(after);
    const known = new Set(undeclared(before.found.races).map(keyOf));
    for (const race of undeclared(after.found.races).filter((each) => !known.has(keyOf(each)))) {
      const { configuration } = base.model;
      const { steps } = race.path;
      const subject = `race on ${race.variable}`;
      if (steps.length >= (found.get(subject)?.steps ?? Number.POSITIVE_INFINITY)) continue;
      found.set(subject, { kind: 'race', subject, configuration, steps: steps.length });
      if (trace.length === 0 || steps.length < trace.length) trace = steps;
    }
  }
  if (found.size > 0) return { kind: 'noticed', by: [...found.values()], trace };
  return bound === null ? null : { kind: 'undecided', bound };
}

const boundOf = ({ extent: { completion } }: { readonly extent: Extent }): Bound | null =>
  completion.kind === 'complete' ? null : completion.bound;

const undeclared = (races: readonly Race[]): readonly Race[] =>
  races.filter(({ benign, expected }) => benign === null && expected === null);

const keyOf = ({ variable, ends }: Race): string =>
  JSON.stringify([variable, ...ends.map(({ owner, access }) => [owner, access])]);
