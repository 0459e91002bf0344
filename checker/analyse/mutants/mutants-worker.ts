/**
 * A thread that judges mutants: makes the list itself, keeps what it knows of the base, and answers one request after the other.
 */
import { workerData } from 'node:worker_threads';
import {
  answerRequests,
  Disagreement,
  loadSpecModule,
  type ThreadHooks,
} from '../../explore/index.ts';
import { Judge } from './judge.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import type { MutantAnswer, MutantRequest, MutantsInput } from './mutants-job.ts';

const { job } = workerData as MutantsInput;

interface Bench {
  readonly judge: Judge;
  readonly mutants: readonly Mutant[];
}

async function made(hooks: ThreadHooks): Promise<Bench> {
  const loaded = await loadSpecModule(job.url);
  if (loaded.kind !== 'spec') throw new Error('the worker cannot load the spec');
  const { spec } = loaded;
  const variant = spec.variants.find(({ name }) => name === job.variant);
  if (variant === undefined) throw new Error('the worker does not find the variant');
  const mutants = mutantsOf(spec, variant, job.only);
  const judge = new Judge({ ...job, spec, variant }, { ...hooks, limits: job.limits });
  return { judge, mutants };
}

let bench: Promise<Bench> | undefined;

answerRequests<MutantRequest, MutantAnswer>(async ({ number, name }, hooks) => {
  bench ??= made(hooks);
  const { judge, mutants } = await bench;
  const mutant = mutants[number];
  if (mutant?.name !== name) return { kind: 'failed', message: 'the worker has other mutants' };
  try {
    const { violating } = judge;
    if (violating.length > 0) return { kind: 'fallen', configurations: violating };
    return { kind: 'judged', judged: judge.judge(mutant) };
  } catch (error) {
    if (!(error instanceof Disagreement)) throw error;
    return { kind: 'failed', message: `${name}: ${error.message}` };
  }
});
