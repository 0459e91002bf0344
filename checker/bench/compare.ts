/**
 * Tools side by side: round after round, each tool once per round, so that all of them meet the same load.
 *
 * A run whose counts differ from the known ones ends the benchmark: figures of different work compare nothing.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case, Counts } from './cases.ts';
import type { Meter, Sample } from './meter.ts';
import type { Comparison } from './record.ts';
import type { Built, Tool } from './tools/tool.ts';

export interface Wanted {
  readonly chosen: Case;
  readonly tools: readonly Tool[];
  readonly rounds: number;
}

/** Hears what goes on. */
export type Tell = (line: string) => void;

/** Builds all tools for a case and measures them. `folder` is for what they build. */
export function compare(
  { chosen, tools, rounds }: Wanted,
  meter: Meter,
  folder: string,
  tell: Tell,
): Comparison {
  tell(`${chosen.name}: ${tools.map(({ name }) => name).join(', ')}; ${rounds} rounds`);
  const contestants = tools.map((tool, number) => {
    const own = join(folder, `${chosen.name.replace(/\W+/g, '-')}${number}`);
    mkdirSync(own);
    return { tool: tool.name, built: tool.build(chosen, own), samples: [] as Sample[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { tool, built, samples } of contestants) {
      const sample = measure(meter, built, chosen, tool);
      samples.push(sample);
      const [cpu, wall] = [sample.cpuS.toFixed(2), sample.wallS.toFixed(2)];
      tell(`  round ${round + 1}  ${tool.padEnd(18)} ${cpu} s cpu  ${wall} s wall`);
    }
  }
  const series = contestants.map(({ tool, samples }) => ({ tool, samples }));
  return { chosen, series };
}

function measure(meter: Meter, built: Built, chosen: Case, tool: string): Sample {
  const { output, code, ...sample } = meter.run(built.command, built.cwd);
  const counts = built.countsIn(output);
  if (counts === null) throw new Error(`${tool} on ${chosen.name} ends with ${code}:\n${output}`);
  const complaint = disagreement(counts, chosen.counts);
  if (complaint !== null) throw new Error(`${tool} on ${chosen.name}: ${complaint}`);
  return sample;
}

/** How counts differ from those that are known; null when they do not, where the tool tells them. */
export function disagreement(counts: Counts, known: Counts): string | null {
  const differing = (['distinct', 'generated', 'depth'] as const).filter(
    (name) => counts[name] !== null && counts[name] !== known[name],
  );
  if (differing.length === 0) return null;
  return differing.map((name) => `${name} is ${counts[name]}, not ${known[name]}`).join(', ');
}
