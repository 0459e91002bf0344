/** rumur, a checker of Murphi models, with one thread and without symmetry reduction. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../cases.ts';
import { MODELS } from '../places.ts';
import { C_OPTIONS, missingOf, numbersIn, step, type Tool } from './tool.ts';

const FIGURES = /(\d+) states, (\d+) rules fired/;
const OPTIONS = ['--deadlock-detection', 'off', '--threads', '1'] as const;
/** It swaps two words at once, and on this machine the compiler has to be told that it may. */
const WIDE_SWAP = process.arch === 'x64' ? ['-mcx16'] : [];

export const rumur: Tool = {
  name: 'rumur',
  description: `rumur ${OPTIONS.join(' ')}, gcc ${C_OPTIONS[0]}`,
  missing: () => missingOf('gcc', 'rumur'),
  build: (chosen, folder) => {
    generate(chosen, folder);
    const options = ['-std=c11', ...C_OPTIONS, ...WIDE_SWAP];
    step(folder, 'gcc', ...options, '-o', 'model', 'model.c', '-lpthread');
    return { command: [join(folder, 'model')], cwd: folder, countsIn };
  },
};

/** Writes the verifier's source. */
export function generate({ model, constants }: Case, folder: string): void {
  let text = readFileSync(join(MODELS, `${model}.m`), 'utf8');
  for (const [name, value] of Object.entries(constants))
    text = text.replace(new RegExp(`^( *${name}) : \\d+;`, 'm'), `$1 : ${value};`);
  writeFileSync(join(folder, 'model.m'), text);
  step(folder, 'rumur', ...OPTIONS, '--output', 'model.c', 'model.m');
}

/** It counts the rules fired, and so not the initial state. */
function countsIn(output: string) {
  const [distinct, fired] = numbersIn(output, FIGURES) ?? [];
  if (distinct === undefined || fired === undefined) return null;
  return { distinct, generated: fired + 1, depth: null };
}
