/**
 * `ordeal races`: every pair of plain accesses of two threads that nothing orders, in all reached states.
 */
import type { Races } from '../../analyse/index.ts';
import { harmful, raceJson, raceLines, raceMarkdown, raceReport } from '../../report/index.ts';
import {
  type AnalysisArguments,
  analysisOptions,
  nameOf,
  runAnalyses,
} from '../analyse/analyses.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';
import { flag } from '../options.ts';

export const races: Command<AnalysisArguments> = {
  usage: 'races [targets..]',
  summary: 'plain accesses of two threads that no lock and no mark orders, with traces',
  examples: [
    ['ordeal races vfio-pci/mmap-dmabuf', 'is READ_ONCE() needed?'],
    ['ordeal races history/hb-10/pre --fine', 'one access to memory in each step'],
  ],
  exitCodes: [0, 2, 3, 12, 70, 130],
  options: (parser) =>
    analysisOptions(parser).option(
      'fine',
      flag('take merged steps apart: one access to memory each'),
    ),
  run: (args, context) =>
    runAnalyses('races', args, context, (cell, outcome) => {
      const { model, chosen } = cell;
      const name = nameOf(cell, args.fine === true);
      if (outcome.kind !== 'races') throw new Error('another analysis was asked for');
      const { extent, found } = outcome;
      const lines = linesOf(
        { name, bounds: model.bounds, extent, found, isJudged: chosen.entry.spec.areRacesJudged },
        args,
        context,
      );
      if (lines.length > 0) context.out(`${lines.join('\n')}\n`);
      return harmful(found).length > 0;
    }),
};

function linesOf(
  report: Parameters<typeof raceLines>[0] & { readonly found: Races },
  { format }: AnalysisArguments,
  { json, isQuiet, isVerbose, paint }: Context,
): readonly string[] {
  const { found } = report;
  const bad = harmful(found);
  if (isQuiet && bad.length === 0) return [];
  if (json) return raceJson(report);
  if (format === 'md') return raceMarkdown(report);
  const told = isVerbose ? found.races : bad;
  return [
    ...raceLines(report, { paint, isVerbose }),
    ...told.flatMap((race) => ['', ...raceReport(race)]),
  ];
}
