/**
 * The lanes of a trace: one narrow column per lock that says who has it. `W0` is held for write by CPU0, `r12` for read by CPU1
 * and CPU2, `M0` a mutex held by CPU0, `--` free.
 */
import type { Holding, Trace, TraceLock, TraceStep } from '../trace/index.ts';
import { ascii } from './ascii.ts';

/** A lane shows the lock with this number in `trace.locks`. */
export interface Lane {
  readonly lock: number;
  /** `L`, or `L1`, `L2`, `L3`. */
  readonly title: string;
  readonly width: number;
  /** What the lane shows, in words: `holder of memory_lock  (W0 = write by CPU0)`. */
  readonly legend: string;
}

const MOST_LANES = 3;
const FREE = '--';

/**
 * The lanes for those steps of a trace whose lock state is shown: a lock that folding hides needs none. Of more than three
 * locks, those of the deadlock, then those that are held the longest.
 */
export function lanesOf(trace: Trace, shown: readonly TraceStep[] = trace.steps): readonly Lane[] {
  const chosen = trace.locks
    .map((_, lock) => ({ lock, weight: weight(trace, lock, shown) }))
    .filter((each) => each.weight > 0)
    .sort((a, b) => b.weight - a.weight || a.lock - b.lock)
    .slice(0, MOST_LANES)
    .sort((a, b) => a.lock - b.lock);
  return chosen.map(({ lock }, at) => {
    const title = chosen.length === 1 ? 'L' : `L${at + 1}`;
    const widths = shown.map((step) => laneText(trace, lock, step).length);
    const width = Math.max(2, title.length, ...widths);
    return { lock, title, width, legend: legendOf(trace, lock, shown) };
  });
}

function weight(trace: Trace, lock: number, shown: readonly TraceStep[]): number {
  const { ending } = trace;
  const waits = ending.kind === 'deadlock' ? ending.waits : [];
  const name = trace.locks[lock]?.name;
  const isWaitedFor = waits.some(({ locks }) => locks.some((each) => each.name === name));
  const heldFor = shown.filter((step) => laneText(trace, lock, step) !== FREE).length;
  return heldFor + (isWaitedFor ? trace.steps.length : 0);
}

/** What a lane shows after a step. */
export function laneText({ locks }: Trace, lock: number, { holdings }: TraceStep): string {
  const holding = holdings[lock];
  return holding === undefined ? FREE : holderText(locks[lock] as TraceLock, holding);
}

function holderText({ kind }: TraceLock, { writer, readers }: Holding): string {
  if (writer !== null) return kind === 'mutex' ? `M${writer}` : `W${writer}`;
  if (readers.length === 0) return FREE;
  return readers.length > 3 || readers.some((reader) => reader > 9) ? 'r*' : `r${readers.join('')}`;
}

function legendOf(trace: Trace, lock: number, shown: readonly TraceStep[]): string {
  const seen = new Map<string, string>();
  for (const step of shown) {
    const holding = step.holdings[lock];
    const text = laneText(trace, lock, step);
    if (holding !== undefined && text !== FREE && !seen.has(text))
      seen.set(text, `${text} = ${explained(trace, lock, holding)}`);
  }
  const name = ascii(trace.locks[lock]?.name ?? '');
  const examples = [...seen.values()].slice(0, MOST_LANES).join(', ');
  return `holder of ${name}  (${examples})`;
}

function explained({ locks }: Trace, lock: number, { writer, readers }: Holding): string {
  if (writer !== null)
    return locks[lock]?.kind === 'mutex' ? `held by CPU${writer}` : `write by CPU${writer}`;
  return `read by ${readers.map((reader) => `CPU${reader}`).join(' and ')}`;
}
