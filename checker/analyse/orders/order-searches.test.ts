// What single orders are searched from in another thread: the model as JSON, without its places in the spec.
import { expect, test } from 'vitest';
import hb19 from '../../../specs/history/hb-19.ts';
import mmapDmabuf from '../../../specs/vfio-pci/mmap-dmabuf/spec.ts';
import revokeBars from '../../../specs/vfio-pci/revoke-bars/spec.ts';
import { modelOf, searchModel } from '../../explore/index.ts';
import type { Spec } from '../../lang/index.ts';
import type { Model } from '../../model/index.ts';

const SPECS: readonly (readonly [string, Spec, string])[] = [
  ['hb-19', hb19, 'small'],
  ['mmap-dmabuf', mmapDmabuf, mmapDmabuf.configurations[0]?.name ?? ''],
  ['revoke-bars', revokeBars, 'importer-power'],
];

const searched = (model: Model) =>
  searchModel({ model, limits: {}, engine: 'compiled', hooks: {} });

test.each(SPECS)('a model means the same without its places: %s', (_, spec, configuration) => {
  const [variant] = spec.variants;
  const built = modelOf(spec, { variant: variant?.name ?? '', configuration, overrides: {} });
  if (built.kind !== 'model') throw new Error(`${spec.id}[${configuration}] is no model`);
  expect(searched(JSON.parse(JSON.stringify(built.model)))).toEqual(searched(built.model));
});
