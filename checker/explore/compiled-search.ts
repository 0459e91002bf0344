/**
 * Breadth-first search of the whole space with generated code, level by level.
 *
 * A level is first judged, then expanded. Generated code only notes that something was seen; at which level that was is all that a verdict needs,
 * and the trace is found afterwards (`trace-walk.ts`). What comes out is what the reference search would say, to the byte.
 */
import { type Layout, Machine, type Program, pack, type Row } from '../compile/index.ts';
import type { Bound, Completion, Counts, Coverage, Limits, Progress } from '../semantics/index.ts';
import { groupSlots } from './code/table.ts';
import { startedRows } from './initial-rows.ts';
import { type Level, TableSize } from './memory/level-store.ts';
import { BLOCK_STATES, type MemoryMap, mapMemory, PAGE } from './memory/memory-map.ts';
import { returnMemory, takeMemory } from './memory/search-memory.ts';
import { type Reduction, type Task, taskOf, wholeCoverage } from './reduction/reduction.ts';
import { type Sighting, Sightings } from './sightings.ts';
import { type Spare, Team } from './team.ts';

export interface CompiledHooks {
  readonly onProgress?: (progress: Progress) => void;
  readonly isInterrupted?: () => boolean;
  readonly spare?: Spare;
  /** Distinct states from which on helpers are sent for. */
  readonly helpersFrom?: number;
  /** Waits until they have come: a small search would be over before. */
  readonly areHelpersAwaited?: boolean;
  /** How to lay out states, where the usual way is not wanted. */
  readonly layOut?: (program: Program) => Layout;
  readonly reduction?: Reduction;
}

/** What the search knows when it ends, still in its own memory. */
export interface Explored {
  readonly program: Program;
  readonly layout: Layout;
  readonly machine: Machine;
  readonly map: MemoryMap;
  readonly memory: WebAssembly.Memory;
  readonly team: Team;
  readonly levels: readonly Level[];
  readonly initial: readonly Row[];
  readonly counts: Counts;
  readonly completion: Completion;
  readonly sightings: readonly Sighting[];
  readonly coverage: Coverage;
  readonly reduction: Reduction | null;
  /** Address behind everything that was written to the room of the table after the search. */
  readonly notes: { end: number };
  /** Some process went nowhere from its start. */
  readonly hasStartFailed: boolean;
}

/** States between two looks at the clock, at most: about a millisecond. */
const CHUNK_STATES = 4096;
/** From so many states on helpers are worth their start. */
const LARGE_STATES = 100_000;

/** Above every address. */
const ANYWHERE = 2 ** 32 - 1;

const NO_SPARE: Spare = { take: () => 0, giveBack: () => {} };

/** Explores the space of a program and hands what it found to `take`; the memory is gone when that returns. */
export function explore<T>(
  program: Program,
  limits: Limits,
  hooks: CompiledHooks,
  take: (explored: Explored) => T,
): T {
  const search = new CompiledSearch(program, limits, hooks);
  try {
    return take(search.run());
  } finally {
    search.close();
  }
}

class CompiledSearch {
  readonly #program: Program;
  readonly #task: Task;
  readonly #limits: Limits;
  readonly #hooks: CompiledHooks;
  readonly #layout: Layout;
  readonly #machine: Machine;
  readonly #memory: WebAssembly.Memory;
  readonly #map: MemoryMap;
  readonly #team: Team;
  readonly #size: TableSize;
  readonly #sightings: Sightings;
  readonly #levels: Level[] = [];
  readonly #initial: Row[] = [];
  readonly #startedMs = performance.now();
  readonly #notes = { end: 0 };
  #bound: Bound | null = null;

  constructor(program: Program, limits: Limits, hooks: CompiledHooks) {
    this.#program = program;
    this.#limits = limits;
    this.#hooks = hooks;
    this.#task = taskOf(program, hooks);
    this.#layout = this.#task.layout;
    this.#machine = new Machine(program);
    this.#memory = takeMemory();
    this.#map = mapMemory(program, this.#layout, this.#memory.buffer.byteLength / PAGE);
    const spare = hooks.spare ?? NO_SPARE;
    this.#team = new Team(this.#task, this.#map, this.#memory, spare);
    const limit = limits.maxMemoryBytes ?? Number.POSITIVE_INFINITY;
    this.#size = new TableSize(this.#map, groupSlots(this.#layout), limit);
    this.#sightings = new Sightings(program, this.#map, this.#memory);
  }

  run(): Explored {
    this.#size.start(this.#program.mostSuccessors);
    this.#resize();
    this.#seed();
    let generated = this.#figures.generated;
    for (let depth = 0; ; depth++) {
      const level = this.#levels[depth] as Level;
      this.#judge(level, depth);
      const counts = { distinct: this.#figures.added, generated, depth };
      const seen = this.#sightings.snapshot();
      const cut = (bound: Bound): Explored => this.#explored(counts, seen, bound, level.states);
      if (depth === this.#limits.maxDepth) return cut('max-depth');
      if (this.#limits.first === true && seen.sightings.length > 0) return cut('first');
      this.#expand(level, depth);
      if (this.#bound !== null) return cut(this.#bound);
      this.#sightings.expanded(depth);
      ({ generated } = this.#figures);
      const next = this.#levelAfter(level);
      if (next.states === 0)
        return this.#explored({ ...counts, generated }, this.#sightings.snapshot(), null, 0);
      this.#levels.push(next);
      if (this.#figures.added >= (this.#hooks.helpersFrom ?? LARGE_STATES))
        this.#team.enlist(this.#hooks.areHelpersAwaited === true);
    }
  }

  close(): void {
    const { storeTop } = this.#team;
    this.#team.disband();
    if (!this.#team.hasStragglers) returnMemory(this.#memory, this.#map, this.#usedTable, storeTop);
  }

  get #figures() {
    return this.#team.figures;
  }

  /** Notes for traces lie in the room of the table and may go beyond its end. */
  get #usedTable(): number {
    return Math.max(this.#size.end, this.#notes.end);
  }

  #seed(): void {
    const { code } = this.#team;
    const words = new BigUint64Array(this.#memory.buffer, this.#map.batch, this.#layout.words);
    for (const started of startedRows(this.#program, this.#machine)) {
      for (const leaf of started.leaves) this.#sightings.passed(leaf);
      if (started.isFailed) this.#sightings.startFailed();
      words.set(pack(this.#layout, started.row));
      code.represent(this.#map.batch);
      const before = code.added();
      code.seed(this.#map.batch);
      // Of states with one representative the first comes first in the choice of a trace, too.
      if (code.added() > before) this.#initial.push(started.row);
      this.#grow();
    }
    const hi = this.#team.storeTop;
    this.#levels.push({ lo: this.#map.store, hi, states: this.#initial.length });
  }

  #wholeCoverage(coverage: Coverage): Coverage {
    const symmetry = this.#hooks.reduction?.symmetry ?? null;
    return symmetry === null ? coverage : wholeCoverage(coverage, this.#program.model, symmetry);
  }

  #judge({ lo, hi }: Level, depth: number): void {
    const chunkStates = CHUNK_STATES;
    this.#team.run({ kind: 'judge', low: lo, high: hi, chunkStates, highWater: ANYWHERE });
    this.#sightings.judged(depth);
  }

  /** Expands a level; sets `#bound` where a limit cuts it. */
  #expand({ lo, hi }: Level, depth: number): void {
    const look = (): void => this.#look(depth);
    for (let low = lo; low < hi; low = this.#team.control.position) {
      if (!this.#grow()) this.#bound = 'max-mem';
      if (this.#bound !== null) return;
      const fan = this.#program.mostSuccessors * this.#team.workers;
      const chunkStates = this.#size.chunk(fan, CHUNK_STATES);
      const highWater = this.#highWater(chunkStates * fan + BLOCK_STATES * this.#team.workers);
      this.#team.run({ kind: 'expand', low, high: hi, chunkStates, highWater }, look);
      this.#bound ??= this.#overLimit();
    }
  }

  /** Where the table is full, or where the store may not have room for so many states more. */
  #highWater(reserve: number): number {
    const { store, state, end } = this.#map;
    return Math.min(store + this.#size.full * state, end - reserve * state);
  }

  #look(depth: number): void {
    const { added, generated } = this.#figures;
    const { onProgress, isInterrupted } = this.#hooks;
    const queued = added - this.#levels.reduce((sum, { states }) => sum + states, 0);
    onProgress?.({ depth, generated, distinct: added, queued });
    this.#bound = isInterrupted?.() === true ? 'interrupted' : this.#overLimit();
    if (this.#bound !== null) this.#team.control.stop();
  }

  /** Slots in use; of several workers the figures come late, so their room in the store is counted. */
  get #stored(): number {
    return (this.#team.storeTop - this.#map.store) / this.#map.state;
  }

  #overLimit(): Bound | null {
    const { maxStates, maxTimeMs, maxMemoryBytes } = this.#limits;
    if (maxStates !== undefined && this.#figures.added > maxStates) return 'max-states';
    if (maxTimeMs !== undefined && performance.now() - this.#startedMs > maxTimeMs)
      return 'max-time';
    if (this.#team.storeTop > this.#map.end - PAGE) return 'max-mem';
    const used = this.#team.storeTop - this.#map.store + this.#size.bytes;
    return used > (maxMemoryBytes ?? Number.POSITIVE_INFINITY) ? 'max-mem' : null;
  }

  #grow(): boolean {
    if (this.#stored <= this.#size.full) return true;
    const storeBytes = this.#team.storeTop - this.#map.store;
    const before = this.#size.end;
    if (!this.#size.grow(this.#stored, storeBytes)) return false;
    this.#resize();
    this.#team.code.spread(before | 0);
    return true;
  }

  #resize(): void {
    const { groups, end } = this.#size;
    this.#team.code.setTable(BigInt(groups), end | 0);
    this.#team.control.table = [groups, end];
  }

  #levelAfter({ hi }: Level): Level {
    const before = this.#levels.reduce((sum, { states }) => sum + states, 0);
    return { lo: hi, hi: this.#team.storeTop, states: this.#figures.added - before };
  }

  #explored(
    counts: Counts,
    { sightings, coverage }: ReturnType<Sightings['snapshot']>,
    bound: Bound | null,
    unexpanded: number,
  ): Explored {
    this.#team.disband();
    return {
      program: this.#program,
      layout: this.#layout,
      machine: this.#machine,
      map: this.#map,
      memory: this.#memory,
      team: this.#team,
      levels: this.#levels,
      initial: this.#initial,
      counts: Object.freeze(counts),
      completion: Object.freeze(
        bound === null ? { kind: 'complete' } : { kind: 'limitReached', bound, unexpanded },
      ),
      sightings,
      coverage: this.#wholeCoverage(coverage()),
      reduction: this.#hooks.reduction ?? null,
      notes: this.#notes,
      hasStartFailed: this.#sightings.hasStartFailed,
    };
  }
}
