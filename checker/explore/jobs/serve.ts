/**
 * Searches in a thread of their own: for each job builds the model, searches it, and has every finding confirmed.
 *
 * A thread, because a search on the main thread would never see Ctrl-C. Nothing here reads arguments or prints. What looks for races
 * lies in a room above: the program of the thread brings it along.
 */
import { workerData } from 'node:worker_threads';
import type { Model } from '../../model/index.ts';
import type { SearchHooks } from '../../semantics/index.ts';
import { EffectCounter } from '../effects.ts';
import { Disagreement } from '../findings.ts';
import { type Examine, examining, searchModel } from '../search-model.ts';
import { loadSpecModule } from '../spec-module.ts';
import { answerRequests, type ThreadHooks } from './answer-requests.ts';
import { modelOf } from './cell.ts';
import type { Job, JobOutcome, WorkerInput } from './job.ts';
import { sharedSpare } from './spare.ts';

async function buildModel({ url, digest, ...cell }: Job): Promise<Model | string> {
  const loaded = await loadSpecModule(url);
  if (loaded.kind === 'failed') return `the worker cannot load the spec: ${loaded.reason}`;
  if (loaded.kind === 'noSpec') return 'the worker finds no spec';
  const built = modelOf(loaded.spec, cell);
  if (built.kind !== 'model') return 'the worker cannot build the model';
  return built.model.digest === digest ? built.model : 'the worker built another model';
}

interface Server extends ThreadHooks {
  readonly spare: WorkerInput['spare'];
  readonly examine: Examine;
}

async function run(job: Job, server: Server): Promise<JobOutcome> {
  const { isInterrupted, onProgress, spare, examine } = server;
  const model = await buildModel(job);
  if (typeof model === 'string') return { kind: 'failed', message: model };
  const effects = job.effectsBy === null ? null : new EffectCounter(model, job.effectsBy);
  const hooks: SearchHooks = {
    onProgress,
    isInterrupted,
    ...(effects === null ? {} : { onTransition: effects.count }),
  };
  const { limits, engine, reduction, notMemory } = job;
  try {
    const result = searchModel({
      ...{ model, limits, engine, reduction, hooks },
      ...examining(examine, notMemory, () => !isInterrupted()),
      spare: sharedSpare(spare),
    });
    return { kind: 'searched', result, effects: effects?.counts() ?? [] };
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: `${model.id}[${model.configuration}]: ${error.message}` };
  }
}

/** Takes jobs from the thread that started this one, for as long as there are any. */
export function serveSearches(examine: Examine): void {
  const { spare } = workerData as WorkerInput;
  answerRequests<Job, JobOutcome>((job, hooks) => run(job, { ...hooks, spare, examine }));
}
