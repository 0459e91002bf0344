/**
 * `ordeal simulate`: seeded random runs of what is too large to exhaust. The seed is part of the answer: the same seed finds the same.
 */
import type { Argv } from 'yargs';
import { simulate as runSimulation, type Simulation } from '../../explore/index.ts';
import { DEADLOCK } from '../../model/index.ts';
import { jsonLine, renderTrace, simulationJson, simulationLines } from '../../report/index.ts';
import { ERROR } from '../../semantics/index.ts';
import { storedTrace, traceOf } from '../../trace/index.ts';
import { type Cell, planCells } from '../check/plan.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { combine, EXIT } from '../exit-code.ts';
import { settingsOf } from '../names.ts';
import { COUNT, DURATION_MS, list, parsed, text } from '../options.ts';
import { loadCatalog } from '../targets/catalog.ts';
import { printProblems } from '../targets/problems.ts';
import { chooseVariants } from '../targets/targets.ts';
import { UsageError } from '../usage-error.ts';

interface SimulateArguments {
  readonly targets?: readonly string[];
  readonly c?: readonly string[];
  readonly config?: string;
  readonly seed: number;
  readonly runs: number;
  readonly depth: number;
  readonly time?: number;
}

const DEFAULTS = { seed: 1, runs: 1000, depth: 1000 } as const;

export const simulate: Command<SimulateArguments> = {
  usage: 'simulate [targets..]',
  summary: 'random runs of what is too large to search, the same for the same seed',
  examples: [
    ['ordeal simulate classics/barzap/bad -c F=9 -c B=9', 'a violation without a search'],
    ['ordeal simulate classics/barzap -c F=9 --seed 7', 'nothing found proves nothing: exit 3'],
  ],
  exitCodes: [2, 3, 11, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('targets', {
        type: 'string',
        array: true,
        describe: 'SPEC or SPEC/VARIANT, ./compiled-spec.js',
      })
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('config', text('config', 'configurations by name or size, with commas (small)'))
      .option('seed', parsed('seed', 'of the random numbers (1)', COUNT))
      .option('runs', parsed('runs', 'how many runs (1000)', COUNT))
      .option('depth', parsed('depth', 'steps of a run, at most (1000)', COUNT))
      .option('time', parsed('time', 'stop after this time: 90s, 10m', DURATION_MS)) as Argv,
  run,
};

async function run(args: SimulateArguments, context: Context): Promise<number> {
  const targets = args.targets ?? [];
  if (targets.length === 0) throw new UsageError('simulate needs a spec: ordeal simulate SPEC');
  const entries = await loadCatalog(context, targets);
  const plan = planCells({
    chosen: chooseVariants(entries, targets),
    configurations: (args.config ?? 'small').split(','),
    overrides: settingsOf(args.c ?? []),
    property: null,
    rule: 'verdict',
    variable: null,
  });
  if (plan.kind === 'badSpec') {
    printProblems(plan.problems, context);
    return EXIT.usage;
  }
  const codes: number[] = [];
  for (const cell of plan.cells) {
    if (context.signal.aborted) break;
    codes.push(await simulateCell(cell, args, context));
  }
  return combine(codes, context.signal.aborted ? (context.signal.reason as number) : null);
}

async function simulateCell(
  cell: Cell,
  args: SimulateArguments,
  context: Context,
): Promise<number> {
  const { seed = DEFAULTS.seed, runs = DEFAULTS.runs, depth = DEFAULTS.depth, time } = args;
  const wish = { seed, runs, depth, ...(time === undefined ? {} : { maxTimeMs: time }) };
  // Gives signals their turn: this thread is the one that hears of them.
  const pause = async (): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    return !context.signal.aborted;
  };
  const simulated = await runSimulation(cell.model, wish, pause);
  if (simulated.kind === 'refused')
    throw new UsageError(`${cell.name} cannot be simulated: ${simulated.reason}`);
  const { simulation } = simulated;
  const report = { name: cell.name, seed, depth, simulation };
  const { json, out, paint } = context;
  out(json ? `${simulationJson(report)}\n` : `${simulationLines(report, paint).join('\n')}\n`);
  printTrace(cell, simulation, context);
  return codeOf(simulation);
}

function printTrace(cell: Cell, { found }: Simulation, { json, out }: Context): void {
  const [first] = found;
  if (first === undefined) return;
  const texts = Object.entries(cell.overrides).map(([name, value]) => [name, String(value)]);
  const constants: Record<string, string> = Object.fromEntries(texts);
  const trace = traceOf(cell.model, first.finding, { constants, isShortest: first.isShortest });
  const { foundBy } = cell.chosen.entry;
  out(
    json
      ? `${jsonLine('trace', { ...storedTrace(trace) })}\n`
      : `\n${renderTrace(trace, { isExpected: false, specs: foundBy })}\n`,
  );
}

function codeOf({ found }: Simulation): number {
  const properties = found.map(({ finding }) => finding.property);
  if (properties.length === 0) return EXIT.noVerdict;
  if (properties.some((each) => each !== DEADLOCK && each !== ERROR)) return EXIT.safety;
  return properties.includes(DEADLOCK) ? EXIT.deadlock : EXIT.usage;
}
