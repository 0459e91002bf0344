/**
 * `ordeal trace`: print a counterexample, or re-execute it, also on another variant.
 */
import type { Argv } from 'yargs';
import { TRACE_FORMATS, type TraceFormat } from '../../report/index.ts';
import { loadCatalog } from '../catalog.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { settingsOf } from '../names.ts';
import { choice, flag, list, text } from '../options.ts';
import { UsageError, unknownName } from '../usage-error.ts';

export interface TraceArguments {
  readonly action: string;
  readonly name: string;
  readonly format: TraceFormat | 'json';
  readonly vars?: string;
  readonly full?: boolean;
  readonly config?: string;
  readonly c?: readonly string[];
  readonly variant?: string;
}

const ACTIONS = ['show', 'replay'];

export const trace: Command<TraceArguments> = {
  usage: 'trace <action> <name>',
  summary: 'print a counterexample, or re-execute it',
  examples: [
    ['ordeal trace show classics/barzap/bad:Safe --format md', 'for a pull request'],
    ['ordeal trace replay t.json --variant v4', 'does it still run there?'],
  ],
  exitCodes: [0, 2, 3, 4, 11, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('action', {
        type: 'string',
        demandOption: true,
        describe: `${ACTIONS.join(' or ')}; replay ends with 0 if all is as recorded, or if the other variant is not violated`,
      })
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: 'a JSON trace, or SPEC[/VARIANT]:PROPERTY',
      })
      .option('format', choice('format', 'how to print it', [...TRACE_FORMATS, 'json']))
      .option('vars', text('vars', 'show the changes of these variables, with commas'))
      .option('full', flag('fold nothing, leave out nothing'))
      .option('config', text('config', 'the configuration'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('variant', text('variant', 'replay: on this variant of the spec')) as Argv,
  run: runTrace,
};

async function runTrace(args: TraceArguments, context: Context): Promise<number> {
  const { action, name, variant, config, c = [] } = args;
  if (!ACTIONS.includes(action)) throw unknownName('trace: action', action, ACTIONS);
  if (name === '') throw new UsageError("'' names no trace");
  if (action === 'show' && variant !== undefined)
    throw new UsageError('--variant belongs to trace replay');
  const entries = await loadCatalog(context);
  const { findTrace } = await import('../trace-source.ts');
  const { showTrace, replayOn, noVerdict } = await import('../trace-actions.ts');
  const wish = { name, configuration: config ?? null, overrides: settingsOf(c) };
  const found = await findTrace(wish, entries, context);
  if (found.kind === 'cut') return noVerdict(found, context);
  return action === 'show'
    ? showTrace(found, entries, args, context)
    : replayOn(found, entries, args, context);
}
