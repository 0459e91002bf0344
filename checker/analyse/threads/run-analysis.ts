/**
 * An analysis as the main thread sees it: one thread per analysis, which answers whatever happens to it.
 */
import { WorkerThread } from '../../explore/index.ts';
import type { Progress } from '../../semantics/index.ts';
import type { AnalysisJob, AnalysisOutcome } from './analysis-job.ts';

export interface RunOptions {
  /** Limit of the heap of the thread, in bytes. */
  readonly heapBytes: number;
  /** When it is aborted, the analysis ends with what it has. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Runs one analysis. Never throws: what goes wrong in the thread is an outcome. */
export async function runAnalysis(
  job: AnalysisJob,
  { heapBytes, signal, onProgress }: RunOptions,
): Promise<AnalysisOutcome> {
  const interrupted: AnalysisOutcome = { kind: 'cut', bound: 'interrupted' };
  if (signal.aborted) return interrupted;
  const interrupt = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const raise = (): void => {
    Atomics.store(new Int32Array(interrupt), 0, 1);
  };
  signal.addEventListener('abort', raise, { once: true });
  const thread = new WorkerThread<AnalysisJob, AnalysisOutcome>({
    url: new URL('./analysis-worker.js', import.meta.url),
    ...{ workerData: { interrupt }, heapBytes, signal },
    endings: {
      outOfMemory: { kind: 'cut', bound: 'max-mem' },
      interrupted,
      failed: (message) => ({ kind: 'failed', message }),
    },
  });
  const outcome = await thread.run(job, onProgress);
  signal.removeEventListener('abort', raise);
  await thread.terminate();
  return outcome;
}
