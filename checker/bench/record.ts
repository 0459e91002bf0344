/**
 * What a run of the benchmark measured, as it is kept: every sample, so that each table can be made from it again.
 */
import type { Case } from './cases.ts';
import type { Sample } from './meter.ts';

/** All runs of one tool on one case. */
export interface Series {
  readonly tool: string;
  readonly samples: readonly Sample[];
}

/** Tools side by side: sample `n` of each was taken in round `n`, one right after the other. */
export interface Comparison {
  readonly chosen: Case;
  readonly series: readonly Series[];
}

/** One of the figures the engine was built to reach. */
export interface Target {
  readonly number: number;
  readonly wanted: string;
  /** Shows it. */
  readonly command: string;
  readonly measured: string;
  readonly isMet: boolean | null;
  /** Why it is missed or was not measured; empty otherwise. */
  readonly reason: string;
}

export interface BenchRecord {
  readonly machine: Machine;
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  readonly missing: readonly string[];
  readonly comparisons: readonly Comparison[];
  /** Targets that need runs of their own; the others are read off the comparisons. */
  readonly probed: readonly Target[];
}

export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly node: string;
  /** Processes that wanted a processor, one-minute average, before and after; 0 is an idle machine. */
  readonly load: readonly [number, number];
}

/** What everything is compared with. */
export const BASE = 'Ordeal';

/** Whether others took so much of the processors that seconds mean little. */
export const isBusy = ({ load, processors }: Machine): boolean =>
  Math.max(...load) > 1.5 * processors;

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

export const medianOf = (series: Series, figure: 'cpuS' | 'wallS'): number =>
  median(series.samples.map((sample) => sample[figure]));

/** Peak memory does not depend on the load; the largest is the honest one. */
export function peakOf({ samples }: Series): number | null {
  const peaks = samples.map(({ peakBytes }) => peakBytes).filter((bytes) => bytes !== null);
  return peaks.length === 0 ? null : Math.max(...peaks);
}

/** How many times as much `series` used as `base`: the median over the rounds, in each of which both ran under the same load. */
export function ratioOf(series: Series, base: Series, figure: 'cpuS' | 'wallS'): number {
  return median(
    series.samples.map((sample, round) => {
      const other = base.samples[round];
      return other === undefined ? Number.NaN : sample[figure] / other[figure];
    }),
  );
}

export const seriesOf = ({ series }: Comparison, tool: string): Series | undefined =>
  series.find((each) => each.tool === tool);
