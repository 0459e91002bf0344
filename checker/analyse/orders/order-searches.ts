/**
 * Searches of single orders: small ones at once, others in threads of their own, because a busy main thread never hears of a signal.
 */
import { searchSmall, WorkerThread } from '../../explore/index.ts';
import type { Model } from '../../model/index.ts';
import type { Bound, Limits, Progress, SearchResult } from '../../semantics/index.ts';

export interface OrderRequest {
  readonly model: Model;
  readonly limits: Limits;
}

/** What a thread is asked. A model is plain data but for the places in the spec, which no search reads. */
export interface OrderMessage {
  /** The model as JSON. */
  readonly text: string;
  readonly limits: Limits;
}

export type OrderSearched =
  | { readonly kind: 'searched'; readonly result: SearchResult }
  /** The thread is gone: its heap was exhausted, or it had to be stopped. */
  | { readonly kind: 'gone'; readonly bound: Bound }
  /** A bug: the reference semantics rejects a finding, or the thread died. */
  | { readonly kind: 'failed'; readonly message: string };

export interface OrderSearchesOptions {
  /** Threads, at least 1. */
  readonly workers: number;
  /** Limit of the heap of each, in bytes. */
  readonly heapBytes: number;
  readonly signal: AbortSignal;
}

type Thread = WorkerThread<OrderMessage, OrderSearched>;

export class OrderSearches {
  readonly #options: OrderSearchesOptions;
  readonly #interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #idle: Thread[] = [];
  readonly #waiting: (() => void)[] = [];
  readonly #raise = (): void => {
    Atomics.store(new Int32Array(this.#interrupt), 0, 1);
  };
  #free: number;

  constructor(options: OrderSearchesOptions) {
    this.#options = options;
    this.#free = options.workers;
    options.signal.addEventListener('abort', this.#raise, { once: true });
  }

  /** Never throws. As many searches as there are workers run at once; others wait. */
  async search(
    request: OrderRequest,
    report: (progress: Progress) => void,
  ): Promise<OrderSearched> {
    const small = searchSmall({ ...request, engine: 'compiled', hooks: {} });
    if (small !== null) return { kind: 'searched', result: small };
    if (this.#free === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#free--;
    const searched = await this.#searchElsewhere(request, report);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free++;
    else next();
    return searched;
  }

  async close(): Promise<void> {
    this.#options.signal.removeEventListener('abort', this.#raise);
    await Promise.all(this.#idle.map((thread) => thread.terminate()));
  }

  async #searchElsewhere(
    { model, limits }: OrderRequest,
    report: (progress: Progress) => void,
  ): Promise<OrderSearched> {
    if (this.#options.signal.aborted) return INTERRUPTED;
    const thread = this.#idle.pop() ?? this.#newThread();
    const searched = await thread.run({ text: JSON.stringify(model), limits }, report);
    if (searched.kind === 'searched') this.#idle.push(thread);
    else await thread.terminate();
    return searched;
  }

  #newThread(): Thread {
    const { heapBytes, signal } = this.#options;
    return new WorkerThread<OrderMessage, OrderSearched>({
      url: new URL('./orders-worker.js', import.meta.url),
      ...{ workerData: { interrupt: this.#interrupt }, heapBytes, signal },
      endings: {
        outOfMemory: { kind: 'gone', bound: 'max-mem' },
        interrupted: INTERRUPTED,
        failed: (message) => ({ kind: 'failed', message }),
      },
    });
  }
}

const INTERRUPTED: OrderSearched = { kind: 'gone', bound: 'interrupted' };
