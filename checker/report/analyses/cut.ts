/**
 * An analysis that was stopped before there was anything to report, in every form.
 */

import { jsonLine } from '../result-json.ts';
import { type Bound, type LineOptions, noFiguresLine } from '../result-lines.ts';
import type { Analysed } from './common.ts';

export interface CutReport extends Pick<Analysed<never>, 'name' | 'bounds'> {
  /** The type of its line of JSON. */
  readonly analysis: string;
  readonly bound: Bound;
}

export const cutLine = ({ name, bound }: CutReport, { paint }: LineOptions): string =>
  noFiguresLine(name, bound, paint);

export const cutJson = ({ analysis, name, bounds, bound }: CutReport): string =>
  jsonLine(analysis, { name, bounds, complete: false, bound });

export const cutMarkdown = ({ analysis, name, bound }: CutReport): string =>
  `### \`ordeal ${analysis}\` of \`${name}\`\n\nINCONCLUSIVE bound=${bound}`;
