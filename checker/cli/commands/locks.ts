/**
 * `ordeal locks`: which lock is acquired while which is held, over all schedules, and whether that goes round in a circle.
 */
import {
  cycleText,
  hasFindings,
  type LocksReport,
  lockJson,
  lockLines,
  lockMarkdown,
  lockTables,
} from '../../report/index.ts';
import { type AnalysisArguments, analysisOptions, runAnalyses } from '../analyse/analyses.ts';
import type { Command } from '../command.ts';
import type { Context } from '../context.ts';

export const locks: Command<AnalysisArguments> = {
  usage: 'locks [targets..]',
  summary: 'the order in which locks nest over all schedules, circles, held while calling',
  examples: [
    ['ordeal locks vfio-pci/revoke-bars', 'who takes what inside what'],
    ['ordeal locks vfio-pci/vma-list/hold-vma-over-mmap', 'a circle, with a trace per edge'],
  ],
  exitCodes: [0, 2, 3, 12, 70, 130],
  options: analysisOptions,
  run: (args, context) =>
    runAnalyses('locks', args, context, ({ name, model }, outcome) => {
      if (outcome.kind !== 'locks') throw new Error('another analysis was asked for');
      const { extent, found } = outcome;
      const lines = linesOf({ name, bounds: model.bounds, extent, found }, args, context);
      if (lines.length > 0) context.out(`${lines.join('\n')}\n`);
      return hasFindings(found);
    }),
};

function linesOf(
  report: LocksReport,
  { format }: AnalysisArguments,
  { json, isQuiet, isVerbose, paint }: Context,
): readonly string[] {
  const { found } = report;
  if (isQuiet && !hasFindings(found)) return [];
  if (json) return lockJson(report);
  if (format === 'md') return lockMarkdown(report);
  const circles = found.cycles.flatMap((cycle) => ['', ...cycleText(cycle)]);
  return [...lockLines(report, { paint, isVerbose }), '', ...lockTables(found), ...circles];
}
