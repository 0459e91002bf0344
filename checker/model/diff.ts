/**
 * What a variant changes, as a unified diff of what `show` prints of both: function by function, so that a function that
 * moved in the listing is no difference.
 */
import type { Instance } from './instantiate.ts';
import { type Section, sectionsOf, titleOf } from './print-model.ts';

const CONTEXT_LINES = 3;

/** The unified diff of two variants; empty if they print the same. Hunk headers name the function. */
export function diffModels(before: Instance, after: Instance): string {
  const hunks = changedSections(numbered(sectionsOf(before)), numbered(sectionsOf(after)));
  if (hunks.length === 0) return '';
  return `${[`--- ${titleOf(before)}`, `+++ ${titleOf(after)}`, ...hunks].join('\n')}\n`;
}

/** A section with the number of its first line in the listing, from 1. */
interface Numbered extends Section {
  readonly first: number;
}

function numbered(sections: readonly Section[]): readonly Numbered[] {
  let next = 1;
  return sections.map((section) => {
    const first = next;
    // An empty line stands between two sections.
    next += section.lines.length + 1;
    return { ...section, first };
  });
}

function changedSections(
  before: readonly Numbered[],
  after: readonly Numbered[],
): readonly string[] {
  return keysInOrder(before, after)
    .filter((key) => key !== 'header')
    .flatMap((key, at, keys) => {
      const old = before.find((each) => each.key === key);
      const now = after.find((each) => each.key === key);
      const name = (now ?? old)?.name ?? '';
      const lines = lineDiff(old?.lines ?? [], now?.lines ?? []);
      const above = ['header', ...keys.slice(0, at)];
      return hunksOf(
        lines,
        old?.first ?? endOf(before, above),
        now?.first ?? endOf(after, above),
        name,
      );
    });
}

/** The order of the second listing; what only the first has stands behind what it stood behind there. */
function keysInOrder(before: readonly Section[], after: readonly Section[]): readonly string[] {
  const keys = after.map(({ key }) => key);
  before.forEach(({ key }, at) => {
    if (!keys.includes(key)) keys.splice(keys.indexOf(before[at - 1]?.key ?? '') + 1, 0, key);
  });
  return keys;
}

/** The last line of the nearest section above: where lines stand that a listing does not have. */
function endOf(sections: readonly Numbered[], above: readonly string[]): number {
  const key = above.findLast((each) => sections.some((section) => section.key === each));
  const section = sections.find((each) => each.key === key);
  return section === undefined ? 0 : section.first + section.lines.length - 1;
}

/** A line of both (` `), of the first only (`-`) or of the second only (`+`). */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The shortest line diff (longest common subsequence, by table). Cost: O(n m). */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const common = commonLengths(before, after);
  const lengthAt = (i: number, j: number): number => common[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i++] as string });
      j++;
    } else if (i < before.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1)) {
      lines.push({ mark: '-', text: before[i++] as string });
    } else {
      lines.push({ mark: '+', text: after[j++] as string });
    }
  }
  return lines;
}

/** How many lines of the rests that begin at `i` and `j` are common. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--) {
    const [row, below] = [table[i] as number[], table[i + 1] as number[]];
    for (let j = after.length - 1; j >= 0; j--) {
      row[j] =
        before[i] === after[j]
          ? (below[j + 1] as number) + 1
          : Math.max(below[j] as number, row[j + 1] as number);
    }
  }
  return table;
}

function hunksOf(
  lines: readonly DiffLine[],
  firstOld: number,
  firstNew: number,
  name: string,
): readonly string[] {
  const changed = lines.flatMap(({ mark }, index) => (mark === ' ' ? [] : [index]));
  const hunks: { start: number; end: number }[] = [];
  for (const index of changed) {
    const last = hunks.at(-1);
    const start = Math.max(0, index - CONTEXT_LINES);
    const end = Math.min(lines.length, index + CONTEXT_LINES + 1);
    if (last !== undefined && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  const count = (to: number, mark: '-' | '+', from = 0): number =>
    lines.slice(from, to).filter((line) => line.mark === ' ' || line.mark === mark).length;
  return hunks.flatMap(({ start, end }) => {
    const old = `${firstOld + count(start, '-')},${count(end, '-', start)}`;
    const now = `${firstNew + count(start, '+')},${count(end, '+', start)}`;
    const shown = lines.slice(start, end).map(({ mark, text }) => `${mark}${text}`.trimEnd());
    return [`@@ -${old} +${now} @@ ${name}`.trimEnd(), ...shown];
  });
}
