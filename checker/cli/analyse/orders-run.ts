/**
 * The run of `ordeal orders`: threads for single orders, limits, progress, and what becomes of an error.
 */
import { availableParallelism } from 'node:os';
import {
  askOrders,
  NotCompiled,
  OrderSearches,
  OrdersDisagreement,
  OrdersError,
  type OrdersOutcome,
  type OrdersWish,
  type Running,
} from '../../analyse/index.ts';
import { planMemory } from '../../explore/index.ts';
import type { Progress } from '../../semantics/index.ts';
import { type ProgressReporter, startProgress } from '../check/progress.ts';
import type { Context } from '../context.ts';
import { UsageError } from '../usage-error.ts';
import type { OrdersArguments } from './orders-wish.ts';

/** Asks; null: something does not agree, which is told. Throws `UsageError`. */
export async function askWithProgress(
  wish: OrdersWish,
  args: OrdersArguments,
  context: Context,
): Promise<OrdersOutcome | null> {
  const { signal } = context;
  const workers = args.workers ?? availableParallelism();
  const { heapBytes } = planMemory(workers);
  const searches = new OrderSearches({ workers, heapBytes, signal });
  const progress = startProgress(1, context);
  try {
    return await askOrders(wish, runningOf(args, { searches, progress, signal }));
  } catch (error) {
    if (error instanceof OrdersError) throw new UsageError(error.message);
    if (error instanceof NotCompiled)
      throw new UsageError(`the compiler does not take all orders of it: ${error.message}`);
    if (!(error instanceof OrdersDisagreement)) throw error;
    context.err(`ordeal: internal error: ${error.message}\n`);
    return null;
  } finally {
    progress.stop();
    await searches.close();
  }
}

interface Means {
  readonly searches: OrderSearches;
  readonly progress: ProgressReporter;
  readonly signal: AbortSignal;
}

function runningOf(args: OrdersArguments, { searches, progress, signal }: Means): Running {
  const { 'max-states': maxStates, 'max-time': maxTimeMs } = args;
  const whole = new Summed(progress);
  return {
    startedMs: performance.now(),
    limits: {
      ...(maxStates === undefined ? {} : { maxStates }),
      ...(maxTimeMs === undefined ? {} : { maxTimeMs }),
    },
    search: (request) => whole.single((report) => searches.search(request, report)),
    // Gives signals and the clock their turn: this thread is the one that hears of them.
    pause: async (figures) => {
      if (figures !== null) {
        const { states, queued, depth } = figures;
        whole.here({ depth, queued, distinct: states, generated: states });
      }
      await new Promise((resolve) => setImmediate(resolve));
      return !signal.aborted;
    },
  };
}

/** The progress of one question: what its searches visit, added up, so that the figures only grow. */
class Summed {
  readonly #progress: ProgressReporter;
  #jobs = 0;
  /** The search that runs in this thread. */
  #here = { job: -1, distinct: Number.POSITIVE_INFINITY };

  constructor(progress: ProgressReporter) {
    this.#progress = progress;
  }

  /** Fewer states than a moment ago: another search. */
  here(progress: Progress): void {
    const { distinct } = progress;
    const isAnother = distinct < this.#here.distinct;
    if (isAnother && this.#here.job >= 0) this.#progress.update(this.#here.job, null);
    this.#here = { job: isAnother ? this.#jobs++ : this.#here.job, distinct };
    this.#progress.update(this.#here.job, progress);
  }

  async single<T>(run: (report: (progress: Progress) => void) => Promise<T>): Promise<T> {
    const job = this.#jobs++;
    const result = await run((progress) => this.#progress.update(job, progress));
    this.#progress.update(job, null);
    return result;
  }
}
