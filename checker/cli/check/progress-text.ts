/**
 * The words of a progress line: `00:01:10 depth 41  generated 12.4M  distinct 3.11M  queue 210k  178k/s  1.2G`.
 */

export interface ProgressFigures {
  /** Number of the search that is running, and how many there are. */
  readonly search: number;
  readonly searches: number;
  readonly depth: number;
  readonly generated: number;
  readonly distinct: number;
  readonly queued: number;
  readonly statesPerSecond: number;
  readonly memoryBytes: number;
}

/** Hours, minutes and seconds. */
export function elapsedText(elapsedMs: number): string {
  const seconds = Math.floor(elapsedMs / 1000);
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');
}

export function progressText(figures: ProgressFigures, unit = 'search'): string {
  const { search, searches, depth, generated, distinct, queued } = figures;
  return [
    ...(searches > 1 ? [`${unit} ${search} of ${searches}`] : []),
    `depth ${depth}`,
    `generated ${short(generated)}`,
    `distinct ${short(distinct)}`,
    `queue ${short(queued)}`,
    `${short(figures.statesPerSecond)}/s`,
    `${(figures.memoryBytes / 2 ** 30).toFixed(1)}G`,
  ].join('  ');
}

const UNITS: readonly (readonly [number, string])[] = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];

/** Three digits are enough: 12.4M, 3.11M, 210k. */
function short(count: number): string {
  for (const [unit, name] of UNITS) {
    if (count >= unit) return `${Number((count / unit).toPrecision(3))}${name}`;
  }
  return String(count);
}
