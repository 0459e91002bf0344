// The pool, as it is built: workers are files of their own, which only the build has.

import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as Analyse from '../../analyse/index.ts';
import { ROOT } from '../../testing/files.ts';
import type * as Explore from '../index.ts';
import type { Job, JobOutcome } from '../index.ts';

const BUILT = pathToFileURL(join(ROOT, 'dist/')).href;
const SPEC = `${BUILT}specs/classics/barzap.js`;

let explore: typeof Explore;
let analyse: typeof Analyse;
beforeAll(async () => {
  explore = (await import(`${BUILT}checker/explore/index.js`)) as typeof Explore;
  analyse = (await import(`${BUILT}checker/analyse/index.js`)) as typeof Analyse;
});

interface Wish {
  readonly overrides?: Record<string, string>;
  readonly variant?: string;
  readonly limits?: Job['limits'];
}

async function job({ overrides = {}, variant = '', limits = {} }: Wish = {}): Promise<Job> {
  const loaded = await explore.loadSpecModule(SPEC);
  if (loaded.kind !== 'spec') throw new Error('the spec does not load');
  const name = { variant, configuration: 'small', overrides };
  const built = explore.modelOf(loaded.spec, name);
  if (built.kind !== 'model') throw new Error('no model');
  return {
    url: SPEC,
    ...name,
    limits,
    engine: 'compiled',
    reduction: { symmetry: false, por: null },
    digest: built.model.digest,
    effectsBy: null,
    notMemory: null,
  };
}

async function outcomes(
  jobs: readonly Job[],
  options: Partial<Explore.PoolOptions> = {},
): Promise<readonly JobOutcome[]> {
  const all: JobOutcome[] = [];
  const defaults = {
    program: analyse.SEARCH_PROGRAM,
    workers: 2,
    heapBytes: 2 ** 30,
    signal: new AbortController().signal,
    onProgress: () => {},
  };
  for await (const outcome of explore.runJobs(jobs, { ...defaults, ...options })) all.push(outcome);
  return all;
}

const states = (all: readonly JobOutcome[]): readonly (number | string)[] =>
  all.map((outcome) =>
    outcome.kind === 'searched' ? outcome.result.counts.distinct : outcome.kind,
  );

const BIG = { overrides: { F: '6', B: '3' } };

test('results come in the order of the jobs, whatever takes longest', async () => {
  const jobs = [
    await job({ variant: 'bad' }),
    await job(),
    await job({ overrides: { F: '1', B: '1' } }),
  ];
  expect(states(await outcomes(jobs, { workers: 3 }))).toEqual([4772, 355, 119]);
});

test('a model that is not the one asked for is a failure and not a result', async () => {
  const [outcome] = await outcomes([{ ...(await job()), digest: 'another' }]);
  expect(outcome).toEqual({ kind: 'failed', message: 'the worker built another model' });
});

test('a heap that is exhausted is told as such, and the other searches go on', async () => {
  const big = { ...(await job(BIG)), engine: 'reference' as const };
  const all = await outcomes([big, await job()], { heapBytes: 50 * 2 ** 20 });
  expect(states(all)).toEqual(['outOfMemory', 355]);
});

test('a search stops by itself at its memory limit', async () => {
  const [outcome] = await outcomes([
    await job({ ...BIG, limits: { maxMemoryBytes: 60 * 2 ** 20 } }),
  ]);
  if (outcome?.kind !== 'searched') throw new Error(`it is ${outcome?.kind}`);
  expect(outcome.result.completion).toMatchObject({ kind: 'limitReached', bound: 'max-mem' });
});

test('progress is reported while a search runs, and its end', async () => {
  const heard: (number | null)[] = [];
  const onProgress: Explore.PoolOptions['onProgress'] = (_job, progress) =>
    heard.push(progress?.generated ?? null);
  const [outcome] = await outcomes([await job({ variant: 'bad' })], { onProgress });
  if (outcome?.kind !== 'searched') throw new Error(`it is ${outcome?.kind}`);
  expect(heard.length).toBeGreaterThan(2);
  expect(heard.slice(-2)).toEqual([outcome.result.counts.generated, null]);
});

test('one signal serves any number of pools and workers', async () => {
  const { signal } = new AbortController();
  const warnings: string[] = [];
  const hear = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', hear);
  for (let pool = 0; pool < 12; pool++) await outcomes([], { signal });
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warnings).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('an abort', () => {
  test('ends running searches with what is complete, and starts no others', async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort();
    const jobs = [await job(BIG), await job()];
    const all = await outcomes(jobs, { workers: 1, signal: controller.signal, onProgress });
    expect(all[0]).toMatchObject({
      kind: 'searched',
      result: { completion: { kind: 'limitReached', bound: 'interrupted' } },
    });
    expect(all[1]).toEqual({ kind: 'notSearched', isStarted: false });
  });

  test('before the start lets no search begin', async () => {
    const signal = AbortSignal.abort();
    expect(states(await outcomes([await job()], { signal }))).toEqual(['notSearched']);
  });
});
