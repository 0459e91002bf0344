/**
 * Attempts: a process whose next step takes a lock, with what it holds already. As lockdep does, an attempt that has to wait
 * counts like one that does not; a trylock counts where it succeeds.
 */
import type { Row } from '../../compile/index.ts';
import type { GroundStep } from '../../model/index.ts';
import { allInside } from '../threads/accesses.ts';
import { doingsOf } from '../threads/doings.ts';
import type { HeldLocks, Mode } from '../threads/held.ts';
import {
  type NextStep,
  nextSteps,
  possibleSteps,
  type StepStatement,
} from '../threads/next-steps.ts';
import type { Site } from '../threads/sites.ts';
import { Misread, Values } from '../threads/values.ts';

export interface Attempt {
  /** Number of the lock in the model. */
  readonly lock: number;
  readonly mode: Mode;
  readonly isBlocking: boolean;
  readonly step: NextStep;
}

type Acquire = GroundStep & { readonly lock: NonNullable<GroundStep['lock']> };

/** Every attempt of a process at a site, in one state. */
export function attemptsAt({ place }: Site, row: Row, held: HeldLocks): readonly Attempt[] {
  return nextSteps(place, row).flatMap((step) =>
    acquiresIn(step.statement).flatMap((acquire) => {
      const { mode, blocking } = acquire.lock;
      const lock = lockOf(acquire, step.row, held);
      if (lock === null || (!blocking && !takes(step, lock, held))) return [];
      return [{ lock, mode, isBlocking: blocking, step }];
    }),
  );
}

/** In some way of the step it gets the lock. What is read for ghosts makes no difference, so no cell is told to be one. */
const takes = (step: NextStep, lock: number, held: HeldLocks): boolean =>
  doingsOf(step, []).some(({ taken }) => taken.some(({ cell }) => held.withCell(cell) === lock));

/** How many attempts there may be at a site. */
export const mostAttempts = ({ place }: Site): number =>
  possibleSteps(place).flatMap(({ statement }) => acquiresIn(statement)).length;

function acquiresIn(statement: StepStatement): readonly Acquire[] {
  const all = statement.kind === 'atomically' ? allInside(statement) : [statement];
  return all.filter(
    (each): each is Acquire =>
      each.kind === 'step' && each.lock !== null && each.lock.action !== 'release',
  );
}

/** Which lock it is may depend on the state; null: an index is outside of its array. */
function lockOf({ lock, effects }: Acquire, row: Row, held: HeldLocks): number | null {
  if (lock.lock !== null) return held.withCell(lock.lock);
  const [effect] = effects;
  if (effect === undefined) return null;
  try {
    return held.withCell(new Values(row).cellOf(effect.place));
  } catch (error) {
    if (error instanceof Misread) return null;
    throw error;
  }
}
