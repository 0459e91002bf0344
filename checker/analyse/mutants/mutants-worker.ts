/**
 * A thread that judges mutants: makes the list itself, keeps what it knows of the base, and answers one request after the other.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Disagreement, loadSpecModule } from '../../explore/index.ts';
import { Judge } from './judge.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { MutantRequest, MutantsInput, MutantsMessage } from './mutants-job.ts';

const PROGRESS_EVERY_MS = 200;

const { interrupt, job } = workerData as MutantsInput;
const flag = new Int32Array(interrupt);
const post = (message: MutantsMessage): void => parentPort?.postMessage(message);

let reportedMs = 0;
const hooks = {
  limits: job.limits,
  isInterrupted: () => Atomics.load(flag, 0) === 1,
  onProgress: (progress: Extract<MutantsMessage, { kind: 'progress' }>['progress']): void => {
    const nowMs = performance.now();
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
    reportedMs = nowMs;
    post({ kind: 'progress', progress });
  },
};

async function made(): Promise<{ readonly judge: Judge; readonly mutants: readonly Mutant[] }> {
  const loaded = await loadSpecModule(job.url);
  if (loaded.kind !== 'spec') throw new Error('the worker cannot load the spec');
  const { spec } = loaded;
  const variant = spec.variants.find(({ name }) => name === job.variant);
  if (variant === undefined) throw new Error('the worker does not find the variant');
  const mutants = mutantsOf(spec, variant, job.only);
  return { judge: new Judge({ ...job, spec, variant }, hooks), mutants };
}

const ready = made();

async function answer({ number, name }: MutantRequest): Promise<MutantsMessage> {
  const { judge, mutants } = await ready;
  const mutant = mutants[number];
  if (mutant?.name !== name) return { kind: 'failed', message: 'the worker has other mutants' };
  try {
    return { kind: 'judged', judged: judge.judge(mutant) };
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: `${name}: ${error.message}` };
  }
}

// A rejection is an error of the thread, which the main thread reports as such.
parentPort?.on('message', (request: MutantRequest) => {
  void answer(request).then(post);
});
