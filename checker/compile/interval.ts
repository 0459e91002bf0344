/**
 * Bounds of the value of an expression: what decides whether a check at run time can be left out.
 *
 * Conservative: the true values lie inside. Arithmetic outside of 32 bits is refused, because the back ends would wrap around where the
 * reference semantics does not.
 */
import type { ValueDomain } from '../model/index.ts';
import { Refused } from './refused.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const exactly = (value: number): Interval => ({ low: value, high: value });
export const BIT: Interval = { low: 0, high: 1 };
export const UNBOUNDED_MASK: Interval = { low: -1, high: 2 ** 30 - 1 };

export function hull(intervals: readonly Interval[]): Interval {
  return {
    low: Math.min(...intervals.map(({ low }) => low)),
    high: Math.max(...intervals.map(({ high }) => high)),
  };
}

export const sum = (a: Interval, b: Interval): Interval =>
  within32({ low: a.low + b.low, high: a.high + b.high });

export const difference = (a: Interval, b: Interval): Interval =>
  within32({ low: a.low - b.high, high: a.high - b.low });

/** All masks with no bit above those of `a` and `b`; anything where one of them may be negative. */
export function maskOver(a: Interval, b: Interval): Interval {
  if (a.low < 0 || b.low < 0) return UNBOUNDED_MASK;
  return { low: 0, high: 2 ** Math.ceil(Math.log2(Math.max(a.high, b.high) + 1)) - 1 };
}

export const isInside = ({ low, high }: Interval, from: number, to: number): boolean =>
  low >= from && high <= to;

/** Every value between the bounds of such an interval is a value of the domain. */
export function fits(interval: Interval, domain: ValueDomain): boolean {
  if (!isInside(interval, domain.low, domain.high)) return false;
  if (domain.kind === 'set') return domain.first === 0;
  return domain.kind !== 'optional' || domain.first <= 0 || interval.low >= domain.first;
}

function within32(interval: Interval): Interval {
  if (isInside(interval, -(2 ** 31), 2 ** 31 - 1)) return interval;
  throw new Refused('an expression can leave 32 bits');
}
