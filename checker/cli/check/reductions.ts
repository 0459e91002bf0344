/**
 * What searches are asked to leave out, and whether they can: a reduction that is not sound for a model is refused, never left out silently.
 */
import type { ReductionWish } from '../../explore/index.ts';
import type { Configuration } from '../../lang/index.ts';
import { DEADLOCK, type Model, type Problem } from '../../model/index.ts';
import { symmetryOf } from '../../reduce/index.ts';
import { UsageError } from '../usage-error.ts';

export interface ReductionOptions {
  /** Absent: as the configuration says. */
  readonly symmetry?: 'on' | 'off';
  readonly por?: boolean;
}

/** What the search of one configuration leaves out. */
export function reductionFor(
  { symmetry, por }: ReductionOptions,
  property: string | null,
  configuration: Configuration,
): ReductionWish {
  if (por === true && property === null)
    throw new UsageError('--por on needs the property that is asked for: -p PROPERTY');
  return Object.freeze({
    symmetry: symmetry === undefined ? configuration.symmetry : symmetry === 'on',
    por: por === true ? property : null,
  });
}

/** Part of the key of a result: a reduced search has other figures. */
export const reductionKey = ({ symmetry, por }: ReductionWish): string =>
  `${symmetry ? ' symmetry' : ''}${por === null ? '' : ` por:${por}`}`;

/** Why a model has no symmetry although it is asked for; empty if it has some. */
export function symmetryProblems(model: Model, name: string): readonly Problem[] {
  const { symmetry, refusals } = symmetryOf(model);
  if (symmetry !== null) return [];
  const help = 'search it with --symmetry off';
  if (refusals.length === 0) {
    const message = `${name} has no symmetry: no role has two instances`;
    return [{ code: 'E-SYMMETRY', message, at: [], help }];
  }
  return refusals.map(({ role, text, source }) => ({
    code: 'E-SYMMETRY',
    message: `${name} has no symmetry among the instances of ${role}: ${text}`,
    at: source?.frames() ?? [],
    help,
  }));
}

/** Throws for a property that stubborn sets say nothing about. */
export function refuseChecks({ properties }: Model, name: string, { por }: ReductionWish): void {
  if (por === null || por === DEADLOCK) return;
  if (properties.find(({ id }) => id === por)?.hasChecks !== true) return;
  throw new UsageError(
    `--por on: ${por} is checked in steps of ${name}; it works for invariants and for deadlock`,
  );
}
