/**
 * `ordeal doctor`: whether this installation can work, and how much it can do.
 */
import { availableParallelism } from 'node:os';
import { memoryBytes, planMemory } from '../../explore/index.ts';
import { validateSpec } from '../../model/index.ts';
import { jsonLine } from '../../report/index.ts';
import { buildState } from '../build-state.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';

interface Diagnosis {
  readonly isGood: boolean;
  readonly subject: string;
  readonly text: string;
}

export const doctor: Command<object> = {
  usage: 'doctor',
  summary: 'is this installation in order?',
  examples: [
    ['ordeal doctor', 'Node, build, cores, memory, specs'],
    ['ordeal doctor --specs ./dist', 'whether your own specs load'],
  ],
  exitCodes: [0, 2, 70],
  options: (parser) => parser,
  run: runDoctor,
};

async function runDoctor(_args: object, context: Context): Promise<number> {
  const all = [node(), await build(), machine(), await specs(context)];
  for (const { isGood, subject, text } of all) {
    const line = context.json
      ? jsonLine('diagnosis', { subject, good: isGood, text })
      : `${isGood ? 'ok ' : 'BAD'}  ${subject}: ${text}`;
    context.out(`${line}\n`);
  }
  return all.every(({ isGood }) => isGood) ? EXIT.ok : EXIT.usage;
}

const LEAST_NODE = [20, 19] as const;

function node(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isGood = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const text = `${process.versions.node}, ${LEAST_NODE.join('.')} or later is needed`;
  return { isGood, subject: 'node', text };
}

async function build(): Promise<Diagnosis> {
  const state = await buildState();
  const isGood = state !== 'stale';
  if (state === 'packaged')
    return { isGood, subject: 'build', text: `packaged, version ${version()}` };
  const text = isGood ? 'matches the sources' : 'is older than the sources: run npm run build';
  return { isGood, subject: 'build', text };
}

function machine(): Diagnosis {
  const cores = availableParallelism();
  const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)}G`;
  const heap = gibibytes(planMemory(cores).limitBytes);
  const text = `${cores} cores, ${gibibytes(memoryBytes())} of memory, ${heap} for each of ${cores} searches`;
  return { isGood: true, subject: 'machine', text };
}

async function specs(context: Context): Promise<Diagnosis> {
  const subject = 'specs';
  try {
    const entries = await loadCatalog(context);
    const problems = entries.flatMap(({ spec }) => validateSpec(spec));
    printProblems(problems, context);
    const variants = entries.reduce((sum, { spec }) => sum + spec.variants.length, 0);
    const text = `${entries.length} specs, ${variants} variants, ${problems.length} problems`;
    return { isGood: problems.length === 0, subject, text };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { isGood: false, subject, text: error.message };
  }
}
