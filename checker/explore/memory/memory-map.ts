/**
 * Where things lie in the memory that all workers of a search share: one WebAssembly memory of fixed maximum size, whose untouched pages
 * cost nothing.
 *
 *     control | flags | batches, one per worker | table, grows upwards | store, grows upwards
 *
 * All addresses are in bytes. The table gets the first half and the store the second; the notes that the choice of a trace needs
 * reuse the table's half when the search is over.
 */
import { batchStride, type Flags, type Layout, type Program } from '../../compile/index.ts';

/** Bytes of a page of WebAssembly memory. */
export const PAGE = 65_536;
/** 4 GiB: what 32-bit addresses reach. */
export const MOST_PAGES = 65_536;

/** Successors that are collected before the table is asked about them: their cache lines should all stay in the first level. */
export const BATCH = 512;
/** States that a worker of several reserves in the store at a time. */
export const BLOCK_STATES = 256;
export const MOST_WORKERS = 64;

/** Address of the end of the store, of which several workers reserve blocks. */
export const STORE_TOP = 64;
const FLAGS_AT = 4096;
const LINE = 64;

export interface MemoryMap {
  readonly pages: number;
  /** Bytes of a state. */
  readonly state: number;
  /** Bytes of a successor in a batch. */
  readonly stride: number;
  readonly flags: FlagMap;
  /** The batch of worker number 0, and the distance to the next. */
  readonly batch: number;
  readonly batchBytes: number;
  readonly table: number;
  readonly store: number;
  readonly end: number;
}

export interface FlagMap extends Flags {
  readonly start: number;
  readonly end: number;
  /** By number of the clause in the program. */
  readonly premise: (clause: number) => number;
  readonly violated: (clause: number) => number;
  readonly goal: (goal: number) => number;
  readonly misread: number;
  readonly deadlock: number;
}

/** `pages` of 64 KiB: how much memory the machine gave. */
export function mapMemory(program: Program, layout: Layout, pages: number): MemoryMap {
  const stride = batchStride(layout);
  const flags = mapFlags(program);
  const batch = upTo(flags.end, LINE);
  const batchBytes = upTo((BATCH + program.mostSuccessors + 1) * stride, LINE);
  const table = upTo(batch + MOST_WORKERS * batchBytes, PAGE);
  const end = pages * PAGE - PAGE;
  const state = 8 * layout.words;
  // States start at a multiple of their size above `table`, so the room is whole states.
  const store = upTo(table + Math.floor((end - table) / 2), PAGE);
  return Object.freeze({ pages, state, stride, flags, batch, batchBytes, table, store, end });
}

function mapFlags({ leaves, clauses, goals, model }: Program): FlagMap {
  const premises = FLAGS_AT + leaves.length;
  const violated = premises + clauses.length;
  const reached = violated + clauses.length;
  const failed = reached + goals.length;
  const rest = failed + model.properties.length;
  return Object.freeze({
    start: FLAGS_AT,
    end: rest + 2,
    leaf: (leaf: number) => FLAGS_AT + leaf,
    premise: (clause: number) => premises + clause,
    violated: (clause: number) => violated + clause,
    goal: (goal: number) => reached + goal,
    failed: (property: number) => failed + property,
    misread: rest,
    deadlock: rest + 1,
  });
}

const upTo = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;
