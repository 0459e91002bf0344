/** The machine formats of a run, by name. Each is a function from the run to a text. */
import { githubReport } from './github.ts';
import { gitlabReport } from './gitlab.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { ktapReport } from './ktap.ts';
import { markdownReport } from './markdown.ts';
import type { RunReport } from './run-report.ts';
import { sarifReport } from './sarif.ts';

export * from './run-report.ts';

export const REPORT_FORMATS = {
  json: jsonReport,
  junit: junitReport,
  ktap: ktapReport,
  sarif: sarifReport,
  github: githubReport,
  gitlab: gitlabReport,
  markdown: markdownReport,
} as const satisfies Readonly<Record<string, (run: RunReport) => string>>;

export type ReportFormat = keyof typeof REPORT_FORMATS;
