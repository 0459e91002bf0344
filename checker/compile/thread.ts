/**
 * What is known on the way to the end of a step: checks passed and not yet evaluated for good, checks that count, chosen values, units
 * passed. Everything but the conditions of checks is settled ahead of time.
 */
import type { Unit } from '../model/index.ts';
import { type Expr, type FiredCheck, or } from './ir.ts';

/** A check that was passed; its values are those of the place where it stands. */
export interface PendingCheck {
  readonly property: { readonly id: string; readonly number: number };
  readonly holds: Expr;
  readonly error: Expr;
}

export interface Thread {
  readonly pending: readonly PendingCheck[];
  readonly checks: readonly string[];
  readonly fired: readonly FiredCheck[];
  readonly choices: readonly string[];
  readonly units: readonly Unit[];
}

export const withUnits = (thread: Thread, units: readonly Unit[]): Thread =>
  units.length === 0 ? thread : { ...thread, units: [...thread.units, ...units] };

export const withPending = (thread: Thread, pending: PendingCheck): Thread => ({
  ...thread,
  pending: [...thread.pending, pending],
});

/** True where a check in front of the step reads outside of an array. */
export const pendingErrors = ({ pending }: Thread): Expr =>
  or(...pending.map(({ error }) => error));

/** A step fires: the checks in front of it count. */
export function settle(thread: Thread): Thread {
  const { pending, checks, fired } = thread;
  if (pending.length === 0) return thread;
  return {
    ...thread,
    pending: [],
    checks: [...checks, ...pending.map(({ property }) => property.id)],
    fired: [
      ...fired,
      ...pending.map(({ property, holds }) => ({ property: property.number, holds })),
    ],
  };
}
