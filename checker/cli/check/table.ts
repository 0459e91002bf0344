/**
 * The table of variants and properties that `--matrix` adds below the result lines, one for each spec.
 */
import type { Judgement } from '../../analyse/index.ts';
import type { SearchedCell } from './run-cells.ts';

const ENTRIES: Readonly<Record<Judgement['kind'], string>> = {
  holds: 'ok',
  expected: 'expected',
  open: 'open',
  missed: 'UNEXPECTED',
  inconclusive: '?',
  violated: 'VIOLATED',
};

/** Rows are searches, columns are properties; `-` where the model does not have the property. */
export function tableLines(searched: readonly SearchedCell[]): readonly string[] {
  const bySpec = new Map<string, SearchedCell[]>();
  for (const each of searched) {
    const { id } = each.cell.chosen.entry.spec;
    bySpec.set(id, [...(bySpec.get(id) ?? []), each]);
  }
  return [...bySpec].flatMap(([id, rows]) => ['', ...specTable(id, rows)]);
}

function specTable(id: string, searched: readonly SearchedCell[]): readonly string[] {
  const judgements = searched.flatMap(({ report }) => report.assessment.judgements);
  const properties = [...new Set(judgements.map(({ property }) => property))];
  const rows = searched.map(({ cell, report }) => [
    cell.name.slice(id.length).replace(/^\//, ''),
    ...properties.map((property) => entryOf(report.assessment.judgements, property)),
  ]);
  const all = [[id, ...properties], ...rows];
  const widths = ['', ...properties].map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function entryOf(judgements: readonly Judgement[], property: string): string {
  const found = judgements.find((judgement) => judgement.property === property);
  return found === undefined ? '-' : ENTRIES[found.kind];
}
