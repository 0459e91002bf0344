/**
 * `ordeal gate`: the committed matrix against the specs of today.
 */
import type { Argv } from 'yargs';
import type { Engine } from '../../explore/index.ts';
import { SHARD, type Shard } from '../check/shard.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { COUNT, choice, DURATION_MS, flag, list, MEMORY_BYTES, parsed, text } from '../options.ts';
import { UsageError } from '../usage-error.ts';

interface GateArguments {
  readonly targets?: readonly string[];
  readonly update?: boolean;
  readonly record?: string;
  readonly report?: readonly string[];
  readonly noCache?: boolean;
  readonly shard?: Shard;
  readonly workers?: number;
  readonly maxTime?: number;
  readonly maxMem?: number;
  readonly engine?: Engine;
}

export const gate: Command<GateArguments> = {
  usage: 'gate [targets..]',
  summary: 'run the committed matrix and compare: same, drift, CHANGED, gone, new',
  examples: [
    ['ordeal gate -q', 'silent if all is as committed; for hooks'],
    ['ordeal gate --update', 'record what is found now, to be reviewed with git diff'],
  ],
  exitCodes: [0, 2, 3, 4, 5, 11, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('targets', {
        type: 'string',
        array: true,
        describe: 'FAMILY, SPEC, ./compiled-spec.js or ./folder; without it everything',
      })
      .option('update', flag('record what is found'))
      .option('record', text('record', 'folder of the record (counterexamples beside the specs)'))
      .option('report', list('report', 'write FORMAT=FILE: json, junit, ktap, sarif, github, ...'))
      .option('no-cache', flag('search everything, also what an earlier run has searched'))
      .option('shard', parsed('shard', 'search only the share i/n; see ordeal merge', SHARD))
      .option('workers', parsed('workers', 'processors to use (number of cores)', COUNT))
      .option(
        'max-time',
        parsed('max-time', 'stop a search after this time: 90s, 10m', DURATION_MS),
      )
      .option(
        'max-mem',
        parsed('max-mem', 'memory of a search: 2G (its share of the machine)', MEMORY_BYTES),
      )
      .option('engine', choice('engine', 'how to search', ['compiled', 'reference'])) as Argv,
  run,
};

async function run(args: GateArguments, context: Context): Promise<number> {
  if (args.update === true && args.shard !== undefined)
    throw new UsageError('--update needs the whole matrix: give it to ordeal merge');
  const { runGate } = await import('../gate/run.ts');
  const { reportWishes } = await import('../check/report-files.ts');
  return runGate(
    {
      command: 'gate',
      targets: args.targets ?? [],
      limits: {
        ...(args.maxTime === undefined ? {} : { maxTimeMs: args.maxTime }),
        ...(args.maxMem === undefined ? {} : { maxMemoryBytes: args.maxMem }),
      },
      how: { engine: args.engine ?? 'compiled', effectsBy: null },
    },
    {
      workers: args.workers,
      shard: args.shard ?? null,
      reports: reportWishes(args.report ?? [], context),
      traceFolder: null,
      isExplained: false,
      knownOf: () => new Map(),
      isUpdate: args.update === true,
      recordFolder: args.record ?? null,
      usesCache: args.noCache !== true,
    },
    context,
  );
}
