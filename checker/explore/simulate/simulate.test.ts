// Random runs: the same for the same seed, and nothing that a search would not find.

import { describe, expect, test } from 'vitest';
import barzap from '../../../specs/classics/barzap.ts';
import philosophers from '../../../specs/classics/dining-philosophers.ts';
import type { Spec } from '../../lang/index.ts';
import { instantiate, type Model } from '../../model/index.ts';
import { search, stepsOf } from '../../semantics/index.ts';
import { Random } from './random.ts';
import { type Simulated, type SimulationWish, simulate } from './simulate.ts';

function modelOf(spec: Spec, name: string, overrides: Record<string, string> = {}): Model {
  const variant = spec.variants.find((each) => each.name === name);
  const [configuration] = spec.configurations;
  if (variant === undefined || configuration === undefined) throw new Error(`no '${name}'`);
  const built = instantiate({ spec, variant, configuration, overrides });
  if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
  return built.model;
}

const goOn = async (): Promise<boolean> => true;

async function simulated(model: Model, wish: Partial<SimulationWish> = {}) {
  const all = { seed: 1, runs: 200, depth: 200, ...wish };
  const outcome: Simulated = await simulate(model, all, goOn);
  if (outcome.kind !== 'simulated') throw new Error(outcome.reason);
  return outcome.simulation;
}

test('random numbers are the same everywhere and spread over their range', () => {
  const random = new Random(1);
  const drawn = Array.from({ length: 6000 }, () => random.below(6));
  expect(drawn.slice(0, 8)).toEqual(Array.from({ length: 8 }, next(new Random(1))));
  for (let value = 0; value < 6; value++)
    expect(drawn.filter((each) => each === value).length).toBeGreaterThan(850);
});

const next = (random: Random) => (): number => random.below(6);

describe('what is violated is found', () => {
  test.each([
    ['a safety property', modelOf(barzap, 'bad')],
    ['a deadlock', modelOf(philosophers, '')],
  ])('%s, with the length that a search proves', async (_what, model) => {
    const { found } = await simulated(model);
    const exact = new Map(
      search(model).verdicts.flatMap((verdict) =>
        verdict.kind === 'violated' ? [[verdict.property, verdict.finding] as const] : [],
      ),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { finding, isShortest } of found) {
      const shortest = exact.get(finding.property);
      if (shortest === undefined) throw new Error(`${finding.property} holds`);
      expect([isShortest, stepsOf(finding).length]).toEqual([true, stepsOf(shortest).length]);
    }
  });

  test('beyond exhaustion, and then not as shortest', async () => {
    const { found } = await simulated(modelOf(barzap, 'bad', { F: '9', B: '9' }));
    const [only] = found;
    expect(only).toMatchObject({ isShortest: false, finding: { property: 'Safe' } });
    // Five steps are the shortest; a run of two hundred is shortened to a handful.
    expect(only?.finding.path.steps.length).toBeLessThan(12);
  }, 120_000);
});

test('what holds is not found violated', async () => {
  const { found, runs, steps } = await simulated(modelOf(barzap, ''));
  expect({ found, runs, steps }).toEqual({ found: [], runs: 200, steps: 40_000 });
});

test('the same seed does the same, another seed something else', async () => {
  const model = modelOf(barzap, 'bad', { F: '3' });
  const [first] = (await simulated(model, { seed: 5, runs: 1 })).found;
  const [again] = (await simulated(model, { seed: 5, runs: 1 })).found;
  expect(again).toEqual(first);
  const { steps } = await simulated(model, { seed: 5, runs: 3 });
  expect((await simulated(model, { seed: 6, runs: 3 })).steps).not.toBe(steps);
});

test('it stops when it is asked to', async () => {
  const wish = { seed: 1, runs: 1_000_000, depth: 1000 };
  const outcome = await simulate(modelOf(barzap, ''), wish, async () => false);
  expect(outcome).toMatchObject({ simulation: { cutBy: 'interrupted' } });
});
