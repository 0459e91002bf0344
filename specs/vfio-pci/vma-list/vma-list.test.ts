/**
 * That the small configurations of `vfio-pci/vma-list` can tell right from wrong.
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
  ['vfio_pci_ioctl_reset', ['vfio_pci_set_power_state(vdev, D0)'], 'exit', 'S-D0RESET'],
  ['vfio_pci_ioctl_reset', ['vfio_pci_zap_and_down_write_memory_lock(vdev)'], 'exit', 'S-REVRESET'],
  ['vfio_pci_ioctl_reset', ['up_write(&memory_lock[vdev])'], 'exit', 'S-LOCKBAL'],
  [
    'vfio_lock_and_set_power_state',
    ['vfio_pci_zap_and_down_write_memory_lock(vdev)'],
    'exit',
    'S-ASSERT',
  ],
  [
    'vfio_pci_runtime_pm_entry',
    ['vfio_pci_zap_and_down_write_memory_lock(vdev)'],
    'low-power',
    'S-SUSPEND',
  ],
  ['vfio_basic_config_write', ['up_write(&memory_lock[vdev])'], 'read', 'S-LOCKBAL'],
  [
    'vfio_exp_config_write',
    ['vfio_pci_zap_and_down_write_memory_lock(vdev)'],
    'faults',
    'S-REVRESET',
  ],
  [
    'vfio_pci_zap_and_down_write_memory_lock',
    ['vfio_pci_zap_and_vma_lock(vdev, false)'],
    'exit',
    'S-ACCESS',
  ],
  [
    'vfio_pci_zap_and_down_write_memory_lock',
    ['down_write(&memory_lock[vdev])'],
    'exit',
    'S-ASSERT',
  ],
  [
    'vfio_pci_zap_and_down_write_memory_lock',
    ['mutex_unlock(&vma_lock[vdev])'],
    'exit',
    'S-LOCKBAL',
  ],
  ['vfio_pci_zap_and_vma_lock', ['up_read(&mmap_lock[mm])'], 'exit', 'S-LOCKBAL'],
  [
    'vfio_pci_mmap_fault',
    ['down_read(&memory_lock[vma->vdev])', 'up_read(&memory_lock[vma->vdev])'],
    'exit',
    'S-FAULT',
  ],
  [
    'vfio_pci_mmap_fault',
    ['mutex_lock(&vma_lock[vma->vdev])', 'mutex_unlock(&vma_lock[vma->vdev])'],
    'faults',
    'S-BUG',
  ],
  [
    'vfio_pci_mmap_fault',
    ['if (pm_runtime_engaged || !__vfio_pci_memory_enabled())'],
    'exit',
    'S-FAULT',
  ],
  ['vfio_pci_mmap_close', ['list_del(vma)'], 'vmas', 'S-LIST'],
  ['munmap', ['down_write(&mmap_lock[vma->vm_mm])'], 'vmas', 'S-LOCKBAL'],
  ['vfio_pci_dev_set_hot_reset', ['mutex_lock(&dev_set_lock)'], 'hot-exit', 'S-ASSERT'],
  ['vfio_pci_dev_set_hot_reset', ['mutex_unlock(&dev_set_lock)'], 'hot-exit', 'S-LOCKBAL'],
  ['vfio_pci_dev_set_hot_reset', ['vfio_pci_set_power_state(vdev, D0)'], 'hot-admin', 'S-D0RESET'],
  ['vfio_pci_dev_set_hot_reset', ['up_write(&memory_lock[vdev])'], 'hot-exit', 'S-LOCKBAL'],
];

describe('each essential step of the good variant is missed', () => {
  test.each(ESSENTIAL)('%s without %j, in %s, is noticed by %s', (name, texts, where, property) => {
    const edited = baseWithout(spec, name, texts);
    expect(Object.keys(violationsIn(runOf(spec, edited, where)))).toContain(property);
  });
});

test('a hot reset that drops the last reference on an address space waits for a lock of its own', () => {
  const { verdicts } = runOf(spec, variantOf(spec, 'as-is-hot-exit'), 'hot-exit');
  const deadlock = verdicts.find(({ property }) => property === 'deadlock');
  if (deadlock?.kind !== 'violated') throw new Error('there is no deadlock');
  expect(deadlock.finding.path.steps.at(-1)).toMatchObject({
    process: 'hot_resetter[0]',
    calls: expect.arrayContaining(['exit_mmap(mm1)']),
  });
});

/** Constants that offer an actor or an operation, and the value without it. */
const OFFERS: Settings = {
  touches: 0,
  'child-touches': 0,
  mapper: false,
  unmapper: false,
  forks: false,
  exits: false,
  reader: false,
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
    const { goals } = runOf(spec, variantOf(spec, 'good'), name, without).coverage;
    expect(goals.length).toBeLessThan(wanted.length);
  });
});
