/**
 * A worker as the main thread sees it: takes one request at a time and answers each, whatever happens to the thread.
 */
import { Worker } from 'node:worker_threads';
import type { Progress } from '../../semantics/index.ts';
import type { ThreadInput, ThreadMessage } from './answer-requests.ts';

/** What stands for an answer where the thread gives none. */
interface Endings<Answer> {
  /** The heap of the thread was exhausted before a limit could stop the search. */
  readonly outOfMemory: Answer;
  /** So busy when the signal was raised that it had to be stopped. */
  readonly interrupted: Answer;
  /** A bug: the thread died. */
  readonly failed: (message: string) => Answer;
}

interface ThreadOptions<Answer> {
  /** Of a module that calls `answerRequests`. */
  readonly url: URL;
  /** What the thread is started with. */
  readonly workerData: ThreadInput;
  /** Limit of the heap, in bytes. */
  readonly heapBytes: number;
  readonly signal: AbortSignal;
  readonly endings: Endings<Answer>;
}

const MEGABYTE = 2 ** 20;
/** A search looks at the flag several times a second; whoever has not answered by then is stopped. */
const PATIENCE_MS = 700;

export class WorkerThread<Request, Answer> {
  readonly #options: ThreadOptions<Answer>;
  readonly #worker: Worker;
  #answer: (answer: Answer) => void = () => {};
  #report: (progress: Progress) => void = () => {};

  constructor(options: ThreadOptions<Answer>) {
    this.#options = options;
    const { url, workerData, heapBytes } = options;
    this.#worker = new Worker(url, {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / MEGABYTE) },
    });
    this.#worker.on('message', (message: ThreadMessage<Answer>) => {
      if (message.kind === 'progress') this.#report(message.progress);
      else this.#answer(message.answer);
    });
    this.#worker.on('error', (error: NodeJS.ErrnoException) => this.#answer(this.#failure(error)));
    this.#worker.on('exit', (code) => this.#answer(this.#end(code)));
  }

  /** Never throws. An abort that the thread does not hear of in time ends it. */
  async run(request: Request, report: (progress: Progress) => void): Promise<Answer> {
    const { signal } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      timer = setTimeout(() => void this.terminate(), PATIENCE_MS);
    };
    signal.addEventListener('abort', arm, { once: true });
    this.#report = report;
    const answer = await new Promise<Answer>((resolve) => {
      this.#answer = resolve;
      this.#worker.postMessage(request);
    });
    signal.removeEventListener('abort', arm);
    clearTimeout(timer);
    return answer;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #failure(error: NodeJS.ErrnoException): Answer {
    const { outOfMemory, failed } = this.#options.endings;
    return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? outOfMemory
      : failed(error.stack ?? error.message);
  }

  #end(code: number): Answer {
    const { signal, endings } = this.#options;
    return signal.aborted
      ? endings.interrupted
      : endings.failed(`the worker ended with code ${code} and without a result`);
  }
}
