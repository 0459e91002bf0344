/**
 * `ordeal check`: exhaustive search of what is asked for, and the comparison with what is expected.
 */
import type { Argv } from 'yargs';
import type { Engine } from '../../explore/index.ts';
import type { Limits } from '../../semantics/index.ts';
import { SHARD, type Shard } from '../check/shard.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { settingsOf } from '../names.ts';
import {
  COUNT,
  choice,
  DURATION_MS,
  flag,
  list,
  MEMORY_BYTES,
  parsed,
  text,
  wish,
} from '../options.ts';
import { UsageError } from '../usage-error.ts';

interface CheckArguments {
  readonly targets?: readonly string[];
  readonly p?: string;
  readonly c?: readonly string[];
  readonly config?: string;
  readonly matrix?: boolean;
  readonly expect?: boolean;
  readonly verdict?: boolean;
  readonly workers?: number;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  readonly maxMem?: number;
  readonly first?: boolean;
  readonly traceDir?: string;
  readonly explain?: boolean;
  readonly explainNoop?: string;
  readonly engine?: Engine;
  readonly symmetry?: 'on' | 'off';
  readonly por?: 'on' | 'off';
  readonly report?: readonly string[];
  readonly shard?: Shard;
}

export const check: Command<CheckArguments> = {
  usage: 'check [targets..]',
  summary: 'search every interleaving and compare with the expectation',
  examples: [
    ['ordeal check', 'everything, in its small configurations'],
    ['ordeal check classics/barzap/bad', 'is this variant safe? With its trace'],
  ],
  exitCodes: [0, 2, 3, 4, 5, 11, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('targets', {
        type: 'string',
        array: true,
        describe:
          'FAMILY, SPEC, SPEC/VARIANT, ./compiled-spec.js, or ./folder: runs every module below that imports ordeal',
      })
      .option('p', text('p', 'report this property only'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('config', text('config', 'configurations by name or size, with commas (small)'))
      .option('matrix', flag('as --expect, and a table of variants and properties'))
      .option(
        'expect',
        flag('ask: is everything as recorded? (default without a variant and without -c)'),
      )
      .option('verdict', flag('ask: is this safe? (default for SPEC/VARIANT, and with -c)'))
      .option('workers', parsed('workers', 'processors to use (number of cores)', COUNT))
      .option('max-states', parsed('max-states', 'stop a search at this many states', COUNT))
      .option('max-depth', parsed('max-depth', 'stop a search at this depth', COUNT))
      .option(
        'max-time',
        parsed('max-time', 'stop a search after this time: 90s, 10m', DURATION_MS),
      )
      .option(
        'max-mem',
        parsed('max-mem', 'memory of a search: 2G (its share of the machine)', MEMORY_BYTES),
      )
      .option('first', flag('stop a search at its first violation'))
      .option('engine', choice('engine', 'how to search', ['compiled', 'reference']))
      .option(
        'symmetry',
        wish('symmetry', 'take interchangeable instances as one (as the configuration says)', [
          'on',
          'off',
        ]),
      )
      .option(
        'por',
        choice('por', 'with -p: leave out orders of steps that do not matter', ['off', 'on']),
      )
      .option('report', list('report', 'write FORMAT=FILE: json, junit, ktap, sarif, github, ...'))
      .option('shard', parsed('shard', 'search only the share i/n; see ordeal merge', SHARD))
      .option('trace-dir', text('trace-dir', 'write a JSON trace of each finding to this folder'))
      .option('explain', flag('of what holds: which steps it needs, and how close it was'))
      .option(
        'explain-noop',
        text('explain-noop', 'count what calls change of the shared state, by value of a variable'),
      ) as Argv,
  run,
};

async function run(args: CheckArguments, context: Context): Promise<number> {
  if (args.shard !== undefined && args.explainNoop !== undefined)
    throw new UsageError('--explain-noop needs a whole run: leave out --shard');
  if (args.shard !== undefined && args.explain === true)
    throw new UsageError('--explain needs a whole run: leave out --shard');
  refuseReductions(args);
  const request = {
    command: 'check' as const,
    targets: args.targets ?? [],
    configurations: (args.config ?? 'small').split(','),
    overrides: settingsOf(args.c ?? []),
    property: args.p ?? null,
    rule: ruleOf(args),
    hasTable: args.matrix === true,
    limits: limitsOf(args),
    ...(args.symmetry === undefined ? {} : { symmetry: args.symmetry }),
    ...(args.por === 'on' ? { por: true } : {}),
    how: { engine: args.engine ?? 'compiled', effectsBy: args.explainNoop ?? null },
  };
  const { runCheck } = await import('../check/check-run.ts');
  const { reportWishes } = await import('../check/report-files.ts');
  const extras = {
    workers: args.workers,
    shard: args.shard ?? null,
    reports: reportWishes(args.report ?? [], context),
    traceFolder: args.traceDir ?? null,
    isExplained: args.explain === true,
    knownOf: () => new Map(),
  };
  return runCheck(request, extras, context);
}

/** Only the compiled search leaves anything out, and what it leaves out is not counted. */
function refuseReductions({ symmetry, por, engine, explainNoop }: CheckArguments): void {
  const asked = symmetry === 'on' ? '--symmetry on' : '--por on';
  if (symmetry !== 'on' && por !== 'on') return;
  if (engine === 'reference') throw new UsageError(`${asked} contradicts --engine reference`);
  if (explainNoop !== undefined) throw new UsageError(`${asked} contradicts --explain-noop`);
}

function ruleOf({ matrix, expect, verdict }: CheckArguments): 'matrix' | 'verdict' | null {
  const isMatrix = matrix === true || expect === true;
  if (isMatrix && verdict === true)
    throw new UsageError(`--verdict contradicts --${matrix === true ? 'matrix' : 'expect'}`);
  if (isMatrix) return 'matrix';
  return verdict === true ? 'verdict' : null;
}

function limitsOf({ maxStates, maxDepth, maxTime, maxMem, first }: CheckArguments): Limits {
  return {
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...(maxTime === undefined ? {} : { maxTimeMs: maxTime }),
    ...(maxMem === undefined ? {} : { maxMemoryBytes: maxMem }),
    ...(first === true ? { first: true } : {}),
  };
}
