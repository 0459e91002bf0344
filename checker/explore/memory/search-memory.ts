/**
 * The memory of a search: as much address space as the machine gives, used again by the next search of the same thread.
 *
 * Only touched pages cost memory. A small search cleans up what it touched; after a large one the memory is given back.
 */
import type { MemoryMap } from './memory-map.ts';
import { MOST_PAGES } from './memory-map.ts';

/** Up to here, cleaning is quicker than giving back. */
const SMALL_BYTES = 64 * 2 ** 20;
const FEWEST_PAGES = 1024;

let spare: WebAssembly.Memory | null = null;

/** A memory of zeros; throws if the machine does not even give 64 MiB of address space. */
export function takeMemory(): WebAssembly.Memory {
  const memory = spare ?? allocate();
  spare = null;
  return memory;
}

/** Gives a memory back of which everything below `tableEnd` and the store up to `storeTop` was used. */
export function returnMemory(
  memory: WebAssembly.Memory,
  { table, store }: Pick<MemoryMap, 'table' | 'store'>,
  tableEnd: number,
  storeTop: number,
): void {
  if (tableEnd - table + (storeTop - store) > SMALL_BYTES) return;
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0, 0, tableEnd);
  bytes.fill(0, store, storeTop);
  spare = memory;
}

function allocate(): WebAssembly.Memory {
  for (let pages = MOST_PAGES; ; pages /= 2) {
    try {
      return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
    } catch (error) {
      if (pages <= FEWEST_PAGES || !(error instanceof RangeError)) throw error;
    }
  }
}
