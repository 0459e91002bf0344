/**
 * `ordeal merge`: the results of all shards of a check or a gate as the result of one run, byte for byte.
 *
 * Nothing is searched: the request is that of the shards, and each of its searches has its result in one of the files.
 */
import type { Argv } from 'yargs';
import type { RunExtras } from '../check/check-run.ts';
import type { Cell } from '../check/plan.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { flag, list, text } from '../options.ts';
import { UsageError } from '../usage-error.ts';

interface MergeArguments {
  readonly files: readonly string[];
  readonly update?: boolean;
  readonly record?: string;
  readonly report?: readonly string[];
  readonly traceDir?: string;
}

export const merge: Command<MergeArguments> = {
  usage: 'merge <files..>',
  summary: 'put the results of all shards of a check or a gate together',
  examples: [
    ['ordeal gate --shard 1/2 --report json=1.json', 'one of two jobs'],
    ['ordeal merge 1.json 2.json', 'what ordeal gate would print'],
  ],
  exitCodes: [0, 2, 3, 4, 5, 11, 12, 70],
  options: (parser) =>
    parser
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: 'what the shards wrote with --report json=FILE, in any order',
      })
      .option('update', flag('of a gate: record what was found'))
      .option('record', text('record', 'of a gate: folder of the record'))
      .option('report', list('report', 'write FORMAT=FILE: json, junit, ktap, sarif, github, ...'))
      .option(
        'trace-dir',
        text('trace-dir', 'of a check: write a JSON trace of each finding'),
      ) as Argv,
  run,
};

async function run(args: MergeArguments, context: Context): Promise<number> {
  const { commonRequest, knownFrom, readPart } = await import('../check/part.ts');
  const { reportWishes } = await import('../check/report-files.ts');
  const parts = args.files.map((file) => readPart(file, context));
  const request = commonRequest(parts);
  const extras: RunExtras = {
    workers: undefined,
    shard: null,
    reports: reportWishes(args.report ?? [], context),
    traceFolder: args.traceDir ?? null,
    isExplained: false,
    knownOf: (cells: readonly Cell[]) => knownFrom(parts, request.how.engine, cells),
  };
  refuseMisuse(args, request.command);
  if (request.command === 'check') {
    const { runCheck } = await import('../check/check-run.ts');
    return runCheck(request, extras, context);
  }
  const { runGate } = await import('../gate/run.ts');
  const isUpdate = args.update === true;
  const recordFolder = args.record ?? null;
  return runGate(request, { ...extras, isUpdate, recordFolder, usesCache: false }, context);
}

/** Throws for what would be ignored otherwise. */
function refuseMisuse(args: MergeArguments, command: 'check' | 'gate'): void {
  const misplaced =
    command === 'gate'
      ? [['--trace-dir', args.traceDir]]
      : [
          ['--update', args.update],
          ['--record', args.record],
        ];
  const found = misplaced.find(([, value]) => value !== undefined && value !== false);
  if (found !== undefined)
    throw new UsageError(`${found[0]} says nothing here: these are shards of a ${command}`);
}
