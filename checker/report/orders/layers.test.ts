/**
 * Where boxes and arrows stand: nothing on top of anything else.
 */
import { describe, expect, test } from 'vitest';
import { BOX_HEIGHT, type Box, layersFor } from './layers.ts';

const pairs = (...texts: readonly string[]) =>
  texts.map((text) => {
    const [before, after] = text.split('<').map(Number) as [number, number];
    return { before, after };
  });

const CASES = [
  ['a chain', 4, pairs('0<1', '1<2', '2<3')],
  ['units side by side', 5, pairs('0<1', '0<2', '0<3', '1<4', '2<4', '3<4')],
  ['arrows past columns', 7, pairs('0<1', '1<2', '2<3', '3<4', '0<4', '5<4', '0<3', '5<6', '1<6')],
] as const;

describe.each(CASES)('%s', (_, units, arrows) => {
  const widths = Array.from({ length: units }, (__, unit) => 40 + 10 * unit);
  const { boxes, ways, width, height } = layersFor(widths, arrows);
  const all = boxes.flatMap((box) => (box === null ? [] : [box]));

  test('has no box on another, and all of them inside', () => {
    expect(all).toHaveLength(units);
    for (const [at, a] of all.entries()) {
      expect(a.x >= 0 && a.x + a.width <= width).toBe(true);
      expect(a.y - BOX_HEIGHT / 2 >= 0 && a.y + BOX_HEIGHT / 2 <= height).toBe(true);
      for (const b of all.slice(at + 1)) {
        const isBeside = a.x + a.width <= b.x || b.x + b.width <= a.x;
        expect(isBeside || Math.abs(a.y - b.y) >= BOX_HEIGHT).toBe(true);
      }
    }
  });

  test('leads every arrow to the right, from box to box and through none', () => {
    for (const [at, way] of ways.entries()) {
      const { before, after } = arrows[at] as (typeof arrows)[number];
      const [from, to] = [boxes[before] as Box, boxes[after] as Box];
      expect(way[0]).toEqual({ x: from.x + from.width, y: from.y });
      expect(way.at(-1)).toEqual({ x: to.x, y: to.y });
      expect(way.every(({ x }, index) => index === 0 || x >= (way[index - 1]?.x ?? 0))).toBe(true);
      const inside = way.slice(1, -1);
      for (const { x, y } of inside)
        for (const box of all) {
          const isPast = x < box.x || x > box.x + box.width;
          expect(isPast || Math.abs(y - box.y) > BOX_HEIGHT / 2).toBe(true);
        }
    }
  });
});

test('a unit without an arrow has no place', () => {
  const { boxes, ways } = layersFor([40, 40, 40], pairs('0<2'));
  expect(boxes[1]).toBeNull();
  expect(ways).toHaveLength(1);
  expect(layersFor([40], [])).toMatchObject({ boxes: [null], width: 0, height: 0 });
});
