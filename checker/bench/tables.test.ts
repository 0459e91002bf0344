// The tables of a record: medians, ratios per round, and what was not measured.

import { describe, expect, test } from 'vitest';
import { barzap } from './cases.ts';
import type { Sample } from './meter.ts';
import { type BenchRecord, type Comparison, median, ratioOf } from './record.ts';
import { comparisonTable, documentTable, growthTable, targetTable } from './tables.ts';

const samples = (peakBytes: number | null, ...cpus: number[]): Sample[] =>
  cpus.map((cpuS) => ({ cpuS, wallS: 2 * cpuS, peakBytes }));

const comparison: Comparison = {
  chosen: barzap(6),
  series: [
    { tool: 'Ordeal', samples: samples(100e6, 1, 2, 4) },
    { tool: 'printed C', samples: samples(null, 0.5, 1, 4) },
    { tool: 'SPIN DFS', samples: samples(500e6, 9, 22, 40) },
  ],
};

const record: BenchRecord = {
  machine: { processor: 'any', processors: 2, memoryBytes: 8e9, node: '20', load: [0, 1] },
  tools: [],
  missing: ['TLC: not here'],
  comparisons: [comparison],
  probed: [],
};

test('the median of an even number of values is between the middle ones', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test('a ratio is the median of the ratios of the rounds, not the ratio of the medians', () => {
  const [ordeal, c] = comparison.series;
  if (ordeal === undefined || c === undefined) throw new Error('no series');
  expect(ratioOf(c, ordeal, 'cpuS')).toBe(0.5);
  expect(ratioOf({ tool: 'x', samples: samples(1, 3, 2, 4) }, ordeal, 'cpuS')).toBe(1);
});

describe('tables', () => {
  test('have a row for each tool, with a dash for what was not measured', () => {
    const rows = comparisonTable(comparison).split('\n');
    expect(rows[2]).toMatch(/^\| Ordeal +\| 2\.00 s +\| 1\.00 +\| 4\.00 s .*\| 100 MB +\| 26\.0/);
    expect(rows[3]).toMatch(/^\| printed C +\| 1\.00 s +\| 0\.50 .*\| - +\| - +\|$/);
    expect(rows[4]).toMatch(/^\| SPIN DFS +\| 22\.0 s +\| 10\.0 /);
  });

  test('show growth by the number of states', () => {
    expect(growthTable(record)).toContain('| barzap(6,3) | 3,851,544 | 2.00 s, 100 MB |');
  });

  test('say of each target whether it is met, missed, or was not measured', () => {
    const table = targetTable(record);
    expect(table).toMatch(/^\| 1 .*at most 1\.0 CPU s.*2\.00 s, least 1\.00 s.*\| missed +\|$/m);
    expect(table).toMatch(/^\| 1 .*SPIN.*SPIN DFS 10\.0 times.*\| met +\|$/m);
    expect(table).toMatch(/^\| 1 .*TLC.*not measured: TLC is not here/m);
    expect(table).toMatch(/^\| 2 .*2\.00 times.*\| met +\|$/m);
    expect(table).toMatch(/^\| 3 .*not measured: not part of this run/m);
  });

  test('are found by their names, and only by these', () => {
    expect(documentTable(record, 'barzap(6,3)')).toBe(comparisonTable(comparison));
    expect(documentTable(record, 'machine')).toContain('| not here ');
    expect(() => documentTable(record, 'barzap(9,9)')).toThrow('the record has no barzap(9,9)');
  });
});
