/**
 * Who waits for whom: the circle of a deadlock, if there is one.
 */
import type { Wait } from './trace.ts';

/** Threads of which each waits for a lock that the next one has, the first again at the end; empty when there is no circle. */
export function waitCycle(waits: readonly Wait[]): readonly number[] {
  for (const { thread } of waits) {
    const cycle = cycleFrom(thread, [], waits);
    if (cycle !== null) return cycle;
  }
  return [];
}

/** The way back to where `path` began. */
function cycleFrom(
  thread: number,
  path: readonly number[],
  waits: readonly Wait[],
): readonly number[] | null {
  if (thread === path[0]) return [...path, thread];
  if (path.includes(thread)) return null;
  for (const next of waitsFor(thread, waits)) {
    const cycle = cycleFrom(next, [...path, thread], waits);
    if (cycle !== null) return cycle;
  }
  return null;
}

/** Those that have what a thread waits for; a reader waits for queued writers too. */
function waitsFor(thread: number, waits: readonly Wait[]): readonly number[] {
  const locks = waits.find((wait) => wait.thread === thread)?.locks ?? [];
  return locks.flatMap(({ mode, holding: { writer, readers, waiting } }) => [
    ...(writer === null ? [] : [writer]),
    ...(mode === 'read' ? [] : readers),
    ...(mode === 'read' ? waiting : []),
  ]);
}
