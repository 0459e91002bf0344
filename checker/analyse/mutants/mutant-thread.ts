/**
 * A thread that judges mutants, as the main thread sees it: one at a time, and an answer whatever happens to it.
 */
import { Worker } from 'node:worker_threads';
import type { Progress } from '../../semantics/index.ts';
import type { MutantRequest, MutantsJob, MutantsMessage } from './mutants-job.ts';

export type Answer =
  | Exclude<MutantsMessage, { readonly kind: 'progress' }>
  /** The thread is gone: its heap was exhausted, or it had to be stopped. */
  | { readonly kind: 'gone'; readonly bound: 'max-mem' | 'interrupted' };

export interface ThreadOptions {
  /** Limit of the heap of the thread, in bytes. */
  readonly heapBytes: number;
  /** One flag; 1 asks for what there is. */
  readonly interrupt: SharedArrayBuffer;
  readonly signal: AbortSignal;
}

const MEGABYTE = 2 ** 20;
/** A search looks at the flag several times a second; whoever has not answered by then is stopped. */
const PATIENCE_MS = 700;

export class MutantThread {
  readonly #signal: AbortSignal;
  readonly #worker: Worker;
  #answer: (answer: Answer) => void = () => {};
  #report: (progress: Progress) => void = () => {};

  constructor(job: MutantsJob, { heapBytes, interrupt, signal }: ThreadOptions) {
    this.#signal = signal;
    this.#worker = new Worker(new URL('./mutants-worker.js', import.meta.url), {
      workerData: { interrupt, job },
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / MEGABYTE) },
    });
    this.#worker.on('message', (message: MutantsMessage) => {
      if (message.kind === 'progress') this.#report(message.progress);
      else this.#answer(message);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#answer(failure(error)));
    this.#worker.on('exit', (code) => this.#answer(this.#ending(code)));
  }

  /** Judges one mutant. Never throws. */
  async judge(request: MutantRequest, report: (progress: Progress) => void): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      timer = setTimeout(() => void this.terminate(), PATIENCE_MS);
    };
    this.#signal.addEventListener('abort', arm, { once: true });
    this.#report = report;
    const answer = await new Promise<Answer>((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage(request);
    });
    this.#signal.removeEventListener('abort', arm);
    clearTimeout(timer);
    return answer;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #ending(code: number): Answer {
    return this.#signal.aborted
      ? { kind: 'gone', bound: 'interrupted' }
      : { kind: 'failed', message: `the worker ended with code ${code} and without a result` };
  }
}

const failure = (error: NodeJS.ErrnoException): Answer =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { kind: 'gone', bound: 'max-mem' }
    : { kind: 'failed', message: error.stack ?? error.message };
