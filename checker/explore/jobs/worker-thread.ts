/**
 * A worker as the main thread sees it: takes one job at a time and answers each with an outcome, whatever happens to the thread.
 */
import { Worker } from 'node:worker_threads';
import type { Progress } from '../../semantics/index.ts';
import type { Examine } from '../search-model.ts';
import type { Job, JobOutcome, WorkerInput, WorkerMessage } from './job.ts';

/** What a worker runs, and what it looks for races with. */
export interface WorkerProgram {
  /** Of a module that calls `serveSearches(examine)`. */
  readonly url: URL;
  readonly examine: Examine;
}

export interface ThreadOptions {
  readonly program: WorkerProgram;
  /** Limit of the heap, in bytes. */
  readonly heapBytes: number;
  /** One flag; 1 asks the search to stop. */
  readonly interrupt: SharedArrayBuffer;
  /** Number of processors that nobody uses. */
  readonly spare: SharedArrayBuffer;
  readonly signal: AbortSignal;
}

const MEGABYTE = 2 ** 20;
/** A search looks at the flag after a few hundred states; whoever has not answered by then is stopped. */
const PATIENCE_MS = 700;

export class WorkerThread {
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  #answer: (outcome: JobOutcome) => void = () => {};
  #report: (progress: Progress) => void = () => {};

  constructor(options: ThreadOptions) {
    this.#options = options;
    const { program, heapBytes, interrupt, spare } = options;
    const workerData: WorkerInput = { interrupt, spare };
    this.#worker = new Worker(program.url, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / MEGABYTE) },
    });
    this.#worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'progress') this.#report(message.progress);
      else this.#answer(message.outcome);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#answer(this.#failure(error)));
    this.#worker.on('exit', (code) => this.#answer(this.#end(code)));
  }

  /** Searches. An abort that the search does not hear of in time ends the thread. */
  async run(job: Job, report: (progress: Progress) => void): Promise<JobOutcome> {
    const { signal } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      timer = setTimeout(() => void this.terminate(), PATIENCE_MS);
    };
    signal.addEventListener('abort', arm, { once: true });
    this.#report = report;
    const outcome = await new Promise<JobOutcome>((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage(job);
    });
    signal.removeEventListener('abort', arm);
    clearTimeout(timer);
    return outcome;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #failure(error: NodeJS.ErrnoException): JobOutcome {
    const { heapBytes } = this.#options;
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? { kind: 'outOfMemory', heapBytes }
      : { kind: 'failed', message: error.stack ?? error.message };
  }

  #end(code: number): JobOutcome {
    return this.#options.signal.aborted
      ? { kind: 'notSearched', isStarted: true }
      : { kind: 'failed', message: `the worker ended with code ${code} and without a result` };
  }
}
