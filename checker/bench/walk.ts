/**
 * What it costs to walk back to a trace, as a share of the search that found the violation. Run as a program, because a search of
 * its own process is what the walk is compared with: `walk.js SPEC VARIANT NAME=VALUE...` prints one line of JSON.
 */
import { pathToFileURL } from 'node:url';
import { compile } from '../compile/index.ts';
import { explore, loadSpecModule, modelOf, resultOf } from '../explore/index.ts';
import { stepsOf } from '../semantics/index.ts';
import { ROOT } from './places.ts';

export interface WalkCost {
  readonly distinct: number;
  /** Of the longest trace. */
  readonly steps: number;
  readonly searchS: number;
  readonly walkS: number;
}

/** Searches a violated variant of one of the classics, and finds the traces. */
export async function walkCost(
  name: string,
  variant: string,
  overrides: Readonly<Record<string, string>>,
): Promise<WalkCost> {
  const loaded = await loadSpecModule(pathToFileURL(`${ROOT}dist/specs/${name}.js`).href);
  if (loaded.kind !== 'spec') throw new Error(`${name} is not built`);
  const cell = modelOf(loaded.spec, { variant, configuration: 'small', overrides });
  if (cell.kind !== 'model') throw new Error(`${name} cannot be built with these constants`);
  const compiled = compile(cell.model);
  if (compiled.kind === 'refused') throw new Error(compiled.reason);
  const start = process.cpuUsage();
  return explore(compiled.program, {}, {}, (explored) => {
    const search = process.cpuUsage(start);
    const { counts, verdicts } = resultOf(explored);
    const all = process.cpuUsage(start);
    const lengths = verdicts.map((verdict) =>
      verdict.kind === 'violated' ? stepsOf(verdict.finding).length : 0,
    );
    const searchS = secondsOf(search);
    return {
      distinct: counts.distinct,
      steps: Math.max(...lengths),
      searchS,
      walkS: secondsOf(all) - searchS,
    };
  });
}

const secondsOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;

if (process.argv[1]?.endsWith('walk.js') === true) {
  const [, , name = '', variant = '', ...settings] = process.argv;
  const overrides = Object.fromEntries(settings.map((setting) => setting.split('=')));
  process.stdout.write(`${JSON.stringify(await walkCost(name, variant, overrides))}\n`);
}
