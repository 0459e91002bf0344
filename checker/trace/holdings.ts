/**
 * Who has a lock, read off its cells: lanes of a trace, lines of a deadlock, facts of a false clause.
 */
import type { ModelLock } from '../model/index.ts';
import type { State } from '../semantics/index.ts';
import type { Holding } from './trace.ts';

/** Turns the number of a process into the number of a thread of the trace. */
export type ThreadOf = (process: number) => number;

export function holdingOf(
  { writer, readers, waiting }: ModelLock,
  { cells }: State,
  threadOf: ThreadOf,
): Holding {
  const owner = cells.get(writer) as number;
  const members = (cell: number | null): readonly number[] =>
    cell === null ? [] : bitsOf(cells.get(cell) as number).map(threadOf);
  return Object.freeze({
    writer: owner < 0 ? null : threadOf(owner),
    readers: Object.freeze(members(readers)),
    waiting: Object.freeze(members(waiting)),
  });
}

/** `held for write by CPU0`, `held for read by CPU1, CPU2; CPU0 queued`, `held by CPU0` for a mutex, `free`. */
export function holdingText(
  { writer, readers, waiting }: Holding,
  kind: ModelLock['kind'],
): string {
  const held =
    writer !== null
      ? `held ${kind === 'mutex' ? '' : 'for write '}by ${names([writer, ...readers])}`
      : readers.length > 0
        ? `held for read by ${names(readers)}`
        : 'free';
  return waiting.length === 0 ? held : `${held}; ${names(waiting)} queued`;
}

const names = (threads: readonly number[]): string =>
  threads.map((thread) => `CPU${thread}`).join(', ');

/** The lock to which a cell belongs. */
export const lockWithCell = (locks: readonly ModelLock[], cell: number): ModelLock | undefined =>
  locks.find(({ writer, readers, waiting }) => [writer, readers, waiting].includes(cell));

function bitsOf(mask: number): readonly number[] {
  return Array.from({ length: 31 }, (_, bit) => bit).filter((bit) => (mask & (1 << bit)) !== 0);
}
