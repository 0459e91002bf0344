// The whole table of the historical entry, from an independent prototype of the same abstraction: states, transitions and longest
// shortest path, and the length of the shortest trace of each violated invariant. No row deadlocks.

import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import hb19 from './hb-19.ts';

const CPU = 'CpuOnlyInD0';
const DMA = 'DmaOnlyInD0';
const CPU_T = 'NoCpuInTransition';
const DMA_T = 'NoDmaInTransition';

const TABLE: readonly [string, number, number, number, Readonly<Record<string, number>>][] = [
  // Entry to D3 zaps and revokes, a fault tests the power state.
  ['tree', 303, 499, 20, {}],
  ['v1', 303, 499, 20, {}],
  ['v2', 303, 499, 20, {}],
  // A fault does not test the power state.
  ['tree-no-power-test', 315, 516, 20, { [CPU]: 7 }],
  ['v1-no-power-test', 315, 516, 20, { [CPU]: 7 }],
  ['v2-no-power-test', 323, 530, 20, { [CPU]: 7, [CPU_T]: 10 }],
  // Entry to D3 does not zap.
  ['tree-no-d3-zap', 293, 479, 18, { [CPU]: 5, [DMA]: 4, [DMA_T]: 8 }],
  ['v1-no-d3-zap', 293, 479, 18, { [CPU]: 5, [DMA]: 4 }],
  ['v2-no-d3-zap', 301, 493, 18, { [CPU]: 5, [DMA]: 4, [CPU_T]: 8, [DMA_T]: 7 }],
  // Neither.
  ['tree-neither', 285, 465, 18, { [CPU]: 5, [DMA]: 4, [DMA_T]: 8 }],
  ['v1-neither', 285, 465, 18, { [CPU]: 5, [DMA]: 4 }],
  ['v2-neither', 285, 465, 18, { [CPU]: 5, [DMA]: 4, [CPU_T]: 8, [DMA_T]: 7 }],
];

describe('HB-19 comes out as in the table', () => {
  test.each(TABLE)('%s: %i states', (variant, distinct, transitions, depth, violated) => {
    const outcome = outcomeOf(hb19, { variant });
    expect(outcome).toEqual({ distinct, generated: 1 + transitions, depth, violated });
  });

  test('and the table has a row for every variant', () => {
    expect(TABLE.map(([variant]) => variant)).toEqual(hb19.variants.map(({ name }) => name));
  });
});
