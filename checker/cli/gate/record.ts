/**
 * The committed record of a gate: matrices and traces, read from the texts of its files.
 *
 * Whatever cannot be understood is an error that names the file: half of a record is not a smaller record.
 */
import type { Entry } from '../../analyse/index.ts';
import { readMatrix } from '../../analyse/index.ts';
import { readTraceJson, type StoredTrace } from '../../trace/index.ts';
import { settingsText } from '../check/idle-settings.ts';
import { UsageError } from '../usage-error.ts';
import { MATRIX, type RecordFiles } from './snapshot.ts';

export interface CommittedTrace {
  /** Relative to the record. */
  readonly path: string;
  readonly text: string;
  readonly stored: StoredTrace;
  /** The cell that it belongs to: `id[configuration]:property`. */
  readonly name: string;
}

export interface GateRecord {
  readonly entries: readonly Entry[];
  readonly traces: readonly CommittedTrace[];
}

/** Understands the files of a record. Throws `UsageError`, with the place of the record as it is shown. */
export function recordFrom(files: RecordFiles, shownRoot: string): GateRecord {
  const specs = new Set([...files.keys()].map(specOf));
  for (const spec of specs) {
    if (!files.has(`${spec}/${MATRIX}`))
      throw new UsageError(`${shownRoot}/${spec} has traces but no ${MATRIX}: ${RECORD_ANEW}`);
  }
  const entries: Entry[] = [];
  const traces: CommittedTrace[] = [];
  for (const [path, text] of files) {
    if (path.endsWith(`/${MATRIX}`)) entries.push(...matrixIn(path, text, shownRoot));
    else traces.push(traceIn(path, text, shownRoot));
  }
  return { entries, traces };
}

const specOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const RECORD_ANEW = 'restore it from git, or record it anew with ordeal gate --update';

function matrixIn(path: string, text: string, shownRoot: string): readonly Entry[] {
  const read = readMatrix(text);
  const problem =
    read.kind === 'unreadable'
      ? read.message
      : read.spec === specOf(path)
        ? null
        : `it is the matrix of ${read.spec}`;
  if (problem !== null || read.kind === 'unreadable')
    throw new UsageError(`${shownRoot}/${path}: ${problem}: ${RECORD_ANEW}`);
  return read.entries;
}

function traceIn(path: string, text: string, shownRoot: string): CommittedTrace {
  const read = readTraceJson(text);
  if (read.kind === 'unreadable')
    throw new UsageError(`${shownRoot}/${path}: ${read.message}: ${RECORD_ANEW}`);
  const { trace: stored } = read;
  const { spec, variant, configuration, constants, property } = stored;
  const id = variant === '' ? spec : `${spec}/${variant}`;
  const name = `${id}[${settingsText(configuration, constants)}]:${property}`;
  return { path, text, stored, name };
}
