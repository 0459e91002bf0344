/**
 * That the small configurations of `vfio-pci/unmap-mapping` can tell right from wrong.
 *
 * `ordeal check` holds every variant to its expectation; what stands here is what an expectation cannot say.
 */
import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../checker/lang/index.ts';
import {
  baseWithout,
  offersOf,
  runOf,
  variantOf,
  violationsIn,
} from '../../../checker/testing/spec-runs.ts';
import spec from './spec.ts';

/** Function, the statements taken out of it, the configuration that is searched, and who must notice. */
const ESSENTIAL: readonly (readonly [string, readonly string[], string, string])[] = [
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(vdev, D0)'], 'admins', 'S-D0RESET'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock[vdev])'], 'admins', 'S-LOCKBAL'],
  ['vfio_lock_and_set_power_state', ['up_write(&memory_lock[vdev])'], 'admins', 'S-LOCKBAL'],
  [
    'vfio_pci_zap_and_down_write_memory_lock',
    ['down_write(&memory_lock[vdev])'],
    'admins',
    'S-ASSERT',
  ],
  ['vfio_pci_zap_and_down_write_memory_lock', ['vfio_pci_zap_bars(vdev)'], 'admins', 'S-ACCESS'],
  ['unmap_mapping_range', ['up_read(&i_mmap_rwsem[vdev])'], 'admins', 'S-LOCKBAL'],
  ['unmap_mapping_range', ['unmap_mapping_range_vma(vma)'], 'admins', 'S-ACCESS'],
  ['mmap_region', ['vma_link_file(vma)'], 'mmap', 'S-ACCESS'],
  [
    'vfio_pci_mmap_huge_fault',
    ['down_read(&memory_lock[vma->vdev])', 'up_read(&memory_lock[vma->vdev])'],
    'admins',
    'S-FAULT',
  ],
  [
    'vfio_pci_mmap_huge_fault',
    ['if (pm_runtime_engaged || !__vfio_pci_memory_enabled())'],
    'low-power',
    'S-FAULT',
  ],
  ['vfio_pci_mmap_huge_fault', ['up_read(&memory_lock[vma->vdev])'], 'admins', 'S-LOCKBAL'],
  ['vfio_pci_dev_set_hot_reset', ['mutex_lock(&dev_set_lock)'], 'hot', 'S-ASSERT'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_zap_bars(vdev)'], 'hot', 'S-REVRESET'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_set_power_state(vdev, D0)'], 'hot', 'S-D0RESET'],
  ['vfio_pci_dev_set_hot_reset', ['up_write(&memory_lock[vdev])'], 'hot', 'S-LOCKBAL'],
];

describe('each essential step of the good variant is missed', () => {
  test.each(ESSENTIAL)('%s without %j, in %s, is noticed by %s', (name, texts, where, property) => {
    const edited = baseWithout(spec, name, texts);
    const noticed = Object.keys(violationsIn(runOf(spec, edited, where)));
    expect(noticed).toContain(property);
  });
});

test('the race noted on the list is the one found: populated, not linked, and zapped in between', () => {
  const { verdicts } = runOf(spec, variantOf(spec, 'populate-in-mmap'), 'mmap');
  const verdict = verdicts.find(({ property }) => property === 'S-ACCESS');
  if (verdict?.kind !== 'violated') throw new Error('S-ACCESS is not violated');
  const labels = verdict.finding.path.steps.map(({ label }) => label);
  expect(labels).toContain('io_remap_pfn_range(v1)');
  expect(labels).toContain('unmap_mapping_range_vma(v1)');
  expect(labels).not.toContain('vma_interval_tree_insert(v1)');
});

/** Constants that offer an actor or an operation, and the value without it. */
const OFFERS: Settings = {
  touches: 0,
  'child-touches': 0,
  mapper: false,
  unmapper: false,
  'hot-resets': 0,
  'low-power': false,
  'op-reset': false,
  'op-d0': false,
  'op-d3': false,
  'op-command': false,
  'op-flr': false,
};

describe('a small configuration offers nothing that its goals do not need', () => {
  test.each(offersOf(spec, OFFERS))('%s without %s misses a goal', (name, constant) => {
    const wanted = spec.configurations.find((each) => each.name === name)?.goals ?? [];
    const without = { [constant]: OFFERS[constant] ?? 0 };
    const base = variantOf(spec, name === 'fork' ? 'fork' : 'good');
    const { goals } = runOf(spec, base, name, without).coverage;
    expect(goals.length).toBeLessThan(wanted.length);
  });
});
