/**
 * The run as one JSON document: the same objects as the lines of `--json`, and for a shard what `merge` needs of it.
 */
import { explanationJson } from '../analyses/index.ts';
import {
  differenceJson,
  RESULT_VERSION,
  searchJson,
  summaryJson,
  vacuousJson,
} from '../result-json.ts';
import type { RunReport } from './run-report.ts';

export function jsonReport(run: RunReport): string {
  const { command, version, part } = run;
  const lines = [
    ...run.searches.flatMap(({ report }) => searchJson(report)),
    ...run.gaps.map(({ id, configuration, reason, message }) =>
      JSON.stringify({
        ...{ v: RESULT_VERSION, type: 'search', id, configuration, outcome: 'INCONCLUSIVE' },
        ...{ bound: reason, ...(message === '' ? {} : { message }) },
      }),
    ),
    ...run.vacuous.map(({ id, configuration, vacuity, place }) => {
      const at = place === null ? [] : [`${place.file}:${place.line}:${place.column}`];
      return vacuousJson({ id, configuration }, vacuity, at);
    }),
    ...run.explanations.map(explanationJson),
    ...run.differences.map(differenceJson),
    summaryJson(run.tally, run.exit),
  ];
  const head = { v: RESULT_VERSION, type: 'report', command, version, exit: run.exit };
  return [
    `${JSON.stringify(head).slice(0, -1)},"results":[`,
    lines.join(',\n'),
    `],"part":${JSON.stringify(part)}}`,
    '',
  ].join('\n');
}
