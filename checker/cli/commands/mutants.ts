/**
 * `ordeal mutants`: every line of the code left out, moved or weakened in turn, and which property notices.
 */
import type { Argv } from 'yargs';
import {
  hasMutantFindings,
  type MutantsReport,
  mutantJson,
  mutantLines,
  mutantMarkdown,
  protectionLines,
  survivorText,
} from '../../report/index.ts';
import { type MutantsArguments, runOnMutants } from '../analyse/mutants-run.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import {
  COUNT,
  choice,
  DURATION_MS,
  list,
  MEMORY_BYTES,
  PERCENT,
  parsed,
  text,
} from '../options.ts';

export const mutants: Command<MutantsArguments> = {
  usage: 'mutants [targets..]',
  summary: 'leave out, move or weaken each step: which property notices?',
  examples: [
    ['ordeal mutants history/hb-01/post', 'which step protects what'],
    ['ordeal mutants SPEC --min-score 95', 'exit 4 if fewer are noticed'],
  ],
  exitCodes: [0, 2, 3, 4, 12, 70, 130],
  options: (parser) =>
    parser
      .positional('targets', {
        type: 'string',
        array: true,
        describe: 'SPEC (its first safe variant), SPEC/VARIANT, FAMILY, ./compiled-spec.js',
      })
      .option('p', text('p', 'only this property: which steps does it need?'))
      .option('in', list('in', 'mutate this function or role only (repeatable)'))
      .option('c', list('c', 'set a constant: NAME=VALUE (repeatable)'))
      .option('config', text('config', 'configurations by name or size, with commas (small)'))
      .option('min-score', parsed('min-score', 'the least percentage to be noticed', PERCENT))
      .option('format', choice('format', 'of the result', ['text', 'md']))
      .option('workers', parsed('workers', 'processors to use (number of cores)', COUNT))
      .option('max-states', parsed('max-states', 'stop a search at this many states', COUNT))
      .option('max-depth', parsed('max-depth', 'stop a search at this depth', COUNT))
      .option(
        'max-time',
        parsed('max-time', 'stop a search after this time: 90s, 10m', DURATION_MS),
      )
      .option('max-mem', parsed('max-mem', 'memory of a search: 2G', MEMORY_BYTES)) as Argv,
  run: (args, context) =>
    runOnMutants(args, context, (report) => {
      const lines = linesOf(report, args, context);
      if (lines.length > 0) context.out(`${lines.join('\n')}\n`);
      return codeOf(report, args);
    }),
};

function linesOf(
  report: MutantsReport,
  { format }: MutantsArguments,
  { json, isQuiet, isVerbose, paint }: Context,
): readonly string[] {
  const { found } = report;
  if (isQuiet && !hasMutantFindings(found) && found.score.undecided === 0) return [];
  if (json) return mutantJson(report);
  if (format === 'md') return mutantMarkdown(report);
  const told = found.survivors.filter(({ reason }) => isVerbose || reason === null);
  return [
    ...mutantLines(report, { paint, isVerbose }),
    '',
    ...protectionLines(found),
    ...told.flatMap((each) => ['', ...survivorText(each)]),
  ];
}

/** With a least score the question is whether it is reached, else whether anything is left to explain. */
function codeOf(
  { found, property }: MutantsReport,
  { minScore }: Pick<MutantsArguments, 'minScore'>,
): number {
  const { score } = found;
  if (property === null && minScore !== undefined)
    return score.percent < minScore ? EXIT.differs : EXIT.ok;
  if (hasMutantFindings(found)) return EXIT.safety;
  return score.undecided > 0 ? EXIT.noVerdict : EXIT.ok;
}
