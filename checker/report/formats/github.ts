/**
 * Annotations for GitHub Actions: one workflow command per case that is not as expected, at its place in the spec.
 *
 * They count only on the standard output of a step. Values are percent-escaped, so that no label can end the command or begin another.
 */
import { type Case, casesOf } from './cases.ts';
import type { Place, RunReport } from './run-report.ts';

export function githubReport(run: RunReport): string {
  return casesOf(run)
    .filter(({ outcome }) => outcome !== 'passed')
    .map((each) => `${annotation(each)}\n`)
    .join('');
}

function annotation({ group, name, outcome, message, trace, place }: Case): string {
  const command = outcome === 'timeout' ? 'warning' : 'error';
  const properties = [...placeProperties(place), ['title', `${group}:${name}`]];
  const text = trace === null ? message : `${message}\n\n${trace.text.trimEnd()}`;
  const written = properties.map(([key, value = '']) => `${key}=${property(value)}`).join(',');
  return `::${command} ${written}::${data(text)}`;
}

const placeProperties = (place: Place | null): readonly (readonly string[])[] =>
  place === null
    ? []
    : [
        ['file', place.file],
        ['line', String(place.line)],
        ['col', String(place.column)],
      ];

const data = (text: string): string =>
  text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
