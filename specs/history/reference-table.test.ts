// The reference table of the historical entries, from independent prototypes of the same abstractions: distinct states, transitions,
// longest shortest path, and the length of the shortest trace of each violated property. HB-19 has a table of its own.

import { describe, expect, test } from 'vitest';
import type { Spec } from '../../checker/lang/index.ts';
import { outcomeOf } from '../../checker/testing/outcome.ts';
import hb01 from './hb-01.ts';
import hb03 from './hb-03.ts';
import hb10 from './hb-10.ts';
import hb14 from './hb-14.ts';
import hb18 from './hb-18.ts';
import hb20a from './hb-20a.ts';

type Row = readonly [Spec, string, number, number, number, Readonly<Record<string, number>>];

// The table's "underflow" of HB-18 is S-REF here, the property of the kref vocabulary.
const TABLE: readonly Row[] = [
  [hb01, 'no-zap', 14, 13, 7, { PteImpliesDecode: 6 }],
  [hb01, 'zap-before-lock', 24, 26, 8, { PteImpliesDecode: 7 }],
  [hb01, 'post', 16, 15, 8, {}],
  [hb03, 'pre', 16, 24, 6, { NoDoublePopulate: 4 }],
  [hb03, 'post', 20, 20, 10, {}],
  [hb10, 'pre', 18, 24, 6, { NoDeadCtx: 4 }],
  [hb10, 'post', 15, 15, 7, {}],
  [hb14, 'pre', 19, 22, 8, { deadlock: 2 }],
  [hb14, 'post', 22, 30, 8, {}],
  [hb18, 'pre', 7, 6, 6, { 'S-REF': 6, deadlock: 6 }],
  [hb18, 'post', 8, 7, 7, {}],
  [hb20a, 'pre', 16, 22, 5, { NoSpuriousBusy: 4 }],
  [hb20a, 'post', 4, 4, 2, {}],
];

describe('the reference table of the historical entries comes out', () => {
  test.each(
    TABLE.map(([spec, variant, ...row]) => ({ id: `${spec.id}/${variant}`, spec, variant, row })),
  )('$id', ({ spec, variant, row: [distinct, transitions, depth, violated] }) => {
    const outcome = outcomeOf(spec, { variant });
    expect(outcome).toEqual({ distinct, generated: 1 + transitions, depth, violated });
  });
});
