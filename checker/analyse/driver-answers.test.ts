// The questions of the mailing list about accesses without a lock, and about the order of locks, as the specs of the driver answer
// them. The races and circles themselves are found by the analyses; their own tests stand beside them.

import { expect, test } from 'vitest';
import dmabufRevoke from '../../specs/vfio-pci/dmabuf-revoke/spec.ts';
import mmapDmabuf from '../../specs/vfio-pci/mmap-dmabuf/spec.ts';
import power from '../../specs/vfio-pci/power/spec.ts';
import revokeBars from '../../specs/vfio-pci/revoke-bars/spec.ts';
import unmapMapping from '../../specs/vfio-pci/unmap-mapping/spec.ts';
import vmaList from '../../specs/vfio-pci/vma-list/spec.ts';
import type { Spec, Variant } from '../lang/index.ts';
import { modelOf } from '../testing/outcome.ts';
import { findLockOrder } from './locks/index.ts';
import { findRaces, notesFor } from './races/index.ts';

/** `write f / marked read g`, with `benign` or `expected` behind it. */
function racesOn(variable: string, spec: Spec, variant: string, configuration: string) {
  const model = modelOf(spec, { variant, configuration });
  const of = spec.variants.find(({ name }) => name === variant) as Variant;
  const analysed = findRaces({ model, limits: {}, hooks: {} }, notesFor(spec, of));
  if (analysed.kind !== 'analysed') throw new Error(analysed.reason);
  expect(analysed.extent.completion.kind).toBe('complete');
  return analysed.found.races
    .filter((race) => race.variable === variable)
    .map(({ ends, benign, expected }) => {
      const words = ends.map(
        ({ access, isMarked, owner }) => `${isMarked ? 'marked ' : ''}${access} ${owner}`,
      );
      const note = benign === null ? (expected === null ? '' : ' expected') : ' benign';
      return `${words.join(' / ')}${note}`;
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
    'write vfio_pci_dma_buf_cleanup / read vfio_pci_mmap_huge_fault expected',
  ]);
});

test('R-VDEV: a fault that reads the pointer before it asks for `revoked` races with the cleanup', () => {
  expect(racesOn('priv_vdev', revokeBars, 'v4', 'client-close')).toEqual([]);
  expect(racesOn('priv_vdev', revokeBars, 'f-vdev-first', 'client-close')).toEqual([
    'write vfio_pci_dma_buf_cleanup / read vfio_pci_mmap_page_fault benign',
  ]);
  expect(racesOn('priv_vdev', revokeBars, 'f-no-resv', 'client-close')).toEqual([
    'write vfio_pci_dma_buf_cleanup / read vfio_pci_mmap_page_fault expected',
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
    'write vfio_pci_dma_buf_move / read dma_buf_map_attachment expected',
  );
});

test('R-BITFIELD: the flag of v1 and v2 is written without the lock under which it is read', () => {
  const [configuration = ''] = Object.keys(
    revokeBars.variants.find(({ name }) => name === 'flag-in-mmap')?.expect ?? {},
  );
  expect(racesOn('bar_needs_zap', revokeBars, 'flag-in-mmap', configuration)).toEqual([
    'write nvgrace_gpu_mmap / read vfio_pci_zap_revoke_bars expected',
  ]);
  expect(racesOn('bar_needs_zap', revokeBars, 'v4', 'power')).toEqual([]);
});

test('R-OWNER: the owner compares priv->vdev and cannot clean up meanwhile; what another device reads decides nothing', () => {
  expect(racesOn('priv_vdev', revokeBars, 'v4', 'permanent')).toEqual([]);
  expect(racesOn('priv_vdev', revokeBars, 'v4', 'permanent-stranger')).toEqual([
    'write vfio_pci_dma_buf_cleanup / marked read vfio_pci_core_feature_dma_buf_revoke benign',
  ]);
  expect(racesOn('perm_revoked', revokeBars, 'v4', 'permanent-stranger')).toEqual([]);
  expect(racesOn('perm_revoked', revokeBars, 'perm-any-device', 'permanent-stranger')).not.toEqual(
    [],
  );
});

test('R-SRIOV: sriov_active is cleared without the lock, which is benign; set without it, it is not', () => {
  const RACE = 'write vfio_pci_core_sriov_configure / read vfio_pci_set_power_state';
  expect(racesOn('sriov_active', power, 'sriov', 'vfs')).toEqual([`${RACE} benign`]);
  expect(racesOn('sriov_active', power, 'sriov-cleared-locked', 'vfs')).toEqual([]);
  expect(racesOn('sriov_active', power, 'sriov-unlocked', 'vfs')).toEqual([`${RACE} expected`]);
});

const NONE = { circles: [], contradicts: [], undeclared: [] };

test.each([
  ['vma-list', vmaList],
  ['unmap-mapping', unmapMapping],
  ['dmabuf-revoke', dmabufRevoke],
  ['mmap-dmabuf', mmapDmabuf],
  ['power', power],
  ['revoke-bars', revokeBars],
])('S-LOCKORD: the locks of %s nest as declared and in no circle', (_name, spec) => {
  const small = spec.configurations.filter(({ size }) => size === 'small').map(({ name }) => name);
  const [base] = spec.variants;
  const run = Object.keys(base.expect).filter((name) => small.includes(name));
  for (const configuration of run)
    expect([configuration, orderOf(spec, base.name, configuration)]).toEqual([configuration, NONE]);
});

// Every row of the domain tables that speaks of S-LOCKORD, or whose deadlock is one of locks alone.
test.each([
  ['hold-vma-over-mmap', vmaList, 'munmap', ['vma_lock[A] -> mmap_lock[mm1]']],
  ['hot-blocking', vmaList, 'hot', ['vma_lock[A] -> mmap_lock[mm1]']],
  [
    'memlock-first',
    vmaList,
    'munmap',
    [
      'memory_lock[A] -> vma_lock[A]',
      'memory_lock[A] -> mmap_lock[mm1]',
      'memory_lock[A] -> mmap_lock[mm1] -> vma_lock[A]',
    ],
  ],
  [
    'rw-copy-under-lock',
    vmaList,
    'read',
    [
      'memory_lock[A]',
      'vma_lock[A] -> memory_lock[A]',
      'mmap_lock[mm1] -> memory_lock[A]',
      'vma_lock[A] -> memory_lock[A] -> mmap_lock[mm1]',
    ],
  ],
  ['sync-fput', dmabufRevoke, 'close', ['memory_lock']],
  ['f-keep-resv', revokeBars, 'client-power', ['memory_lock -> resv[EXPORT]']],
])('S-LOCKORD: %s goes round in a circle', (variant, spec, configuration, circles) => {
  const found = orderOf(spec, variant, configuration);
  expect(found.circles).toEqual(circles);
  // The order that the spec declares has no circle, so a longer one contradicts it somewhere.
  expect(found.contradicts.length > 0).toBe(circles.some((circle) => circle.includes('->')));
});

test.each([
  ['hot-blocking', unmapMapping, 'hot'],
  ['stubborn-importer', dmabufRevoke, 'stubborn'],
])(
  'S-LOCKORD: %s has no circle: nobody takes two, or it waits for no lock',
  (variant, spec, configuration) => {
    expect(orderOf(spec, variant, configuration)).toMatchObject({ circles: [], contradicts: [] });
  },
);
