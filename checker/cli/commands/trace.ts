/**
 * `ordeal trace`: print a counterexample, re-execute it, convert it, compare two, or say why it is as it is.
 */
import type { Argv } from 'yargs';
import { TRACE_FORMATS, type TraceFormat } from '../../report/index.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { settingsOf } from '../names.ts';
import { flag, list, text, wish } from '../options.ts';
import { loadCatalog } from '../targets/catalog.ts';
import type { FoundTrace, Recorded } from '../trace/source.ts';
import { UsageError, unknownName } from '../usage-error.ts';

export interface TraceArguments {
  readonly action: string;
  readonly name: string;
  readonly other?: string;
  /** Not given: columns; of an export what the name of the file says. */
  readonly format?: TraceFormat | 'json';
  readonly vars?: string;
  readonly full?: boolean;
  readonly config?: string;
  readonly c?: readonly string[];
  readonly variant?: string;
  readonly output?: string;
}

const ACTIONS = ['show', 'replay', 'export', 'diff', 'why'];

/** Which options belong to which actions; those that are not here belong to all. */
const BELONGS: Readonly<Record<string, readonly string[]>> = {
  variant: ['replay'],
  output: ['export'],
  format: ['show', 'replay', 'export'],
  vars: ['show', 'replay', 'export'],
  full: ['show', 'replay', 'export', 'diff'],
};

export const trace: Command<TraceArguments> = {
  usage: 'trace <action> <name> [other]',
  summary: 'print a counterexample, re-execute it, export it, compare two, or say why',
  examples: [
    ['ordeal trace export classics/barzap/bad:Safe -o page.html', 'a page to step through'],
    ['ordeal trace replay t.json --variant v4', 'does it still run there?'],
  ],
  exitCodes: [0, 2, 3, 4, 11, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('action', {
        type: 'string',
        demandOption: true,
        describe: `${ACTIONS.slice(0, -1).join(', ')} or ${ACTIONS.at(-1)}; replay ends with 0 if all is as recorded, or if the other variant is not violated, diff if both are the same`,
      })
      .positional('name', {
        type: 'string',
        demandOption: true,
        describe: 'a JSON trace, or SPEC[/VARIANT]:PROPERTY',
      })
      .positional('other', { type: 'string', describe: 'diff: the second trace' })
      .option('format', {
        ...wish('format', 'how to print it', [...TRACE_FORMATS, 'json']),
        defaultDescription: '"columns"',
      })
      .option('output', {
        ...text('output', 'export: the file to write; its ending tells the format'),
        alias: 'o',
      })
      .option('vars', text('vars', 'show the changes of these variables, with commas'))
      .option('full', flag('fold nothing, leave out nothing'))
      .option('config', text('config', 'the configuration'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('variant', text('variant', 'replay: on this variant of the spec')) as Argv,
  run: runTrace,
};

async function runTrace(args: TraceArguments, context: Context): Promise<number> {
  refuseMisuse(args);
  const { name, other, config, c = [] } = args;
  const entries = await loadCatalog(context);
  const { findTrace } = await import('../trace/source.ts');
  const { noVerdict } = await import('../trace/actions.ts');
  const overrides = settingsOf(c);
  const found: Recorded[] = [];
  for (const each of other === undefined ? [name] : [name, other]) {
    const request = { name: each, configuration: config ?? null, overrides };
    const trace: FoundTrace = await findTrace(request, entries, context);
    if (trace.kind === 'cut') return noVerdict(trace, context);
    found.push(trace);
  }
  return act(args, found, { entries, context });
}

type Surroundings = {
  readonly entries: Awaited<ReturnType<typeof loadCatalog>>;
  readonly context: Context;
};

async function act(
  args: TraceArguments,
  [first, second]: readonly Recorded[],
  { entries, context }: Surroundings,
): Promise<number> {
  const one = first as Recorded;
  if (args.action === 'diff' || args.action === 'why') {
    const { diffTraces, explain } = await import('../trace/analysis.ts');
    return second === undefined
      ? explain(one, entries, args, context)
      : diffTraces([one, second], entries, args, context);
  }
  const { exportTrace, replayOn, showTrace } = await import('../trace/actions.ts');
  const actions = { show: showTrace, replay: replayOn, export: exportTrace };
  return actions[args.action as keyof typeof actions](one, entries, args, context);
}

/** Throws for what would be ignored otherwise. */
function refuseMisuse(args: TraceArguments): void {
  const { action, name, other } = args;
  if (!ACTIONS.includes(action)) throw unknownName('trace: action', action, ACTIONS);
  if (name === '' || other === '') throw new UsageError("'' names no trace");
  if (action === 'diff' && other === undefined)
    throw new UsageError('trace diff compares two traces: give a second one');
  if (action !== 'diff' && other !== undefined)
    throw new UsageError(`'${other}' is one argument too many: only trace diff takes two traces`);
  for (const [option, actions] of Object.entries(BELONGS)) {
    const isGiven = args[option as keyof TraceArguments] !== undefined;
    if (isGiven && !actions.includes(action))
      throw new UsageError(`--${option} belongs to trace ${actions.join(', ')}`);
  }
}
