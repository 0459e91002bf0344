/**
 * SPIN, exact and without partial-order reduction, on the same space. The table gets the size that the known number of states asks
 * for and the stack of the depth-first search cannot overflow, so neither is grown or searched in vain.
 */
import { copyFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Case } from '../cases.ts';
import { MODELS } from '../places.ts';
import { C_OPTIONS, missingOf, numbersIn, step, type Tool } from './tool.ts';

const SHARE_OF_MEMORY = 0.8;
const FIGURES = /(\d+) states, stored[\s\S]*?(\d+) transitions/;
const DEPTH = /depth reached (\d+), errors: 0/;
const OPTIONS = ['-DSAFETY', '-DNOREDUCE'] as const;

/** `BFS` tells the depth as well; the depth of `DFS` is that of its stack. */
export const spin = (order: 'DFS' | 'BFS'): Tool => ({
  name: `SPIN ${order}`,
  description: `SPIN, exact, ${OPTIONS.join(' ')}${order === 'BFS' ? ' -DBFS' : ''}, gcc ${C_OPTIONS[0]}`,
  missing: () => missingOf('gcc', 'spin'),
  build: (chosen, folder) => {
    generate(chosen, folder);
    const megabytes = Math.floor((totalmem() * SHARE_OF_MEMORY) / 2 ** 20);
    const options = [...OPTIONS, `-DMEMLIM=${megabytes}`, ...(order === 'BFS' ? ['-DBFS'] : [])];
    step(folder, 'gcc', ...C_OPTIONS, ...options, '-o', 'pan', 'pan.c');
    const { distinct } = chosen.counts;
    const table = `-w${Math.max(16, Math.ceil(Math.log2(distinct)))}`;
    const stack = order === 'DFS' ? [`-m${distinct + 1}`] : [];
    return {
      command: [join(folder, 'pan'), table, ...stack],
      cwd: folder,
      countsIn: (output) => countsIn(output, order),
    };
  },
});

/** Writes the verifier's sources. */
export function generate({ model, constants }: Case, folder: string): void {
  copyFileSync(join(MODELS, `${model}.pml`), join(folder, 'model.pml'));
  const defined = Object.entries(constants).map(([name, value]) => `-D${name}=${value}`);
  step(folder, 'spin', '-a', ...defined, 'model.pml');
}

function countsIn(output: string, order: 'DFS' | 'BFS') {
  const [distinct, generated] = numbersIn(output, FIGURES) ?? [];
  const [depth] = numbersIn(output, DEPTH) ?? [];
  if (distinct === undefined || generated === undefined || depth === undefined) return null;
  return { distinct, generated, depth: order === 'BFS' ? depth : null };
}
