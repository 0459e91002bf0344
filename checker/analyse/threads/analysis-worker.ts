/**
 * The thread in which an analysis runs: builds the model itself, searches it, answers, and is done. A thread, because a search on the main
 * thread would never see Ctrl-C.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Disagreement, loadSpecModule, modelOf } from '../../explore/index.ts';
import type { Spec, Variant } from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';
import { findCloseness } from '../closeness/index.ts';
import { findLockOrder } from '../locks/index.ts';
import { findRaces, finely, notesFor } from '../races/index.ts';
import type { AnalysisHooks } from './analysis.ts';
import type { AnalysisInput, AnalysisMessage, AnalysisOutcome } from './analysis-job.ts';

const PROGRESS_EVERY_MS = 200;

const { interrupt, job } = workerData as AnalysisInput;
const flag = new Int32Array(interrupt);
const post = (message: AnalysisMessage): void => parentPort?.postMessage(message);

let reportedMs = 0;
const hooks: AnalysisHooks = {
  isInterrupted: () => Atomics.load(flag, 0) === 1,
  onProgress: (progress) => {
    const nowMs = performance.now();
    if (nowMs - reportedMs < PROGRESS_EVERY_MS) return;
    reportedMs = nowMs;
    post({ kind: 'progress', progress });
  },
};

async function run(): Promise<AnalysisOutcome> {
  const loaded = await loadSpecModule(job.url);
  if (loaded.kind !== 'spec') return { kind: 'failed', message: 'the worker cannot load the spec' };
  const built = modelOf(loaded.spec, job);
  if (built.kind !== 'model' || built.model.digest !== job.digest)
    return { kind: 'failed', message: 'the worker built another model' };
  try {
    return analysed(loaded.spec, built.model);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function analysed(spec: Spec, model: Model): AnalysisOutcome {
  const wish = { model, limits: job.limits, hooks };
  switch (job.analysis) {
    case 'races': {
      const variant = spec.variants.find(({ name }) => name === job.variant) as Variant;
      const notes = notesFor(spec, variant);
      const races = findRaces(job.isFine ? finely(wish, notes) : wish, notes);
      return races.kind === 'refused' ? races : { ...races, kind: 'races' };
    }
    case 'locks': {
      const locks = findLockOrder(wish, spec.lockOrder);
      return locks.kind === 'refused' ? locks : { ...locks, kind: 'locks' };
    }
    case 'closeness': {
      const closeness = findCloseness(wish, job.property);
      return closeness.kind === 'refused' ? closeness : { ...closeness, kind: 'closeness' };
    }
  }
}

// A rejection is an error of the thread, which the main thread reports as such.
void run().then((outcome) => post({ kind: 'ended', outcome }));
