/**
 * An analysis as the main thread sees it: one thread per analysis, which answers whatever happens to it.
 */
import { Worker } from 'node:worker_threads';
import type { Progress } from '../../semantics/index.ts';
import type {
  AnalysisInput,
  AnalysisJob,
  AnalysisMessage,
  AnalysisOutcome,
} from './analysis-job.ts';

export interface RunOptions {
  /** Limit of the heap of the thread, in bytes. */
  readonly heapBytes: number;
  /** When it is aborted, the analysis ends with what it has. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

const MEGABYTE = 2 ** 20;
/** An analysis looks at the flag several times a second; whoever has not answered by then is stopped. */
const PATIENCE_MS = 700;

/** Runs one analysis. Never throws: what goes wrong in the thread is an outcome. */
export async function runAnalysis(
  job: AnalysisJob,
  { heapBytes, signal, onProgress }: RunOptions,
): Promise<AnalysisOutcome> {
  if (signal.aborted) return { kind: 'cut', bound: 'interrupted' };
  const interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const workerData: AnalysisInput = { interrupt, job };
  const worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: Math.floor(heapBytes / MEGABYTE) },
  });
  let timer: NodeJS.Timeout | undefined;
  const raise = (): void => {
    Atomics.store(new Int32Array(interrupt), 0, 1);
    timer = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  signal.addEventListener('abort', raise, { once: true });
  const outcome = await new Promise<AnalysisOutcome>((resolve) => {
    worker.on('message', (message: AnalysisMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else resolve(message.outcome);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => resolve(failure(error)));
    worker.on('exit', (code) => resolve(ending(code, signal)));
  });
  signal.removeEventListener('abort', raise);
  clearTimeout(timer);
  await worker.terminate();
  return outcome;
}

const failure = (error: NodeJS.ErrnoException): AnalysisOutcome =>
  error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? { kind: 'cut', bound: 'max-mem' }
    : { kind: 'failed', message: error.stack ?? error.message };

const ending = (code: number, { aborted }: AbortSignal): AnalysisOutcome =>
  aborted
    ? { kind: 'cut', bound: 'interrupted' }
    : { kind: 'failed', message: `the worker ended with code ${code} and without a result` };
