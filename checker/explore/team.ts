/**
 * The workers of one search: the coordinator alone at first, with helpers when the search grows large and processors are free.
 *
 * Every phase ends at a barrier, so between two phases the coordinator is the only one who reads or writes the memory. What
 * a phase does to the set of states does not depend on who did which part of it.
 */
import { Worker } from 'node:worker_threads';
import { generate, type SearchCode } from './code/module.ts';
import type { HelperInput } from './helper.ts';
import { ControlBlock, type Phase } from './memory/control-block.ts';
import { BLOCK_STATES, type MemoryMap, MOST_WORKERS } from './memory/memory-map.ts';
import type { Task } from './reduction/reduction.ts';
import { leaveBlock, runChunks } from './run-chunks.ts';

/** Processors that nobody uses: taken for helpers, given back at the end. */
export interface Spare {
  readonly take: (most: number) => number;
  readonly giveBack: (workers: number) => void;
}

export interface Figures {
  readonly added: number;
  readonly generated: number;
}

const QUIT: Phase = { kind: 'quit', low: 0, high: 0, chunkStates: 1, highWater: 0 };

export class Team {
  readonly control: ControlBlock;
  readonly #task: Task;
  readonly #map: MemoryMap;
  readonly #memory: WebAssembly.Memory;
  readonly #spare: Spare;
  #code: SearchCode;
  #shared: WebAssembly.Module | null = null;
  #threads: Worker[] = [];
  #helpers = 0;
  #hasStragglers = false;
  /** Figures of the code that was used before helpers came. */
  #before: Figures = { added: 0, generated: 0 };

  constructor(task: Task, map: MemoryMap, memory: WebAssembly.Memory, spare: Spare) {
    this.#task = task;
    this.#map = map;
    this.#memory = memory;
    this.#spare = spare;
    this.control = new ControlBlock(memory.buffer, map.state);
    this.#code = this.#instance(this.#compiled(false));
    this.#code.setStore(map.store | 0, 0);
  }

  /** The coordinator's own code; for what one thread does alone. */
  get code(): SearchCode {
    return this.#code;
  }

  get workers(): number {
    return this.#helpers + 1;
  }

  /** Address behind the last state, or behind the last reserved block. */
  get storeTop(): number {
    return this.#helpers > 0 ? this.control.storeTop : this.#code.top() >>> 0;
  }

  get figures(): Figures {
    let added = this.#before.added + this.#code.added();
    let generated = this.#before.generated + Number(this.#code.generated());
    for (let worker = 1; worker <= this.#helpers; worker++) {
      const tally = this.control.tallyOf(worker);
      added += tally.added;
      generated += tally.generated;
    }
    return { added, generated };
  }

  /** Runs a phase to its end, or until `stop` is called on the control block. */
  run(phase: Phase, look: () => void = () => {}): void {
    this.control.prepare(phase);
    if (this.#helpers > 0) {
      leaveBlock(this.#code);
      this.control.release(this.#helpers);
    }
    const storeTop = (): number => this.storeTop;
    runChunks({ code: this.#code, control: this.control, storeTop, look });
    if (this.#helpers > 0) this.control.awaitHelpers();
  }

  /** Sends for helpers; they take part once they have all come, which `isAwaited` waits for. */
  enlist(isAwaited: boolean): void {
    if (this.#threads.length === 0) this.#callHelpers();
    if (isAwaited) this.control.awaitReady(this.#threads.length);
    if (
      this.#helpers === 0 &&
      this.#threads.length > 0 &&
      this.control.ready === this.#threads.length
    )
      this.#admit();
  }

  /** Sends the helpers away: those that take part end by themselves, those that were still on their way are stopped. */
  disband(): void {
    const { length } = this.#threads;
    if (length === 0) return;
    if (this.#helpers > 0) {
      this.control.prepare(QUIT);
      this.control.release(this.#helpers);
      this.control.awaitHelpers();
    } else {
      this.#hasStragglers = true;
      for (const thread of this.#threads) void thread.terminate();
    }
    this.#threads = [];
    this.#spare.giveBack(length);
  }

  /** A helper may still arrive and write its name into the memory: no other search may have it. */
  get hasStragglers(): boolean {
    return this.#hasStragglers;
  }

  #callHelpers(): void {
    const wanted = this.#spare.take(MOST_WORKERS - 1);
    if (wanted === 0) return;
    const module = this.#sharedModule();
    this.#threads = Array.from({ length: wanted }, (_, at) => {
      const workerData: HelperInput = {
        module,
        memory: this.#memory,
        worker: at + 1,
        batch: this.#batchOf(at + 1),
        state: this.#map.state,
      };
      return new Worker(new URL('./helper.js', import.meta.url), { workerData });
    });
  }

  /** From now on the table is shared: the coordinator, too, uses the code that claims slots. */
  #admit(): void {
    const { storeTop } = this;
    this.#before = this.figures;
    this.#code = this.#instance(this.#sharedModule());
    const block = BLOCK_STATES * this.#map.state;
    const aligned = this.#map.store + Math.ceil((storeTop - this.#map.store) / block) * block;
    this.control.storeTop = aligned;
    this.#helpers = this.#threads.length;
  }

  #instance(module: WebAssembly.Module): SearchCode {
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    const code = exports as SearchCode;
    code.setWorker(this.#batchOf(0));
    return code;
  }

  #sharedModule(): WebAssembly.Module {
    this.#shared ??= this.#compiled(true);
    return this.#shared;
  }

  #compiled(isShared: boolean): WebAssembly.Module {
    const { program, layout, permuted, stubborn } = this.#task;
    const context = { layout, map: this.#map, isShared, permuted, stubborn };
    return new WebAssembly.Module(generate(program, context));
  }

  #batchOf(worker: number): number {
    return this.#map.batch + worker * this.#map.batchBytes;
  }
}
