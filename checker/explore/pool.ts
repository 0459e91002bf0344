/**
 * The pool: several searches at once, each in a worker, results in the order in which they were asked for.
 *
 * What comes out does not depend on the number of workers. An abort asks every search to stop with what is complete, and
 * ends those that do not within a moment.
 */
import { Worker } from 'node:worker_threads';
import type { Progress } from '../semantics/index.ts';
import type { Job, JobOutcome, WorkerInput, WorkerMessage } from './job.ts';

export interface PoolOptions {
  /** Searches at once, at least 1. */
  readonly workers: number;
  /** Limit of a worker's heap, in bytes. */
  readonly heapBytes: number;
  /** When it is aborted, searches end with what is complete. */
  readonly signal: AbortSignal;
  /** Hears of the job with this number: its latest figures, or null when it ended. */
  readonly onProgress: (job: number, progress: Progress | null) => void;
}

/** A search looks at the flag after a few hundred states; whoever has not answered by then is stopped. */
const PATIENCE_MS = 700;
const MEGABYTE = 2 ** 20;

/** Runs the jobs; the outcome of job `i` is the `i`th that comes. Never throws: what goes wrong in a worker is an outcome. */
export async function* runJobs(
  jobs: readonly Job[],
  options: PoolOptions,
): AsyncGenerator<JobOutcome, void, undefined> {
  const pool = new Pool(options);
  const outcomes = jobs.map((job, number) => pool.run(job, number));
  for (const outcome of outcomes) yield await outcome;
}

class Pool {
  readonly #options: PoolOptions;
  readonly #interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#free = options.workers;
    const raise = (): void => {
      Atomics.store(new Int32Array(this.#interrupt), 0, 1);
    };
    options.signal.addEventListener('abort', raise, { once: true });
    if (options.signal.aborted) raise();
  }

  async run(job: Job, number: number): Promise<JobOutcome> {
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    const outcome: JobOutcome = this.#options.signal.aborted
      ? { kind: 'notSearched', isStarted: false }
      : await this.#search(job, number);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
    return outcome;
  }

  async #search(job: Job, number: number): Promise<JobOutcome> {
    const { heapBytes, signal, onProgress } = this.#options;
    const workerData: WorkerInput = { job, interrupt: this.#interrupt };
    const worker = new Worker(new URL('./worker.js', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / MEGABYTE) },
    });
    const patience = stopAfterAbort(worker, signal);
    try {
      return await outcomeOf(worker, this.#options, (progress) => onProgress(number, progress));
    } finally {
      patience.dispose();
      onProgress(number, null);
      await worker.terminate();
    }
  }
}

/** Ends the worker a moment after an abort. */
function stopAfterAbort(worker: Worker, signal: AbortSignal): { dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    timer = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  signal.addEventListener('abort', arm, { once: true });
  return {
    dispose() {
      signal.removeEventListener('abort', arm);
      clearTimeout(timer);
    },
  };
}

function outcomeOf(
  worker: Worker,
  { heapBytes, signal }: PoolOptions,
  report: (progress: Progress) => void,
): Promise<JobOutcome> {
  return new Promise((resolve) => {
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') report(message.progress);
      else resolve(message.outcome);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      resolve(
        isMemory
          ? { kind: 'outOfMemory', heapBytes }
          : { kind: 'failed', message: error.stack ?? error.message },
      );
    });
    worker.on('exit', (code) =>
      resolve(
        signal.aborted
          ? { kind: 'notSearched', isStarted: true }
          : { kind: 'failed', message: `the worker ended with code ${code} and without a result` },
      ),
    );
  });
}
