/**
 * The pool: several searches at once, each in a worker, results in the order in which they were asked for.
 *
 * What comes out does not depend on the number of workers. A worker that searched a small space takes the next job, because
 * starting one costs as much as thousands of states; after a large one it ends, so that its garbage counts against no
 * other search.
 */
import { setMaxListeners } from 'node:events';
import type { Model } from '../../model/index.ts';
import type { Progress, SearchResult } from '../../semantics/index.ts';
import { examining } from '../search-model.ts';
import { searchSmall } from '../small-search.ts';
import type { Job, JobOutcome, WorkerInput, WorkerProgram } from './job.ts';
import { sharedSpare } from './spare.ts';
import { WorkerThread } from './worker-thread.ts';

export interface PoolOptions {
  /** Processors to use, at least 1: searches at once, and helpers of large ones when no search waits. */
  readonly workers: number;
  readonly program: WorkerProgram;
  /** Limit of a worker's heap, in bytes. */
  readonly heapBytes: number;
  /** When it is aborted, searches end with what is complete. */
  readonly signal: AbortSignal;
  /** The model of a job, where the main thread has it: then a single small search needs no other thread. */
  readonly model?: Model;
  /** Hears of the job with this number: its latest figures, or null when it ended. */
  readonly onProgress: (job: number, progress: Progress | null) => void;
}

/** Distinct states up to which a space is small. */
const SMALL_STATES = 20_000;

/** Runs the jobs; the outcome of job `i` is the `i`th that comes. Never throws: what goes wrong in a worker is an outcome. */
export async function* runJobs(
  jobs: readonly Job[],
  options: PoolOptions,
): AsyncGenerator<JobOutcome, void, undefined> {
  const [only] = jobs;
  const small = jobs.length === 1 && only !== undefined ? searchedHere(only, options) : null;
  if (small !== null) {
    yield small;
    return;
  }
  const pool = new Pool(options);
  const outcomes = jobs.map((job, number) => pool.run(job, number));
  pool.lendFree();
  try {
    for (const outcome of outcomes) yield await outcome;
  } finally {
    await pool.close();
  }
}

function searchedHere(job: Job, { model, signal, program }: PoolOptions): JobOutcome | null {
  if (model === undefined || job.effectsBy !== null || signal.aborted) return null;
  try {
    const { limits, engine, reduction, notMemory } = job;
    const result = searchSmall({
      ...{ model, limits, engine, reduction, hooks: {} },
      ...examining(program.examine, notMemory),
    });
    return result === null ? null : { kind: 'searched', result, effects: [] };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

/** What a search that is done adds to the figures of a run: most end before they report anything. */
const lastProgress = ({ counts }: SearchResult): Progress => ({
  depth: counts.depth,
  generated: counts.generated,
  distinct: counts.distinct,
  queued: 0,
});

class Pool {
  readonly #options: PoolOptions;
  readonly #interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #spareCount = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #spare = sharedSpare(this.#spareCount);
  readonly #waiting: (() => void)[] = [];
  readonly #idle: WorkerThread<Job, JobOutcome>[] = [];
  readonly #raise = (): void => {
    Atomics.store(new Int32Array(this.#interrupt), 0, 1);
  };
  #free: number;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#free = options.workers;
    // One listener and one for each worker: no leak, however many workers there are.
    setMaxListeners(0, options.signal);
    options.signal.addEventListener('abort', this.#raise, { once: true });
  }

  async run(job: Job, number: number): Promise<JobOutcome> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    const outcome: JobOutcome = this.#options.signal.aborted
      ? { kind: 'notSearched', isStarted: false }
      : await this.#search(job, number);
    const next = this.#waiting.shift();
    if (next === undefined) this.#spare.giveBack(1);
    else next();
    return outcome;
  }

  /** No further jobs come: what is free now may help those that run. */
  lendFree(): void {
    this.#spare.giveBack(this.#free);
    this.#free = 0;
  }

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#raise);
    await Promise.all(this.#idle.map((thread) => thread.terminate()));
  }

  async #search(job: Job, number: number): Promise<JobOutcome> {
    const { onProgress } = this.#options;
    const thread = this.#idle.pop() ?? this.#newThread();
    const outcome = await thread.run(job, (progress) => onProgress(number, progress));
    if (outcome.kind === 'searched') onProgress(number, lastProgress(outcome.result));
    onProgress(number, null);
    if (outcome.kind === 'searched' && outcome.result.counts.distinct <= SMALL_STATES)
      this.#idle.push(thread);
    else await thread.terminate();
    return outcome;
  }

  #newThread(): WorkerThread<Job, JobOutcome> {
    const { program, heapBytes, signal } = this.#options;
    const workerData: WorkerInput = { interrupt: this.#interrupt, spare: this.#spareCount };
    return new WorkerThread<Job, JobOutcome>({
      ...{ url: program.url, workerData, heapBytes, signal },
      endings: {
        outOfMemory: { kind: 'outOfMemory', heapBytes },
        interrupted: { kind: 'notSearched', isStarted: true },
        failed: (message) => ({ kind: 'failed', message }),
      },
    });
  }
}
