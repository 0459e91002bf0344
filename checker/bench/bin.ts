/**
 * `npm run bench`: measures, prints the tables, and keeps the record if asked to. Arguments, printing and exit code only.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compare, type Tell } from './compare.ts';
import { Meter } from './meter.ts';
import { BENCH, RECORD } from './places.ts';
import { type Plan, planOf, type Wishes } from './plan.ts';
import { probedTargets } from './probes.ts';
import type { BenchRecord } from './record.ts';
import { comparisonTable, growthTable, machineTable, targetTable } from './tables.ts';

const USAGE = `npm run bench -- [--rounds N] [--quick | --long] [--record]
  --rounds N  how often each tool runs (5)
  --quick     small cases only: does everything work?
  --long      SPIN, rumur and TLC on barzap(7,3), too: minutes and gigabytes
  --record    keep the figures for the tables of docs/benchmarks.md
Installed: spin, rumur, gcc (Debian packages); TLC: ORDEAL_TLA2TOOLS=path/to/tla2tools.jar
`;

const OPTIONS = {
  rounds: { type: 'string', default: '5' },
  quick: { type: 'boolean', default: false },
  long: { type: 'boolean', default: false },
  record: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const out = (text: string): void => void process.stdout.write(text);
const tell: Tell = (line) => void process.stderr.write(`${line}\n`);

/** Measures everything in one run. */
function measure(plan: Plan, { rounds, isQuick }: Wishes, folder: string): BenchRecord {
  const before = loadavg()[0] ?? 0;
  const meter = new Meter(folder, join(BENCH, 'usage.c'));
  const comparisons = plan.comparisons.map((each) => compare(each, meter, folder, tell));
  const probed = isQuick ? [] : probedTargets({ meter, rounds, tell });
  const load = [before, loadavg()[0] ?? 0] as const;
  return {
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      processors: cpus().length,
      memoryBytes: totalmem(),
      node: process.versions.node,
      load,
    },
    tools: plan.tools.map(({ name, description }) => ({ name, description })),
    missing: plan.missing,
    comparisons,
    probed,
  };
}

function print(record: BenchRecord): void {
  out(`\n${machineTable(record)}`);
  for (const comparison of record.comparisons)
    out(`\n${comparison.chosen.name}\n\n${comparisonTable(comparison)}`);
  out(`\ngrowth: CPU and peak memory\n\n${growthTable(record)}`);
  out(`\ntargets\n\n${targetTable(record)}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: OPTIONS });
  const rounds = Number(values.rounds);
  if (values.help || !Number.isInteger(rounds) || rounds < 1) {
    out(USAGE);
    return values.help ? 0 : 2;
  }
  const wishes = { rounds, isQuick: values.quick, isLong: values.long };
  const plan = await planOf(wishes);
  for (const reason of plan.missing) tell(`not measured: ${reason}`);
  const folder = mkdtempSync(join(tmpdir(), 'ordeal-bench-'));
  try {
    const record = measure(plan, wishes, folder);
    print(record);
    if (values.record) writeFileSync(RECORD, `${JSON.stringify(record, null, 1)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

process.exitCode = 70;
process.exitCode = await main();
