/**
 * What a gate prints at its end, and the traces that it keeps for whoever looks at what changed.
 */
import { join } from 'node:path';
import {
  differenceJson,
  differenceLine,
  gateSummary,
  jsonLine,
  sameLine,
  summaryJson,
} from '../../report/index.ts';
import type { RunOutcome } from '../check/run-cells.ts';
import { writeTrace } from '../check/traces.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import type { Answered } from './compare.ts';
import type { RecordPlace } from './run.ts';
import type { Updated } from './update.ts';

/** Inside of the record, and ignored by git. */
const FOUND = '.found';

export interface GateResult {
  readonly answered: Answered;
  readonly outcome: RunOutcome;
  readonly exit: number;
  readonly place: RecordPlace;
  /** Names of cells whose traces were kept, with the files. */
  readonly saved: readonly (readonly [name: string, file: string])[];
  readonly updated: Updated | null;
  /** Searches that were not made anew. */
  readonly cached: number;
}

/** Keeps the traces of cells that differ, beside the record and never in it. That they cannot be written is told and no more. */
export function saveDiffering(
  { comparison, traces }: Answered,
  { root, shown }: RecordPlace,
  { err }: Context,
): GateResult['saved'] {
  const names = new Set(comparison.differences.map(({ name }) => name));
  const changed = traces.filter(({ name }) => names.has(name));
  if (changed.length === 0) return [];
  try {
    writeTrace(join(root, FOUND, '.gitignore'), '*\n');
    return changed.map(({ name, path, text }) => {
      writeTrace(join(root, FOUND, path), text);
      return [name, `${shown}/${FOUND}/${path}`] as const;
    });
  } catch (error) {
    err(`ordeal: the new traces cannot be kept: ${(error as Error).message}\n`);
    return [];
  }
}

/** Prints the differences and the summary; nothing if all is the same and it is to be quiet. */
export function printGate(result: GateResult, context: Context): void {
  const { json, isQuiet, out } = context;
  if (isQuiet && result.exit === EXIT.ok && result.updated === null && !json) return;
  out(`${(json ? jsonLines(result) : textLines(result)).join('\n')}\n`);
}

function textLines(result: GateResult): readonly string[] {
  const { answered, outcome, saved, updated, place, cached } = result;
  const { comparison } = answered;
  const files = new Map(saved);
  const differences = comparison.differences.flatMap((each) => {
    const file = files.get(each.name);
    return [differenceLine(each), ...(file === undefined ? [] : [`  trace: ${file}`])];
  });
  return [
    sameLine(comparison),
    ...differences,
    gateSummary(comparison, { isComplete: outcome.tally.isComplete, cached }),
    ...closing(result, updated, place),
  ];
}

function closing(
  { answered }: GateResult,
  updated: Updated | null,
  { shown }: RecordPlace,
): readonly string[] {
  if (updated !== null)
    return [`updated ${shown}: ${updated.written} files written, ${updated.removed} removed`];
  return answered.comparison.differences.length === 0
    ? []
    : [`  accept with: ordeal gate --update   (review the diff of ${shown}/)`];
}

function jsonLines({ answered, outcome, exit, updated, cached }: GateResult): readonly string[] {
  const { cells, searches, sameCells, differences } = answered.comparison;
  const counts = { cells, searches, same: sameCells, differences: differences.length };
  return [
    ...differences.map(differenceJson),
    jsonLine('gate', { ...counts, cached, updated }),
    summaryJson(outcome.tally, exit),
  ];
}
