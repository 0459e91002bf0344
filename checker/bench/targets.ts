/**
 * The targets of the engine that a comparison shows: read off what was measured side by side.
 */
import { barzap, type Case } from './cases.ts';
import {
  type Comparison,
  medianOf,
  peakOf,
  ratioOf,
  type Series,
  seriesOf,
  type Target,
} from './record.ts';
import { BASE } from './tables.ts';

export const TWO_WORKERS = 'Ordeal, 2 workers';
const GIGABYTE = 1e9;

const check = ({ constants }: Case, ...options: readonly string[]): string =>
  [
    'ordeal check classics/barzap',
    ...Object.entries(constants).map(([name, value]) => `-c ${name}=${value}`),
    ...options,
  ].join(' ');

const ONE = check(barzap(6), '--workers 1');
const LARGE = check(barzap(7), '--workers 1');
const BENCH = 'npm run bench';

type Judged = Pick<Target, 'measured' | 'isMet' | 'reason'>;
const NOT_MEASURED: Judged = { measured: '-', isMet: null, reason: 'not part of this run' };

const judged = (measured: string, isMet: boolean, reason = ''): Judged => ({
  measured,
  isMet,
  reason,
});

/** Targets 1 to 5. `load` tells whether wall times mean something. */
export function comparedTargets(all: readonly Comparison[], isBusy: boolean): readonly Target[] {
  const of = (chosen: Case): Comparison | undefined =>
    all.find((comparison) => comparison.chosen.name === chosen.name);
  const [medium, large] = [of(barzap(6)), of(barzap(7))];
  return [
    { number: 1, wanted: 'barzap(6,3): at most 1.0 CPU s', command: ONE, ...seconds(medium, 1) },
    {
      number: 1,
      wanted: 'at least 8 times less CPU than SPIN',
      command: BENCH,
      ...less(medium, 'SPIN', 8),
    },
    {
      number: 1,
      wanted: 'at least 50 times less CPU than TLC',
      command: BENCH,
      ...less(medium, 'TLC', 50),
    },
    {
      number: 2,
      wanted: 'at most 2.0 times the CPU of C from the same IR',
      command: BENCH,
      ...overC(medium),
    },
    { number: 3, wanted: 'barzap(7,3): at most 12 CPU s', command: LARGE, ...seconds(large, 12) },
    { number: 3, wanted: 'barzap(7,3): at most 1 GB resident', command: LARGE, ...resident(large) },
    {
      number: 4,
      wanted: 'at most 24 bytes per state',
      command: BENCH,
      ...perState(large, of(barzap(3))),
    },
    {
      number: 5,
      wanted: '2 workers: at least 1.8 times faster',
      command: BENCH,
      ...faster(large, isBusy),
    },
    {
      number: 5,
      wanted: '2 workers: at most 1.1 times the CPU',
      command: BENCH,
      ...together(large),
    },
  ];
}

function pair(comparison: Comparison | undefined, tool: string): readonly [Series, Series] | null {
  const base = comparison && seriesOf(comparison, BASE);
  const other = comparison && seriesOf(comparison, tool);
  return base === undefined || other === undefined ? null : [base, other];
}

function seconds(comparison: Comparison | undefined, most: number): Judged {
  const base = comparison && seriesOf(comparison, BASE);
  if (base === undefined) return NOT_MEASURED;
  const [median, least] = [medianOf(base, 'cpuS'), leastOf(base)];
  const text = `${median.toFixed(2)} s, least ${least.toFixed(2)} s`;
  return judged(text, median <= most);
}

const leastOf = ({ samples }: Series): number => Math.min(...samples.map(({ cpuS }) => cpuS));

/** Against the quickest of the tools of a name. */
function less(comparison: Comparison | undefined, name: string, times: number): Judged {
  const base = comparison && seriesOf(comparison, BASE);
  if (comparison === undefined || base === undefined) return NOT_MEASURED;
  const others = comparison.series.filter(({ tool }) => tool.startsWith(name));
  if (others.length === 0) return { ...NOT_MEASURED, reason: `${name} is not here` };
  const ratios = others.map((other) => ({ tool: other.tool, ratio: ratioOf(other, base, 'cpuS') }));
  const text = ratios.map(({ tool, ratio }) => `${tool} ${ratio.toFixed(1)} times`).join(', ');
  return judged(
    text,
    ratios.every(({ ratio }) => ratio >= times),
  );
}

function overC(comparison: Comparison | undefined): Judged {
  const both = pair(comparison, 'printed C');
  if (both === null) return NOT_MEASURED;
  const ratio = ratioOf(both[0], both[1], 'cpuS');
  return judged(`${ratio.toFixed(2)} times`, ratio <= 2);
}

function resident(comparison: Comparison | undefined): Judged {
  const peak = peakIn(comparison);
  return peak === null
    ? NOT_MEASURED
    : judged(`${(peak / GIGABYTE).toFixed(2)} GB`, peak <= GIGABYTE);
}

const peakIn = (comparison: Comparison | undefined): number | null => {
  const base = comparison && seriesOf(comparison, BASE);
  return base === undefined ? null : peakOf(base);
};

/** Of what a large search takes more than a small one: the program itself is no state. */
function perState(large: Comparison | undefined, small: Comparison | undefined): Judged {
  const [most, least] = [peakIn(large), peakIn(small)];
  if (large === undefined || most === null || least === null) return NOT_MEASURED;
  const bytes = (most - least) / large.chosen.counts.distinct;
  const gross = most / large.chosen.counts.distinct;
  const text = `${bytes.toFixed(1)} bytes; ${gross.toFixed(1)} with the program itself`;
  return judged(text, bytes <= 24);
}

function faster(comparison: Comparison | undefined, isBusy: boolean): Judged {
  const both = pair(comparison, TWO_WORKERS);
  if (both === null) return NOT_MEASURED;
  const ratio = ratioOf(both[0], both[1], 'wallS');
  const reason = isBusy ? 'the processors were not free, which this needs' : '';
  return judged(`${ratio.toFixed(2)} times`, ratio >= 1.8, ratio >= 1.8 ? '' : reason);
}

function together(comparison: Comparison | undefined): Judged {
  const both = pair(comparison, TWO_WORKERS);
  if (both === null) return NOT_MEASURED;
  const ratio = ratioOf(both[1], both[0], 'cpuS');
  return judged(`${ratio.toFixed(2)} times`, ratio <= 1.1);
}
