// The questions of the mailing list about accesses without a lock, and about the order of locks, as the specs of the driver answer
// them. The races and circles themselves are found by the analyses; their own tests stand beside them.

import { expect, test } from 'vitest';
import dmabufRevoke from '../../specs/vfio-pci/dmabuf-revoke/spec.ts';
import mmapDmabuf from '../../specs/vfio-pci/mmap-dmabuf/spec.ts';
import revokeBars from '../../specs/vfio-pci/revoke-bars/spec.ts';
import unmapMapping from '../../specs/vfio-pci/unmap-mapping/spec.ts';
import vmaList from '../../specs/vfio-pci/vma-list/spec.ts';
import type { Spec } from '../lang/index.ts';
import { modelOf } from '../testing/outcome.ts';
import { findLockOrder } from './locks/index.ts';
import { findRaces } from './races/index.ts';

/** `write f / marked read g`, with `benign` behind it. */
function racesOn(variable: string, spec: Spec, variant: string, configuration: string) {
  const model = modelOf(spec, { variant, configuration });
  const analysed = findRaces({ model, limits: {}, hooks: {} }, spec.races);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  expect(analysed.extent.completion.kind).toBe('complete');
  return analysed.found.races
    .filter((race) => race.variable === variable)
    .map(({ ends, benign }) => {
      const words = ends.map(
        ({ access, isMarked, owner }) => `${isMarked ? 'marked ' : ''}${access} ${owner}`,
      );
      return `${words.join(' / ')}${benign === null ? '' : ' benign'}`;
    });
}

function orderOf(spec: Spec, variant: string, configuration: string) {
  const model = modelOf(spec, { variant, configuration });
  const analysed = findLockOrder({ model, limits: {}, hooks: {} }, spec.lockOrder);
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  const { cycles, order } = analysed.found;
  return {
    circles: cycles.map(({ locks }) => locks.join(' -> ')),
    contradicts: order.contradicts.map((pair) => pair.join(' -> ')),
    undeclared: order.undeclared.map((pair) => pair.join(' -> ')),
  };
}

test('R-VDEV: the fault needs no READ_ONCE() while the VMA pins the device file, and races without that', () => {
  expect(racesOn('priv_vdev', mmapDmabuf, 'plain', 'close')).toEqual([]);
  expect(racesOn('priv_vdev', mmapDmabuf, 'read-once', 'close')).toEqual([]);
  expect(racesOn('priv_vdev', mmapDmabuf, 'no-vfile', 'close')).toEqual([
    'write vfio_pci_dma_buf_cleanup / read vfio_pci_mmap_huge_fault',
  ]);
});

test('R-VDEV: a fault that reads the pointer before it asks for `revoked` races with the cleanup', () => {
  expect(racesOn('priv_vdev', revokeBars, 'v4', 'client-close')).toEqual([]);
  expect(racesOn('priv_vdev', revokeBars, 'f-vdev-first', 'client-close')).toEqual([
    'write vfio_pci_dma_buf_cleanup / read vfio_pci_mmap_page_fault',
  ]);
});

test('R-REVOKED: attach and mmap read `revoked` without a lock, which is benign; map without it is not', () => {
  expect(racesOn('revoked', dmabufRevoke, 'good', 'sync')).toEqual([
    'write vfio_pci_dma_buf_move / read vfio_pci_dma_buf_attach benign',
  ]);
  expect(racesOn('revoked', revokeBars, 'v4', 'client-mmap')).toEqual([
    'write vfio_pci_dma_buf_move / marked read vfio_pci_dma_buf_mmap benign',
  ]);
  expect(racesOn('revoked', dmabufRevoke, 'map-check-outside', 'two-admins')).toContain(
    'write vfio_pci_dma_buf_move / read dma_buf_map_attachment',
  );
});

test('R-BITFIELD: the flag of v1 and v2 is written without the lock under which it is read', () => {
  const [configuration = ''] = Object.keys(
    revokeBars.variants.find(({ name }) => name === 'flag-in-mmap')?.expect ?? {},
  );
  expect(racesOn('bar_needs_zap', revokeBars, 'flag-in-mmap', configuration)).toEqual([
    'write nvgrace_gpu_mmap / read vfio_pci_zap_revoke_bars',
  ]);
  expect(racesOn('bar_needs_zap', revokeBars, 'v4', 'power')).toEqual([]);
});

const NONE = { circles: [], contradicts: [], undeclared: [] };

test.each([
  ['vma-list', vmaList],
  ['unmap-mapping', unmapMapping],
  ['dmabuf-revoke', dmabufRevoke],
  ['mmap-dmabuf', mmapDmabuf],
  ['revoke-bars', revokeBars],
])('S-LOCKORD: the locks of %s nest as declared and in no circle', (_name, spec) => {
  const small = spec.configurations.filter(({ size }) => size === 'small').map(({ name }) => name);
  const [base] = spec.variants;
  const run = Object.keys(base.expect).filter((name) => small.includes(name));
  for (const configuration of run)
    expect([configuration, orderOf(spec, base.name, configuration)]).toEqual([configuration, NONE]);
});

test.each([
  [
    vmaList,
    'hold-vma-over-mmap',
    'munmap',
    ['vma_lock[A] -> mmap_lock[mm1]'],
    ['vma_lock -> mmap_lock'],
  ],
  [
    revokeBars,
    'f-keep-resv',
    'client-power',
    ['memory_lock -> resv[EXPORT]'],
    ['resv -> memory_lock'],
  ],
])('S-LOCKORD: %# goes round in a circle', (spec, variant, configuration, circles, contradicts) => {
  const found = orderOf(spec, variant, configuration);
  expect(found).toMatchObject({ circles, contradicts });
});
