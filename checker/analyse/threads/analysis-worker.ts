/**
 * The thread in which an analysis runs: builds the model itself, searches it, answers, and is done. A thread, because a search on the main
 * thread would never see Ctrl-C.
 */
import { answerRequests, Disagreement, loadSpecModule, modelOf } from '../../explore/index.ts';
import type { Spec, Variant } from '../../lang/index.ts';
import { findCloseness } from '../closeness/index.ts';
import { findLockOrder } from '../locks/index.ts';
import { findRaces, finely, notesFor } from '../races/index.ts';
import type { AnalysisHooks, AnalysisWish } from './analysis.ts';
import type { AnalysisJob, AnalysisOutcome } from './analysis-job.ts';

async function run(job: AnalysisJob, hooks: AnalysisHooks): Promise<AnalysisOutcome> {
  const loaded = await loadSpecModule(job.url);
  if (loaded.kind !== 'spec') return { kind: 'failed', message: 'the worker cannot load the spec' };
  const built = modelOf(loaded.spec, job);
  if (built.kind !== 'model' || built.model.digest !== job.digest)
    return { kind: 'failed', message: 'the worker built another model' };
  try {
    return analysed(loaded.spec, { model: built.model, limits: job.limits, hooks }, job);
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: error.message };
  }
}

function analysed(spec: Spec, wish: AnalysisWish, job: AnalysisJob): AnalysisOutcome {
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

answerRequests(run);
