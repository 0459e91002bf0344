/**
 * How much memory a search may take: what the heap of a worker is limited to, and where the search stops by itself.
 *
 * The two differ on purpose: a search that stops by itself reports the last complete level, a heap that is exhausted
 * reports nothing.
 */
import { totalmem } from 'node:os';

/** Share of the machine that all workers together may take; the rest is for the system and the main thread. */
const SHARE_OF_MACHINE = 0.75;
/** Share of a worker's heap at which the search stops: garbage that is not collected yet counts too. */
const SHARE_OF_HEAP = 0.85;
/** V8 spends more time on collecting than a larger heap would bring. */
const MOST_HEAP_BYTES = 24 * 2 ** 30;
const LEAST_HEAP_BYTES = 128 * 2 ** 20;

export interface MemoryPlan {
  /** Limit of a worker's heap. */
  readonly heapBytes: number;
  /** Heap use at which the search ends with `max-mem`. */
  readonly limitBytes: number;
}

/** Divides the memory of the machine, or of the container, among the workers; `maxMemoryBytes` is the wish of the user per search. */
export function planMemory(workers: number, maxMemoryBytes?: number): MemoryPlan {
  if (maxMemoryBytes !== undefined)
    return { heapBytes: bounded(maxMemoryBytes / SHARE_OF_HEAP), limitBytes: maxMemoryBytes };
  const heapBytes = bounded((memoryBytes() * SHARE_OF_MACHINE) / workers);
  return { heapBytes, limitBytes: Math.floor(heapBytes * SHARE_OF_HEAP) };
}

const bounded = (bytes: number): number =>
  Math.floor(Math.min(MOST_HEAP_BYTES, Math.max(LEAST_HEAP_BYTES, bytes)));

/** Bytes of the machine, or of the container if that has less. */
export function memoryBytes(): number {
  const constrained = process.constrainedMemory();
  return constrained === undefined || constrained === 0
    ? totalmem()
    : Math.min(totalmem(), constrained);
}
