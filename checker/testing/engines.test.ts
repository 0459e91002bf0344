// Every spec of the repository means the same to the reference, to the plain JavaScript machine and to generated code.
//
// Each variant is compared in its first small configuration that the reference can follow. ORDEAL_ENGINES=all compares all of
// the matrix, which takes as long as the reference takes.

import { describe, expect, test } from 'vitest';
import { explore, resultOf } from '../explore/index.ts';
import type { Configuration, Spec, Variant } from '../lang/index.ts';
import { instantiate, type Model } from '../model/index.ts';
import { search } from '../semantics/index.ts';
import { expectAgreement, programOf } from './engines.ts';
import { filesBelow, isTest, ROOT } from './files.ts';

const isAll = process.env['ORDEAL_ENGINES'] === 'all';
/** States that the reference searches in about a twentieth of a second, and in half a second where a spec has nothing smaller. */
const FEW_STATES = [2000, 20_000];

const files = filesBelow('specs').filter((path) => path.endsWith('.ts') && !isTest(path));
const modules = await Promise.all(
  files.map(async (path) => (await import(`${ROOT}/${path}`)) as { default?: Spec }),
);
const specs = modules.flatMap(({ default: spec }) =>
  spec !== undefined && 'variants' in spec ? [spec] : [],
);

function modelOf(spec: Spec, variant: Variant, configuration: Configuration): Model {
  const built = instantiate({ spec, variant, configuration, overrides: {} });
  if (built.kind !== 'model') throw new Error(built.problems[0]?.message);
  return built.model;
}

/** Of a variant the first model that the reference can follow; or all of them. */
function comparable(spec: Spec, variant: Variant): readonly Model[] {
  const models = spec.configurations
    .filter(({ name, size }) => name in variant.expect && size === 'small')
    .map((configuration) => modelOf(spec, variant, configuration));
  if (isAll) return models;
  for (const most of FEW_STATES) {
    const few = models.find((model) => isComplete(model, most));
    if (few !== undefined) return [few];
  }
  return [];
}

function isComplete(model: Model, maxStates: number): boolean {
  const { completion } = explore(programOf(model), { maxStates }, {}, resultOf);
  return completion.kind === 'complete';
}

const compared = new Map<string, number>();

describe.each(specs.map((spec) => [spec.id, spec] as const))('%s', (id, spec) => {
  test.each(
    spec.variants.map((variant) => [variant.name === '' ? 'base' : variant.name, variant] as const),
  )('%s', { timeout: isAll ? 3_600_000 : 120_000 }, (_name, variant) => {
    for (const model of comparable(spec, variant)) {
      expectAgreement(model, search(model));
      compared.set(id, (compared.get(id) ?? 0) + 1);
    }
  });
});

test('no spec is too large to be compared', () => {
  expect(specs.map(({ id }) => id).filter((id) => !compared.has(id))).toEqual([]);
});
