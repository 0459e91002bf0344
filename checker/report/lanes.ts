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
}

const MOST_LANES = 3;
const FREE = '--';

/** The lanes of a trace. Of more than three locks, those of the deadlock, then those most often taken. */
export function lanesOf(trace: Trace): readonly Lane[] {
  const chosen = trace.locks
    .map((_, lock) => lock)
    .sort((a, b) => weight(trace, b) - weight(trace, a) || a - b)
    .slice(0, MOST_LANES)
    .sort((a, b) => a - b);
  return chosen.map((lock, at) => {
    const title = chosen.length === 1 ? 'L' : `L${at + 1}`;
    const widths = textsIn(trace, lock).map((text) => text.length);
    return { lock, title, width: Math.max(2, title.length, ...widths) };
  });
}

function weight(trace: Trace, lock: number): number {
  const name = trace.locks[lock]?.name;
  const { ending } = trace;
  const waits = ending.kind === 'deadlock' ? ending.waits : [];
  const isWaitedFor = waits.some(({ locks }) => locks.some((each) => each.name === name));
  return (
    (isWaitedFor ? trace.steps.length : 0) +
    textsIn(trace, lock).filter((text) => text !== FREE).length
  );
}

const textsIn = (trace: Trace, lock: number): readonly string[] =>
  trace.steps.map((step) => laneText(trace, lock, step));

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

/** One line of explanation per lane: `holder of memory_lock  (W0 = write by CPU0)`. */
export function laneLegend(trace: Trace, { lock }: Lane): string {
  const seen = new Map<string, string>();
  for (const step of trace.steps) {
    const holding = step.holdings[lock];
    const text = laneText(trace, lock, step);
    if (holding !== undefined && text !== FREE && !seen.has(text))
      seen.set(text, `${text} = ${explained(trace, lock, holding)}`);
  }
  const name = ascii(trace.locks[lock]?.name ?? '');
  return seen.size === 0
    ? `holder of ${name}`
    : `holder of ${name}  (${[...seen.values()].slice(0, MOST_LANES).join(', ')})`;
}

function explained({ locks }: Trace, lock: number, { writer, readers }: Holding): string {
  if (writer !== null)
    return locks[lock]?.kind === 'mutex' ? `held by CPU${writer}` : `write by CPU${writer}`;
  return `read by ${readers.map((reader) => `CPU${reader}`).join(' and ')}`;
}
