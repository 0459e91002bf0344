/**
 * Judges all mutants of a variant with several threads. What comes out does not depend on how many there are.
 */
import { setMaxListeners } from 'node:events';
import { WorkerThread } from '../../explore/index.ts';
import type { Progress } from '../../semantics/index.ts';
import type { MutantName } from './mutants.ts';
import type {
  MutantAnswer,
  MutantRequest,
  MutantsInput,
  MutantsJob,
  PropertyFallen,
} from './mutants-job.ts';
import type { Judged } from './outcome.ts';

export interface MutantsOptions {
  /** Threads, at least 1. */
  readonly workers: number;
  /** Limit of the heap of each, in bytes. */
  readonly heapBytes: number;
  /** When it is aborted, what is known so far is the answer. */
  readonly signal: AbortSignal;
  /** Hears of the mutant with this number: the latest figures of its search, or null when it is judged. */
  readonly onProgress: (mutant: number, progress: Progress | null) => void;
}

export interface JudgedMutant {
  readonly mutant: MutantName;
  readonly judged: Judged;
}

export type MutantsOutcome =
  /** In the order of the code. Of those that an interruption left, the verdict is 'undecided'. */
  | { readonly kind: 'judged'; readonly mutants: readonly JudgedMutant[] }
  | PropertyFallen
  | { readonly kind: 'failed'; readonly message: string };

/** Judges every mutant. Never throws: what goes wrong in a thread is an outcome. */
export async function runMutants(
  job: MutantsJob,
  mutants: readonly MutantName[],
  options: MutantsOptions,
): Promise<MutantsOutcome> {
  const run = new Run(job, mutants, options);
  return run.run();
}

type MutantThread = WorkerThread<MutantRequest, MutantAnswer>;

const INTERRUPTED: Judged = { kind: 'undecided', bound: 'interrupted' };

class Run {
  readonly #job: MutantsJob;
  readonly #mutants: readonly MutantName[];
  readonly #options: MutantsOptions;
  readonly #interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  readonly #judged: Judged[] = [];
  #next = 0;
  #failure: Exclude<MutantsOutcome, { kind: 'judged' }> | null = null;

  constructor(job: MutantsJob, mutants: readonly MutantName[], options: MutantsOptions) {
    this.#job = job;
    this.#mutants = mutants;
    this.#options = options;
  }

  async run(): Promise<MutantsOutcome> {
    const { workers, signal } = this.#options;
    const raise = (): void => {
      Atomics.store(new Int32Array(this.#interrupt), 0, 1);
    };
    setMaxListeners(0, signal);
    signal.addEventListener('abort', raise, { once: true });
    const count = Math.min(workers, this.#mutants.length);
    await Promise.all(Array.from({ length: count }, () => this.#work()));
    signal.removeEventListener('abort', raise);
    if (this.#failure !== null) return this.#failure;
    const all = this.#mutants.map((mutant, number) => {
      const { name, fn, step, operator, detail } = mutant;
      const judged = this.#judged[number] ?? INTERRUPTED;
      return { mutant: { name, fn, step, operator, detail }, judged };
    });
    return { kind: 'judged', mutants: all };
  }

  /** One thread after the other: a new one takes over from one whose heap was exhausted. */
  async #work(): Promise<void> {
    let thread: MutantThread | null = null;
    for (let number = this.#take(); number !== null; number = this.#take()) {
      thread ??= this.#newThread();
      if (!(await this.#judge(thread, number))) thread = null;
    }
    await thread?.terminate();
  }

  #newThread(): MutantThread {
    const { heapBytes, signal } = this.#options;
    const workerData: MutantsInput = { interrupt: this.#interrupt, job: this.#job };
    return new WorkerThread<MutantRequest, MutantAnswer>({
      url: new URL('./mutants-worker.js', import.meta.url),
      ...{ workerData, heapBytes, signal },
      endings: {
        outOfMemory: { kind: 'gone', bound: 'max-mem' },
        interrupted: { kind: 'gone', bound: 'interrupted' },
        failed: (message) => ({ kind: 'failed', message }),
      },
    });
  }

  #take(): number | null {
    const { signal } = this.#options;
    if (signal.aborted || this.#failure !== null || this.#next >= this.#mutants.length) return null;
    return this.#next++;
  }

  /** False: the thread is gone. */
  async #judge(thread: MutantThread, number: number): Promise<boolean> {
    const { onProgress } = this.#options;
    const { name } = this.#mutants[number] as MutantName;
    const answer = await thread.run({ number, name }, (progress) => onProgress(number, progress));
    onProgress(number, null);
    if (answer.kind === 'failed' || answer.kind === 'fallen') this.#failure ??= answer;
    if (answer.kind === 'judged') this.#judged[number] = answer.judged;
    if (answer.kind === 'gone') this.#judged[number] = { kind: 'undecided', bound: answer.bound };
    return answer.kind === 'judged';
  }
}
