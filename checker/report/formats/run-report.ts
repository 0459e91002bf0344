/**
 * A run as the machine formats see it: every search with its judgements and traces, what was vacuous, what differs from the record.
 *
 * Plain values; places are relative to where the command was started. Nothing here depends on time or machine.
 */
import type { Difference, Vacuity } from '../../analyse/index.ts';
import type { Explanation } from '../analyses/index.ts';
import type { SearchReport } from '../result-lines.ts';
import type { Tally } from '../summary.ts';

/** Where something is written. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface ReportedStep {
  /** Counted from 1. */
  readonly number: number;
  readonly process: string;
  /** Calls around it and its label: `set_power() > power = D3`. */
  readonly text: string;
  readonly place: Place | null;
}

/** A violated property, told. */
export interface ReportedTrace {
  readonly property: string;
  /** One sentence of the spec. */
  readonly sentence: string;
  readonly steps: readonly ReportedStep[];
  /** As `trace show` prints it. */
  readonly text: string;
}

export interface ReportedSearch {
  readonly report: SearchReport;
  /** Of every violated property, but for those that a matrix expects. */
  readonly traces: readonly ReportedTrace[];
  /** Of the variant. */
  readonly place: Place | null;
}

/** A search without a result. */
export interface ReportedGap {
  readonly name: string;
  readonly id: string;
  readonly configuration: string;
  readonly reason: 'max-mem' | 'interrupted' | 'failed' | null;
  readonly message: string;
}

export interface ReportedVacuity {
  /** `id` or `id[configuration]`. */
  readonly name: string;
  readonly id: string;
  readonly configuration: string | null;
  readonly vacuity: Vacuity;
  readonly place: Place | null;
}

export interface RunReport {
  readonly command: 'check' | 'gate';
  readonly version: string;
  readonly searches: readonly ReportedSearch[];
  readonly gaps: readonly ReportedGap[];
  readonly vacuous: readonly ReportedVacuity[];
  /** Why properties hold, if that was asked. */
  readonly explanations: readonly Explanation[];
  /** Of a gate only. */
  readonly differences: readonly Difference[];
  readonly tally: Tally;
  readonly exit: number;
  /** What `merge` needs of a shard; null for a whole run. */
  readonly part: unknown;
}
