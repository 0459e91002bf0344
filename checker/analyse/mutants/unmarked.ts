/**
 * Judging a mark that is gone: the states and steps stay what they are, so only a data race can tell.
 */
import type { Program } from '../../compile/index.ts';
import type { RaceNote } from '../../lang/index.ts';
import type { Bound } from '../../semantics/index.ts';
import { findRaces, type Race } from '../races/index.ts';
import type { BaseCell } from './base-cell.ts';
import type { Judged, Notice } from './outcome.ts';
import type { SearchHooks } from './searched.ts';

/** Races that the spec does not declare and the base does not have; without any the mark makes no difference here. */
export function judgeUnmarked(
  notes: readonly RaceNote[],
  cells: readonly { readonly base: BaseCell; readonly program: Program }[],
  hooks: SearchHooks,
): Judged {
  const found = new Map<string, Notice>();
  let trace: Race['path']['steps'] = [];
  let bound: Bound | null = null;
  for (const { base, program } of cells) {
    const before = base.races();
    const after = findRaces({ model: program.model, limits: hooks.limits, hooks }, notes);
    if (before.kind === 'refused' || after.kind === 'refused')
      return { kind: 'undecided', bound: 'not compiled' };
    const { completion } = after.extent;
    const known = new Set(undeclared(before.found.races).map(keyOf));
    for (const race of undeclared(after.found.races).filter((each) => !known.has(keyOf(each)))) {
      const { configuration } = base.model;
      const { steps } = race.path;
      const shortest = found.get(`race on ${race.variable}`)?.steps ?? Number.POSITIVE_INFINITY;
      if (steps.length >= shortest) continue;
      const subject = `race on ${race.variable}`;
      found.set(subject, { kind: 'race', subject, configuration, steps: steps.length });
      if (trace.length === 0 || steps.length < trace.length) trace = steps;
    }
    if (completion.kind === 'limitReached') bound ??= completion.bound;
  }
  if (found.size > 0) return { kind: 'noticed', by: [...found.values()], trace };
  return bound === null ? { kind: 'equivalent' } : { kind: 'undecided', bound };
}

const undeclared = (races: readonly Race[]): readonly Race[] =>
  races.filter(({ benign }) => benign === null);

const keyOf = ({ variable, ends }: Race): string =>
  JSON.stringify([variable, ...ends.map(({ owner, access }) => [owner, access])]);
