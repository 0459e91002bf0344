/**
 * The difference of two sequences: what is left beside a longest common subsequence.
 */

export interface Difference<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/** Cost: the product of the lengths of what differs between the common beginning and the common end. */
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
  return backtrack(before.slice(start, beforeEnd), after.slice(start, afterEnd), key);
}

/** Wagner and Fischer (1974): lengths of the longest common subsequences of all ends, then one way through them. */
function backtrack<T>(
  before: readonly T[],
  after: readonly T[],
  key: (item: T) => string,
): Difference<T> {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] as number;
  const keys = { before: before.map(key), after: after.map(key) };
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        keys.before[i] === keys.after[j]
          ? at(i + 1, j + 1) + 1
          : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const added: T[] = [];
  const removed: T[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && keys.before[i] === keys.after[j]) {
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      removed.push(before[i++] as T);
    } else {
      added.push(after[j++] as T);
    }
  }
  return { added, removed };
}
