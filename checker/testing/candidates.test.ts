// Stored or posted kernel code that violates something is marked by a field, never by words that one rendering shows and another drops.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Spec } from '../lang/index.ts';
import { variantId } from '../model/index.ts';
import { isTest, ROOT, typescriptBelow } from './files.ts';

const paths = typescriptBelow('specs').filter((path) => !isTest(path));
const modules = await Promise.all(
  paths.map(async (path) => (await import(join(ROOT, path))) as { default?: Spec }),
);
const specs = modules.flatMap((module) => (module.default === undefined ? [] : [module.default]));
const variants = specs.flatMap((spec) => spec.variants.map((variant) => ({ spec, variant })));

test('these are the candidates', () => {
  const ids = variants.flatMap(({ spec, variant }) =>
    variant.status === 'candidate' ? [variantId(spec, variant)] : [],
  );
  expect(ids.toSorted()).toEqual([
    'vfio-pci/dmabuf-revoke/as-is-cmd-error',
    'vfio-pci/dmabuf-revoke/as-is-engaged',
    'vfio-pci/dmabuf-revoke/as-is-wake',
    'vfio-pci/power/as-is-cmd-error',
    'vfio-pci/power/as-is-engaged',
    'vfio-pci/power/as-is-wake',
    'vfio-pci/power/d1-enabled',
    'vfio-pci/power/e3-as-is',
    'vfio-pci/power/flr-in-d3',
    'vfio-pci/power/pmcsr-rmw',
    'vfio-pci/revoke-bars/original-order-d1',
    'vfio-pci/revoke-bars/v1-order-d1',
    'vfio-pci/revoke-bars/v4-d1',
    'vfio-pci/unmap-mapping/nvgrace-eager',
    'vfio-pci/unmap-mapping/nvgrace-eager-pgoff',
    'vfio-pci/unmap-mapping/nvgrace-eager-tolerant',
    'vfio-pci/vma-list/as-is-hot-exit',
    'vfio-pci/vma-list/open-before-copy',
  ]);
});

test('what says that it is the stored code and violates something is a candidate, unless the fault is known', () => {
  // Fixed in a later kernel for this reason.
  const known = ['vfio-pci/bar-resources/lazy', 'vfio-pci/bar-resources/export-unchecked'];
  const unmarked = variants.flatMap(({ spec, variant }) => {
    const { name, summary, expect: expected, status } = variant;
    const isStored = /\bas-is\b/.test(name) || /\bstored\b/.test(summary);
    const isViolated = Object.values(expected).some(({ kind }) => kind === 'violates');
    return isStored && isViolated && status === null ? [variantId(spec, variant)] : [];
  });
  expect(unmarked).toEqual(known);
});

test('no text of a variant says what its status says', () => {
  const texts = variants.map(({ variant: { summary, ref } }) => `${summary} ${ref}`);
  expect(texts.filter((text) => /not confirmed|a candidate/.test(text))).toEqual([]);
});
