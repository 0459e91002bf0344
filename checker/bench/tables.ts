/**
 * A record as tables of Markdown, which read well in a terminal, too.
 */
import {
  BASE,
  type BenchRecord,
  type Comparison,
  medianOf,
  peakOf,
  ratioOf,
  type Series,
  seriesOf,
} from './record.ts';
import { comparedTargets } from './targets.ts';

const thousands = (value: number): string => `${value}`.replace(/\B(?=(\d{3})+$)/g, ',');

/** Three digits, as many as a measurement deserves. */
const short = (value: number): string => {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
};

const megabytes = (bytes: number | null): string =>
  bytes === null ? '-' : `${thousands(Math.round(bytes / 1e6))} MB`;

/** One comparison: a row for each tool. */
export function comparisonTable(comparison: Comparison): string {
  const base = seriesOf(comparison, BASE);
  const { distinct } = comparison.chosen.counts;
  const rows = comparison.series.map((series) => {
    const [cpu, wall] = [medianOf(series, 'cpuS'), medianOf(series, 'wallS')];
    const peak = peakOf(series);
    const times = (figure: 'cpuS' | 'wallS'): string =>
      base === undefined ? '-' : short(ratioOf(series, base, figure));
    return [
      series.tool,
      `${short(cpu)} s`,
      times('cpuS'),
      `${short(wall)} s`,
      times('wallS'),
      short(distinct / cpu / 1e6),
      megabytes(peak),
      peak === null ? '-' : short(peak / distinct),
    ];
  });
  const head = ['tool', 'CPU', 'times', 'wall', 'times', 'M states/CPU s', 'peak', 'bytes/state'];
  return markdown(head, rows);
}

/** How time and memory grow with the number of threads, for each tool. */
export function growthTable({ comparisons }: BenchRecord): string {
  const all = comparisons.filter(({ chosen }) => chosen.model === 'barzap');
  const tools = [...new Set(all.flatMap(({ series }) => series.map(({ tool }) => tool)))];
  const rows = all.map((comparison) => {
    const { name, counts } = comparison.chosen;
    const cells = tools.map((tool) => growthCell(seriesOf(comparison, tool)));
    return [name, thousands(counts.distinct), ...cells];
  });
  return markdown(['model', 'states', ...tools], rows);
}

function growthCell(series: Series | undefined): string {
  if (series === undefined) return '-';
  return `${short(medianOf(series, 'cpuS'))} s, ${megabytes(peakOf(series))}`;
}

/** The targets and how they came out. */
export function targetTable({ comparisons, machine, probed }: BenchRecord): string {
  const targets = [...comparedTargets(comparisons, machine), ...probed];
  const words = new Map([
    [true, 'met'],
    [false, 'missed'],
    [null, 'not measured'],
  ]);
  return markdown(
    ['#', 'target', 'command', 'measured', ''],
    targets
      .sort((a, b) => a.number - b.number)
      .map(({ number, wanted, command, measured, isMet, reason }) => [
        `${number}`,
        wanted,
        `\`${command}\``,
        measured,
        `${words.get(isMet)}${reason === '' ? '' : `: ${reason}`}`,
      ]),
  );
}

/** Where and with what it was measured. */
export function machineTable({ machine, tools, missing }: BenchRecord): string {
  const [before, after] = machine.load.map((load) => load.toFixed(1));
  return markdown(
    ['', ''],
    [
      [
        'machine',
        `${machine.processors} processors (${machine.processor}), ${megabytes(machine.memoryBytes)}`,
      ],
      [
        'load of others and this',
        `${before} before, ${after} after (${machine.processors} is busy)`,
      ],
      ...tools.map(({ name, description }) => [name, description]),
      ...missing.map((reason) => ['not here', reason]),
    ],
  );
}

/** The table of a name that a document may ask for: `machine`, `growth`, `targets`, or a model. */
export function documentTable(record: BenchRecord, name: string): string {
  if (name === 'machine') return machineTable(record);
  if (name === 'growth') return growthTable(record);
  if (name === 'targets') return targetTable(record);
  const comparison = record.comparisons.find(({ chosen }) => chosen.name === name);
  if (comparison === undefined) throw new Error(`the record has no ${name}`);
  return comparisonTable(comparison);
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, at) =>
    Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |\n`;
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('');
}
