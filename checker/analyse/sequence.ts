/**
 * The difference of two sequences: what is left beside a longest common subsequence.
 */
import { lineDiff } from '../model/index.ts';

export interface Difference<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/** Items are told apart by `key`. Cost: the product of the lengths of what differs between the common beginning and end. */
export function changedItems<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): Difference<T> {
  const isSame = (i: number, j: number): boolean => key(before[i] as T) === key(after[j] as T);
  let start = 0;
  while (start < before.length && start < after.length && isSame(start, start)) start++;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (beforeEnd > start && afterEnd > start && isSame(beforeEnd - 1, afterEnd - 1)) {
    beforeEnd--;
    afterEnd--;
  }
  return differing(before.slice(start, beforeEnd), after.slice(start, afterEnd), key);
}

function differing<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): Difference<T> {
  const added: T[] = [];
  const removed: T[] = [];
  let [i, j] = [0, 0];
  for (const { mark } of lineDiff(before.map(key), after.map(key))) {
    if (mark === '-') removed.push(before[i] as T);
    if (mark === '+') added.push(after[j] as T);
    if (mark !== '+') i++;
    if (mark !== '-') j++;
  }
  return { added, removed };
}
