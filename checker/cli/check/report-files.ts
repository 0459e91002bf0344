/**
 * `--report FORMAT=FILE`: which machine formats a run is written in, and where to.
 *
 * A file is replaced as a whole, so that no reader sees half of it. `-` is the standard output, where GitHub Actions wants its
 * annotations; together with them a summary goes to the file that such a step names in its environment.
 */
import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REPORT_FORMATS, type ReportFormat, type RunReport } from '../../report/index.ts';
import type { Context } from '../context.ts';
import { refuseUnwritable, unwritable } from '../files.ts';
import { UsageError, unknownName } from '../usage-error.ts';

export interface ReportWish {
  readonly format: ReportFormat;
  readonly file: string;
}

const FORMATS = Object.keys(REPORT_FORMATS) as readonly ReportFormat[];

/** Understands the values of `--report`. Throws `UsageError`, also for a file that could not be written in the end. */
export function reportWishes(texts: readonly string[], { cwd }: Context): readonly ReportWish[] {
  return texts.map((text) => {
    const [, name = '', file] = /^([^=]+)=(.+)$/.exec(text) ?? [];
    if (file === undefined)
      throw new UsageError(`--report '${text}': expected FORMAT=FILE, like junit=report.xml`);
    const format = FORMATS.find((each) => each === name);
    if (format === undefined) throw unknownName('--report: format', name, FORMATS);
    if (file !== '-') refuseUnwritable('--report', file, cwd);
    return { format, file };
  });
}

/** Writes the reports. All are tried; throws `UsageError` for those that cannot be written. */
export function writeReports(
  wishes: readonly ReportWish[],
  makeReport: () => RunReport,
  context: Context,
): void {
  if (wishes.length === 0) return;
  const run = makeReport();
  const complaints = wishes.flatMap(({ format, file }) => {
    try {
      write(file, REPORT_FORMATS[format](run), context);
      if (format === 'github') writeStepSummary(run, context);
      return [];
    } catch (error) {
      return [unwritable('--report', file, error)];
    }
  });
  if (complaints.length > 0)
    throw new UsageError(complaints.map(({ message }) => message).join('; '));
}

function write(file: string, text: string, { cwd, out }: Context): void {
  if (file === '-') {
    out(text);
    return;
  }
  const path = resolve(cwd, file);
  const status = statSync(path, { throwIfNoEntry: false });
  // A device or a pipe is written to and not replaced.
  if (status !== undefined && !status.isFile()) writeFileSync(path, text);
  else writeWhole(path, text);
}

/** Replaces a file, so that whoever reads it gets the old content or the new one. */
export function writeWhole(path: string, text: string): void {
  const scratch = `${path}.${process.pid}.new`;
  try {
    writeFileSync(scratch, text);
    renameSync(scratch, path);
  } finally {
    rmSync(scratch, { force: true });
  }
}

function writeStepSummary(run: RunReport, { stepSummary }: Context): void {
  if (stepSummary !== null) appendFileSync(stepSummary, REPORT_FORMATS.markdown(run));
}
