/**
 * The command line: yargs set up so that it only parses. What a command does runs afterwards, outside of it.
 *
 * Traps of yargs 18 that this file is written around: a fail handler that returns lets the command run anyway; help is
 * translated to the user's locale; a `--no-x` exists for every flag; help goes to the console.
 */
import yargs, { type Argv } from 'yargs';
import type { Command } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { COMPLETION_FLAG, completionsOf } from './completions.ts';
import type { Context } from './context.ts';
import { FIRST_PAGE, helpEpilogue, PROGRAM_EPILOGUE } from './help.ts';
import { type GlobalOptions, withGlobalOptions } from './options.ts';
import { UsageError, unknownName } from './usage-error.ts';
import { version } from './version.ts';

export type ParsedCommandLine =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'run';
      readonly globals: GlobalOptions;
      readonly run: (context: Context) => Promise<number>;
    };

interface ParsedArguments extends GlobalOptions {
  /** The command and what follows it beyond its positionals. */
  readonly _: readonly (string | number)[];
}

/** Columns of help. */
const WIDTH = 80;

/** Parses arguments. Help, version and completions are a text; what the user has to change is thrown as `UsageError`. */
export async function parseCommandLine(argv: readonly string[]): Promise<ParsedCommandLine> {
  if (argv[0] === COMPLETION_FLAG) return { kind: 'text', text: await completions(argv.slice(1)) };
  // yargs writes the help of a command whenever it runs one. Wrapping it is most of the work, so that waits until it is read.
  const parsed = await parseWith(argv, null);
  return parsed.kind === 'text' ? parseWith(argv, WIDTH) : parsed;
}

async function parseWith(
  argv: readonly string[],
  width: number | null,
): Promise<ParsedCommandLine> {
  refuseFlagValues(argv);
  let started: ParsedCommandLine | null = null;
  const parser = makeParser(width, (command, args) => {
    started = runOf(command, args);
  });
  let text = '';
  let words: ParsedArguments['_'] = [];
  await parser.parseAsync(apart(argv), {}, (_error, args, output) => {
    text = output;
    words = args._;
  });
  if (text !== '') return { kind: 'text', text };
  if (started !== null) return started;
  if (words.length > 0) throw unknownName('command', String(words[0]), COMMAND_NAMES);
  return { kind: 'text', text: FIRST_PAGE };
}

/** `-cF=2` as `-c F=2`: yargs takes it for letters. What follows `--` stays. */
function apart(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const split = options.flatMap((word) => /^(-[cpC])([^=].*)$/s.exec(word)?.slice(1) ?? [word]);
  return [...split, ...argv.slice(options.length)];
}

function runOf(command: Command<never>, args: ParsedArguments): ParsedCommandLine {
  if (args.quiet === true && args.verbose === true)
    throw new UsageError('-q and -v contradict each other: leave one out');
  const [, surplus] = args._;
  if (surplus !== undefined)
    throw new UsageError(`'${surplus}' is one argument too many: ordeal ${command.usage}`);
  return {
    kind: 'run',
    globals: args,
    run: (context) => command.run(args as never, context),
  };
}

async function completions(words: readonly string[]): Promise<string> {
  const commands = COMMANDS.map((command) => ({
    name: nameOf(command),
    options: optionNames(command.options(withGlobalOptions(yargs()))),
  }));
  const found = await completionsOf(words, commands);
  return found.join('\n');
}

const nameOf = ({ usage }: Command<never>): string => usage.split(' ')[0] as string;

const COMMAND_NAMES = COMMANDS.map(nameOf);

function makeParser(
  width: number | null,
  start: (command: Command<never>, args: ParsedArguments) => void,
): Argv {
  // The parser that knows the options of the command at hand.
  let current: Argv = withGlobalOptions(yargs());
  let usage = 'COMMAND';
  const base = current
    .scriptName('ordeal')
    .usage('ordeal COMMAND [options]')
    .locale('en')
    .wrap(width)
    .exitProcess(false)
    .parserConfiguration({
      'boolean-negation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
    })
    .version(version())
    .help()
    .alias('help', 'h')
    .strictOptions()
    .epilogue(PROGRAM_EPILOGUE)
    .fail((message, error) => {
      // What a coercion throws arrives as an error of yargs with our message.
      if (error !== undefined && error !== null && error.name !== 'YError') throw error;
      throw usageError(message ?? error.message, { usage, options: optionNames(current) });
    });
  return COMMANDS.reduce(
    (parser, command) =>
      parser.command(
        command.usage,
        command.summary,
        (own) => {
          usage = command.usage;
          current = command
            .options(own)
            .usage(`ordeal ${command.usage}\n\n${command.summary}`)
            .epilogue(helpEpilogue(command));
          return current;
        },
        (args) => start(command, args as unknown as ParsedArguments),
      ),
    base,
  );
}

/** Throws for a flag with a value that is neither true nor false: yargs would take it for false. */
function refuseFlagValues(argv: readonly string[]): void {
  const end = argv.indexOf('--');
  const valued = (end < 0 ? argv : argv.slice(0, end)).flatMap((word) => {
    const [, name, value = ''] = /^--([a-z-]+)=(.*)$/s.exec(word) ?? [];
    return name === undefined || ['true', 'false'].includes(value) ? [] : [{ name, value }];
  });
  if (valued.length === 0) return;
  const flags = new Set(
    COMMANDS.flatMap(({ options }) => optionsOf(options(withGlobalOptions(yargs()))).boolean),
  );
  const wrong = valued.find(({ name }) => flags.has(name));
  if (wrong !== undefined)
    throw new UsageError(`--${wrong.name} is a flag: '${wrong.value}' says neither true nor false`);
}

/** What yargs complains of, in our words. */
function usageError(
  message: string,
  { usage, options }: { readonly usage: string; readonly options: readonly string[] },
): UsageError {
  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(message) ?? [];
  if (unknown !== undefined) return unknownName('option', dashed(unknown), options);
  const [, valueless] = /^Not enough arguments following: (.*)/.exec(message) ?? [];
  if (valueless !== undefined) return new UsageError(`${dashed(valueless)} needs a value`);
  if (message.startsWith('Not enough non-option arguments'))
    return new UsageError(
      `an argument is missing: ordeal ${usage} (ordeal ${usage.split(' ')[0]} --help)`,
    );
  return new UsageError(message.replaceAll(/\s*\n\s*/g, ' '));
}

const dashed = (name: string): string => (name.length === 1 ? `-${name}` : `--${name}`);

/** What completion uses; the types leave it out. */
const optionsOf = (parser: Argv): { readonly key: object; readonly boolean: readonly string[] } =>
  (parser as Argv & { getOptions(): { key: object; boolean: string[] } }).getOptions();

function optionNames(parser: Argv): readonly string[] {
  return Object.keys(optionsOf(parser).key)
    .filter((name) => !/[A-Z]/.test(name.slice(1)))
    .map(dashed);
}
