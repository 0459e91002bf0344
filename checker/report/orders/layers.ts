/**
 * Where the units of a picture stand: columns by the longest way that leads to a unit, and a free way for every arrow that passes a column.
 *
 * After Sugiyama, Tagawa, Toda (1981), with barycentres; for a dozen units, in which every column is short.
 */
import type { Precedence } from '../../analyse/index.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
}

export interface Layers {
  /** By unit: the middle of its left side, and its width; null: it has no place. */
  readonly boxes: readonly (Box | null)[];
  /** For each arrow the points that it passes, from box to box. */
  readonly ways: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

export const BOX_HEIGHT = 32;
const GAP = { x: 64, y: 14 };
/** Height of the way of an arrow through a column. */
const LANE = 12;
const SWEEPS = 4;

/** A unit in its column, or the way of an arrow through it. */
interface Item {
  readonly unit: number | null;
  readonly arrow: number;
  readonly column: number;
}

/** Places units of these widths; `arrows` have no cycle. Units without an arrow have no place. */
export function layersFor(widths: readonly number[], arrows: readonly Precedence[]): Layers {
  const columnOf = (unit: number): number =>
    Math.max(
      -1,
      ...arrows.flatMap(({ before, after }) => (after === unit ? [columnOf(before)] : [])),
    ) + 1;
  const isPlaced = (unit: number): boolean =>
    arrows.some(({ before, after }) => before === unit || after === unit);
  const units = widths.flatMap((_, unit) =>
    isPlaced(unit) ? [{ unit, arrow: -1, column: columnOf(unit) }] : [],
  );
  const lanes = arrows.flatMap(({ before, after }, arrow) =>
    range(columnOf(before) + 1, columnOf(after)).map((column) => ({ unit: null, arrow, column })),
  );
  const items: readonly Item[] = [...units, ...lanes];
  const count = Math.max(0, ...items.map(({ column }) => column + 1));
  const columns = range(0, count).map((column) => items.filter((item) => item.column === column));
  return placed(sorted(columns, arrows), widths, arrows);
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

/** What an item is joined to in the column before or behind. */
function neighbours(item: Item, column: readonly Item[], arrows: readonly Precedence[]) {
  const ends = (arrow: number): readonly number[] => {
    const { before, after } = arrows[arrow] as Precedence;
    return [before, after];
  };
  return column.filter((other) => {
    if (item.unit === null && other.unit === null) return item.arrow === other.arrow;
    if (item.unit === null) return ends(item.arrow).includes(other.unit as number);
    if (other.unit === null) return ends(other.arrow).includes(item.unit);
    return arrows.some(
      ({ before, after }) =>
        (before === item.unit && after === other.unit) ||
        (before === other.unit && after === item.unit),
    );
  });
}

/** Every item at the height of what it is joined to, from the left and back. */
function sorted(columns: readonly (readonly Item[])[], arrows: readonly Precedence[]) {
  const all = columns.map((column) => [...column]);
  const sweep = (at: number, from: number): void => {
    const [column, beside] = [all[at], all[from]];
    if (column === undefined || beside === undefined) return;
    const middle = (rank: number, size: number): number => rank - (size - 1) / 2;
    const heights = new Map(
      column.map((item, rank) => {
        const joined = neighbours(item, beside, arrows).map((each) =>
          middle(beside.indexOf(each), beside.length),
        );
        const mean = joined.reduce((sum, each) => sum + each, 0) / joined.length;
        return [item, joined.length === 0 ? middle(rank, column.length) : mean];
      }),
    );
    column.sort((a, b) => (heights.get(a) as number) - (heights.get(b) as number));
  };
  for (let round = 0; round < SWEEPS; round++) {
    for (const at of all.keys()) sweep(at, at - 1);
    for (const at of [...all.keys()].reverse()) sweep(at, at + 1);
  }
  return all;
}

function placed(
  columns: readonly (readonly Item[])[],
  widths: readonly number[],
  arrows: readonly Precedence[],
): Layers {
  const heightOf = ({ unit }: Item): number => (unit === null ? LANE : BOX_HEIGHT);
  const heights = columns.map((column) =>
    column.reduce((sum, item) => sum + heightOf(item) + GAP.y, -GAP.y),
  );
  const height = Math.max(0, ...heights);
  const boxes: (Box | null)[] = widths.map(() => null);
  const lanes = arrows.map(
    (): { readonly x: number; readonly y: number; readonly to: number }[] => [],
  );
  let x = 0;
  for (const [at, column] of columns.entries()) {
    const width = Math.max(
      ...column.map(({ unit }) => (unit === null ? 0 : (widths[unit] as number))),
    );
    let y = (height - (heights[at] as number)) / 2;
    for (const item of column) {
      const middle = y + heightOf(item) / 2;
      if (item.unit === null) lanes[item.arrow]?.push({ x, y: middle, to: x + width });
      else {
        const own = widths[item.unit] as number;
        boxes[item.unit] = { x: x + (width - own) / 2, y: middle, width: own };
      }
      y += heightOf(item) + GAP.y;
    }
    x += width + GAP.x;
  }
  const ways = arrows.map(({ before, after }, arrow) => {
    const [from, to] = [boxes[before] as Box, boxes[after] as Box];
    const through = (lanes[arrow] ?? []).flatMap((lane) => [
      { x: lane.x, y: lane.y },
      { x: lane.to, y: lane.y },
    ]);
    return [{ x: from.x + from.width, y: from.y }, ...through, { x: to.x, y: to.y }];
  });
  return { boxes, ways, width: Math.max(0, x - GAP.x), height };
}
