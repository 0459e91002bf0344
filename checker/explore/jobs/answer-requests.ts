/**
 * The worker's own side of a thread: takes requests for as long as there are any, reports how far it is, and answers.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from '../../semantics/index.ts';

/** What every worker is started with; requests come as messages. */
export interface ThreadInput {
  /** One flag; 1 asks for what there is. */
  readonly interrupt: SharedArrayBuffer;
}

export type ThreadMessage<Answer> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'answer'; readonly answer: Answer };

/** What a search in a worker asks and tells while it runs. */
export interface ThreadHooks {
  readonly isInterrupted: () => boolean;
  readonly onProgress: (progress: Progress) => void;
}

const PROGRESS_EVERY_MS = 200;

/** An answer that rejects is an error of the thread, which the main thread reports as such. */
export function answerRequests<Request, Answer>(
  answer: (request: Request, hooks: ThreadHooks) => Promise<Answer>,
): void {
  const post = (message: ThreadMessage<Answer>): void => parentPort?.postMessage(message);
  const flag = new Int32Array((workerData as ThreadInput).interrupt);
  const isInterrupted = (): boolean => Atomics.load(flag, 0) === 1;
  parentPort?.on('message', (request: Request) => {
    const onProgress = throttled((progress) => post({ kind: 'progress', progress }));
    void answer(request, { isInterrupted, onProgress }).then((given) => {
      post({ kind: 'answer', answer: given });
    });
  });
}

function throttled(report: (progress: Progress) => void): (progress: Progress) => void {
  let reportedMs = 0;
  return (progress) => {
    const nowMs = performance.now();
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
    reportedMs = nowMs;
    report(progress);
  };
}
