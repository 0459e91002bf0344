/**
 * Traces of a search: the one that is printed in full, and all of them as files.
 */
import { dirname, join } from 'node:path';
import { isViolated, type ViolatedJudgement } from '../../analyse/index.ts';
import { jsonLine, renderTrace } from '../../report/index.ts';
import {
  type Provenance,
  storedOf,
  storedTrace,
  type Trace,
  traceOf,
  traceToJson,
} from '../../trace/index.ts';
import type { Context } from '../context.ts';
import { folderFor, makeFolder, unwritable } from '../files.ts';
import { TraceNames } from '../trace/names.ts';
import type { Cell } from './plan.ts';
import { writeWhole } from './report-files.ts';
import type { SearchedCell } from './run-cells.ts';

/** Prints the trace of the expected property, or else the shortest one. */
export async function printTrace(searched: SearchedCell, context: Context): Promise<void> {
  const chosen = mainViolation(searched);
  if (chosen === undefined) return;
  const trace = traceOfJudgement(searched.cell, chosen);
  const text = context.json
    ? `${jsonLine('trace', { ...storedTrace(trace) })}\n`
    : `\n${renderTrace(trace, { isExpected: chosen.kind === 'expected', specs: searched.cell.chosen.entry.foundBy })}\n`;
  context.out(text);
  if (!context.json) context.out(otherTraces(searched, chosen));
}

/** How to see the traces that are not printed; empty when there are none. */
function otherTraces({ cell, report }: SearchedCell, shown: ViolatedJudgement): string {
  const others = report.assessment.judgements.filter((each) => isViolated(each) && each !== shown);
  if (others.length === 0) return '';
  const { chosen, configuration, overrides } = cell;
  const options = [
    `--config ${configuration.name}`,
    ...Object.entries(overrides).map(([name, value]) => `-c ${name}=${value}`),
    ...(chosen.entry.foundBy === null ? [] : [`--specs ${chosen.entry.foundBy}`]),
  ];
  const [first, ...rest] = others.map(({ property }) => property);
  const more = rest.length === 0 ? '' : `  (or ${rest.join(', ')})`;
  return `other traces: ordeal trace show ${chosen.id}:${first} ${options.join(' ')}${more}\n`;
}

function mainViolation({ cell, report }: SearchedCell): ViolatedJudgement | undefined {
  const violated = report.assessment.judgements.filter(isViolated);
  const error = violated.find(({ finding }) => finding.kind === 'error');
  if (error !== undefined) return error;
  const { expectation } = cell;
  const expected = expectation?.kind === 'violates' ? expectation.properties : [];
  for (const name of expected) {
    const found = violated.find(({ property }) => property === name);
    if (found !== undefined) return found;
  }
  const steps = ({ finding }: ViolatedJudgement): number => finding.path.steps.length;
  return violated.toSorted((a, b) => steps(a) - steps(b))[0];
}

/** The trace of a violation, re-executed by the reference semantics. */
export const traceOfJudgement = (cell: Cell, { finding }: ViolatedJudgement): Trace =>
  traceOf(cell.model, finding, provenanceOf(cell));

function provenanceOf({ overrides }: Cell): Provenance {
  const texts = Object.entries(overrides).map(([name, value]) => [name, String(value)]);
  return { constants: Object.fromEntries(texts), isShortest: true };
}

/** The stored form of the trace of a violation: the same bytes on every machine. */
export const traceText = (cell: Cell, judgement: ViolatedJudgement): string =>
  traceToJson(storedOf(cell.model, judgement.finding, provenanceOf(cell)));

/** A folder for the traces of a run. */
export class TraceFolder {
  readonly #path: string;
  readonly #names = new TraceNames();

  /** Makes the folder. Throws `UsageError` when it cannot be written, before anything is searched for it. */
  constructor(folder: string, { cwd }: Context) {
    this.#path = folderFor('--trace-dir', folder, cwd);
  }

  /** Writes the traces of a search. All are tried; throws `UsageError` for one that cannot be written. */
  save({ cell, report }: SearchedCell): void {
    const complaints = report.assessment.judgements.filter(isViolated).flatMap((judgement) => {
      const { chosen, configuration } = cell;
      const name = this.#names.next(chosen.id, judgement.property, configuration.name);
      try {
        writeTrace(join(this.#path, name), traceText(cell, judgement));
        return [];
      } catch (error) {
        return [unwritable('--trace-dir', join(this.#path, name), error)];
      }
    });
    const [first] = complaints;
    if (first !== undefined) throw first;
  }
}

/** Writes a trace, and the folders that it needs. */
export function writeTrace(path: string, text: string): void {
  makeFolder(dirname(path));
  writeWhole(path, text);
}
