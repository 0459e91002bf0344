/**
 * `gate --update`: the run becomes the record, if it has an answer to everything. Nothing is written otherwise.
 */
import { type Entry, matrixText } from '../../analyse/index.ts';
import type { RunOutcome } from '../check/run-cells.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../usage-error.ts';
import { type Answered, isWhole } from './compare.ts';
import type { RecordPlace } from './run.ts';
import { MATRIX, type RecordFiles } from './snapshot.ts';
import { replaceRecord } from './store.ts';

export interface Update {
  readonly place: RecordPlace;
  /** The record as it was, as far as the gate is about it. */
  readonly files: RecordFiles;
  readonly answered: Answered;
  readonly outcome: RunOutcome;
}

export interface Updated {
  readonly written: number;
  readonly removed: number;
}

/** Records the run; null if it is not complete. Throws `UsageError` if the record cannot be written. */
export async function updateRecord(update: Update, { err }: Context): Promise<Updated | null> {
  const { place, files, answered, outcome } = update;
  if (!outcome.tally.isComplete || !outcome.searched.every(isWhole)) {
    err(`ordeal: ${place.shown} is not updated: the run has no answer to everything\n`);
    return null;
  }
  const wanted = filesOf(answered);
  const written = new Map([...wanted].filter(([path, text]) => files.get(path) !== text));
  const removed = [...files.keys()].filter((path) => !wanted.has(path));
  if (written.size + removed.length > 0) {
    try {
      await replaceRecord(place.root, written, removed);
    } catch (error) {
      throw new UsageError(`${place.shown} cannot be updated: ${(error as Error).message}`);
    }
  }
  return { written: written.size, removed: removed.length };
}

function filesOf({ entries, traces }: Answered): RecordFiles {
  const bySpec = new Map<string, Entry[]>();
  for (const entry of entries) {
    const spec = /^[^/]+\/[^/[:]+/.exec(entry.name)?.[0] ?? '';
    bySpec.set(spec, [...(bySpec.get(spec) ?? []), entry]);
  }
  return new Map([
    ...[...bySpec].map(([spec, own]) => [`${spec}/${MATRIX}`, matrixText(spec, own)] as const),
    ...traces.map(({ path, text }) => [path, text] as const),
  ]);
}
